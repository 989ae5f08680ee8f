package dev.irsa.bench.fleet;

import dev.irsa.bench.Names;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.identity.Subject;
import dev.irsa.internal.refresh.CallResult;
import dev.irsa.internal.refresh.EngineActions;
import dev.irsa.internal.refresh.EngineState;
import dev.irsa.internal.refresh.RefreshEngine;
import dev.irsa.internal.refresh.SessionConfig;
import dev.irsa.internal.refresh.TimedCredentials;
import dev.irsa.internal.refresh.Waiter;
import dev.irsa.internal.time.TimePoint;
import java.net.URI;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** The engine's handling of a response, from the start of the attempt to the published session. */
public final class SwapRun {

  private static final URI ENDPOINT = URI.create("https://sts.example.test/");
  private static final Duration LONGEST = Duration.ofHours(12);
  private static final SessionConfig RULES =
      new SessionConfig(
          Subject.ofRole(Names.ROLE, ENDPOINT), RefreshPolicy.standard(), LONGEST, LONGEST);
  private static final RandomGenerator RANDOM = new SplittableRandom(1);

  private SwapRun() {}

  /** Passes a response to a new engine and returns the session's credentials. */
  public static Object swap(ExchangeResult issued) {
    long nanos = System.nanoTime();
    TimePoint now = new TimePoint(System.currentTimeMillis(), nanos, nanos);
    LastAttempt outbox = new LastAttempt();
    RefreshEngine engine = new RefreshEngine(RULES, RANDOM, outbox, EngineState.empty(), now);
    engine.startEagerly(now);
    long bound = engine.granted(outbox.attempt, now);
    engine.succeeded(outbox.attempt, issued, now);
    TimedCredentials session = engine.session();
    if (bound <= 0 || session == null) {
      throw new IllegalStateException("The engine did not accept the response");
    }
    return session.credentials();
  }

  private static final class LastAttempt implements EngineActions {
    private long attempt;

    @Override
    public void requestAttempt(long number, boolean urgent) {
      attempt = number;
    }

    @Override
    public void promote(long number) {}

    @Override
    public void abort(long number, boolean timedOut) {}

    @Override
    public void lookForNewInput() {}

    @Override
    public void readClaims() {}

    @Override
    public void complete(Waiter waiter, CallResult outcome) {}

    @Override
    public void publish(IrsaEvent event) {}
  }
}
