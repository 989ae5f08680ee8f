package dev.irsa.bench.jmh;

import dev.irsa.EnvironmentExchange;
import dev.irsa.bench.run.Bench;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.exchange.Exchange;
import dev.irsa.internal.exchange.ExchangeResult;
import dev.irsa.internal.identity.RoleAndIssuer;
import dev.irsa.internal.refresh.CallerRequest;
import dev.irsa.internal.refresh.CallerResult;
import dev.irsa.internal.refresh.EngineActions;
import dev.irsa.internal.refresh.RefreshEngine;
import dev.irsa.internal.refresh.SessionConfig;
import dev.irsa.internal.refresh.WaitingCaller;
import dev.irsa.internal.time.TimePoint;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Refreshes repeatedly on the calling thread, with the core's own exchange and engine. {@code
 * IrsaCredentials} would stop after twelve refreshes in a minute, its limit. Not thread-safe.
 */
final class RefreshRun {

  private static final Duration BOUND = Duration.ofSeconds(7);
  private static final Duration LONGEST = Duration.ofHours(12);
  private static final SessionConfig RULES =
      new SessionConfig(
          RoleAndIssuer.ofRole(Bench.ROLE, URI.create("https://sts.example.test/")),
          RefreshPolicy.standard(),
          LONGEST,
          LONGEST);
  private static final RandomGenerator RANDOM = new SplittableRandom(1);

  private final Exchange exchange;

  RefreshRun(String endpoint, String tokenFile) {
    exchange =
        EnvironmentExchange.of(
            Map.of(
                "AWS_ROLE_ARN", Bench.ROLE,
                "AWS_WEB_IDENTITY_TOKEN_FILE", tokenFile,
                "AWS_ENDPOINT_URL_STS", endpoint));
  }

  /** Reads the token, exchanges it, reads the response, and passes it to a new engine. */
  Object refresh() {
    ExchangeResult issued = exchange.run(EnvironmentExchange.call(BOUND));
    long nanos = System.nanoTime();
    TimePoint now = new TimePoint(System.currentTimeMillis(), nanos, nanos);
    LastAttempt actions = new LastAttempt();
    RefreshEngine engine = new RefreshEngine(RULES, null, RANDOM, actions);
    engine.resume();
    engine.ask(CallerRequest.within(BOUND), new CompletableFuture<>(), now);
    long bound = engine.started(actions.attempt, now);
    engine.succeeded(actions.attempt, issued, now);
    SessionCredentials credentials = engine.credentials();
    if (bound <= 0 || credentials == null) {
      throw new IllegalStateException("The engine did not accept the response");
    }
    return credentials;
  }

  private static final class LastAttempt implements EngineActions {
    private long attempt;

    @Override
    public void requestAttempt(long number, boolean urgent, boolean spare) {
      attempt = number;
    }

    @Override
    public void promote() {}

    @Override
    public void abort(boolean timedOut) {}

    @Override
    public @Nullable CredentialsException obstacle() {
      return null;
    }

    @Override
    public void lookForNewInput() {}

    @Override
    public void readClaims() {}

    @Override
    public void complete(WaitingCaller waiter, CallerResult outcome) {}

    @Override
    public void publish(IrsaEvent event) {}
  }
}
