package dev.irsa.session;

import dev.irsa.bench.Names;
import dev.irsa.identity.IrsaEvent;
import dev.irsa.identity.RefreshPolicy;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** What the engine does with an answer, from the request of the attempt to the session in place. */
public final class SwapRun {

  private static final Duration LONGEST = Duration.ofHours(12);
  private static final Rules RULES =
      new Rules(Names.ROLE, RefreshPolicy.standard(), LONGEST, LONGEST);
  private static final RandomGenerator RANDOM = new SplittableRandom(1);

  private SwapRun() {}

  /** Takes an answer into a fresh engine and returns the session's credentials. */
  public static Object swap(Issued issued) {
    long nanos = System.nanoTime();
    Moment now = new Moment(System.currentTimeMillis(), nanos, nanos);
    LastAttempt outbox = new LastAttempt();
    Engine engine = new Engine(RULES, RANDOM, outbox, Memory.empty(), now);
    engine.startEagerly(now);
    long bound = engine.granted(outbox.attempt, now);
    engine.succeeded(outbox.attempt, issued, now);
    Session session = engine.session();
    if (bound <= 0 || session == null) {
      throw new IllegalStateException("The engine did not take the answer");
    }
    return session.credentials();
  }

  private static final class LastAttempt implements Outbox {
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
    public void complete(Waiter waiter, Outcome outcome) {}

    @Override
    public void tell(IrsaEvent event) {}
  }
}
