package dev.irsa.internal.session;

import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.concurrent.SharedExecutors;
import dev.irsa.internal.identity.ExchangeCall;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.limit.Bulkhead;
import dev.irsa.internal.limit.EndpointRateLimiter;
import dev.irsa.internal.refresh.CallRequest;
import dev.irsa.internal.refresh.CallResult;
import dev.irsa.internal.refresh.SessionConfig;
import dev.irsa.internal.refresh.Waiter;
import dev.irsa.internal.time.Clocks;
import dev.irsa.simulation.LincheckRuns;
import dev.irsa.simulation.Moments;
import dev.irsa.simulation.OpenExecutors;
import dev.irsa.simulation.UnchangingSource;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Checks calls, refreshes, rejections, responses of STS and the close of a session concurrently.
 * Results are linearizable: the session is open until the close and closed afterwards. The result
 * of an exchange arrives after the call that requested it, so it is checked at the end: credentials
 * are never torn, waiting callers are never forgotten, and there is at most one exchange at a time.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@Tag("deep")
public class SessionLincheckTest {

  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final Queue<Runnable> workers = new ConcurrentLinkedQueue<>();
  private final Queue<Waiter> waiters = new ConcurrentLinkedQueue<>();
  private final AtomicInteger issued = new AtomicInteger();
  private final AtomicInteger exchanging = new AtomicInteger();
  private final AtomicInteger faults = new AtomicInteger();
  private final Session session = session();

  private Session session() {
    Clocks clocks = new Clocks(Clock.fixed(Moments.START, ZoneOffset.UTC), () -> 0);
    SessionConfig rules = Moments.config(RefreshPolicy.standard(), Duration.ofHours(1));
    SharedExecutors executors = OpenExecutors.of(OpenExecutors.idleTimer(), workers::add);
    var opened =
        new Session(
            rules,
            new Issuer(),
            clocks,
            executors,
            new Bulkhead(clocks.nanos(), executors),
            new EndpointRateLimiter(),
            OpenExecutors.events(executors, unused -> {}),
            Moments.drawing(0.5));
    opened.enter();
    return opened;
  }

  @Operation
  public boolean get() {
    SessionCredentials quiet = session.credentialsIfQuiet(Moments.START.toEpochMilli());
    if (quiet != null) {
      note(quiet);
      return true;
    }
    waiters.add(session.ask(CallRequest.within(DEADLINE)));
    return true;
  }

  @Operation
  public boolean refresh() {
    Waiter waiter = session.ask(CallRequest.within(DEADLINE).refreshed());
    waiters.add(waiter);
    return true;
  }

  @Operation
  public void invalidate() {
    session.invalidate("ASIA" + issued.get());
  }

  /** Runs the next task of a worker: a response of STS, or the delivery of an event. */
  @Operation
  public void work() {
    Runnable next = workers.poll();
    if (next != null) {
      next.run();
    }
  }

  private void note(CallResult outcome) {
    if (outcome.credentials() != null) {
      note(outcome.credentials());
    }
  }

  private void note(SessionCredentials served) {
    if (!served.secretAccessKey().equals("secret-" + served.accessKeyId())
        || !served.sessionToken().equals("token-" + served.accessKeyId())) {
      faults.incrementAndGet();
    }
  }

  @Validate
  public void noCallerIsForgottenAndNoCredentialsAreTorn() {
    for (Runnable next = workers.poll(); next != null; next = workers.poll()) {
      next.run();
    }
    for (Waiter waiter : waiters) {
      CallResult outcome = waiter.result().getNow(null);
      if (outcome == null) {
        throw new IllegalStateException("a caller waits for nothing");
      }
      note(outcome);
    }
    if (faults.get() > 0) {
      throw new IllegalStateException("a torn triple, or two exchanges at once");
    }
  }

  private final class Issuer extends UnchangingSource {
    Issuer() {
      super(Duration.ofHours(1));
    }

    @Override
    public ExchangeResult run(ExchangeCall call) {
      if (exchanging.incrementAndGet() > 1) {
        faults.incrementAndGet();
      }
      String key = "ASIA" + issued.incrementAndGet();
      exchanging.decrementAndGet();
      return new ExchangeResult(
          SessionCredentials.of(
                  key, "secret-" + key, "token-" + key, Moments.START.plusSeconds(3600))
              .withAccountId("123456789012"),
          Moments.START,
          Duration.ZERO);
    }
  }

  @Test
  void everyInterleavingIsEquivalentToASequence() {
    LincheckRuns.modelChecking().check(SessionLincheckTest.class);
  }

  @Test
  void realThreadsFindNoViolation() {
    LincheckRuns.stress().check(SessionLincheckTest.class);
  }
}
