package dev.irsa.internal.refresh;

import static dev.irsa.internal.time.Nanos.SECOND;
import static dev.irsa.simulation.Moments.START;
import static dev.irsa.simulation.Moments.atSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.time.Deadline;
import dev.irsa.internal.time.TimePoint;
import dev.irsa.simulation.Moments;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * An engine in isolation, step by step. Credentials of an hour are due for a refresh after 2400 s,
 * have their last chance after 3590 s and expire after 3600 s; every pause is the shortest that the
 * rules allow.
 */
abstract class EngineFixture {

  static final long DEADLINE = 20 * SECOND;
  static final Duration HOUR = Duration.ofHours(1);

  final NotedActions actions = new NotedActions();
  RefreshEngine engine = engine(RefreshPolicy.standard());

  RefreshEngine engine(RefreshPolicy policy) {
    return engine(policy, 0);
  }

  RefreshEngine engine(RefreshPolicy policy, double share) {
    SessionConfig config = Moments.config(policy, Duration.ofHours(12));
    RefreshEngine created = new RefreshEngine(config, Moments.drawing(share), actions);
    created.resume();
    return created;
  }

  static ExchangeResult issued(String key, Instant expiration) {
    return new ExchangeResult(Moments.credentials(key, expiration), null, Duration.ZERO);
  }

  /** Calls, and returns who waits or has an answer. */
  Waiter ask(CallRequest request, TimePoint now) {
    CompletableFuture<CallResult> answer = new CompletableFuture<>();
    engine.ask(request, answer, now);
    return new Waiter(request, Deadline.in(now, request.remaining()), answer);
  }

  /** Ends a wait, and returns its result. */
  CallResult leave(Waiter waiter, TimePoint now) {
    engine.leave(waiter.request(), waiter.answer(), now);
    return NotedActions.outcome(waiter);
  }

  /** Returns the status after what is due is done. */
  SessionStatus status(TimePoint now) {
    engine.tick(now);
    return engine.status(now);
  }

  long start(long attempt, long second) {
    return engine.started(attempt, atSeconds(second));
  }

  void succeed(long attempt, long second, Duration life) {
    assertTrue(start(attempt, second) > 0, "started");
    engine.succeeded(
        attempt, issued("ASIA" + attempt, START.plusSeconds(second).plus(life)), atSeconds(second));
  }

  void fail(long attempt, long second, CredentialsException failure) {
    assertTrue(start(attempt, second) > 0, "started");
    engine.failed(attempt, failure, false, atSeconds(second));
  }

  /** Receives the first credentials, of an hour, at time zero. */
  void haveAnHour() {
    assertNull(asked(atSeconds(0)));
    succeed(1, 0, HOUR);
    assertEquals(List.of("urgent 1"), actions.wanted());
    actions.told();
  }

  static String key(@Nullable CallResult outcome) {
    assertNotNull(outcome, "has to wait");
    assertNotNull(outcome.credentials(), "no credentials");
    return outcome.credentials().accessKeyId();
  }

  static String text(@Nullable CallResult outcome) {
    assertNotNull(outcome, "has to wait");
    assertNull(outcome.credentials());
    assertNotNull(outcome.failure());
    return outcome.failure().summary();
  }

  /** Returns the result of a call that does not wait, or null if it would have to. */
  @Nullable CallResult asked(TimePoint now) {
    return resultOrLeave(new CallRequest(0, DEADLINE, 0, false), now);
  }

  @Nullable CallResult resultOrLeave(CallRequest request, TimePoint now) {
    Waiter waiter = ask(request, now);
    CallResult result = waiter.answer().getNow(null);
    if (result == null) {
      var unused = leave(waiter, now);
    }
    return result;
  }

  Waiter join(long second) {
    return join(DEADLINE, atSeconds(second));
  }

  Waiter join(long deadline, TimePoint now) {
    return waiting(new CallRequest(0, deadline, 0, false), now);
  }

  Waiter waiting(CallRequest request, TimePoint now) {
    Waiter waiter = ask(request, now);
    assertFalse(waiter.answer().isDone(), "does not have to wait");
    return waiter;
  }

  Waiter refresh(long second) {
    return refresh(DEADLINE, atSeconds(second));
  }

  Waiter refresh(long deadline, TimePoint now) {
    return ask(new CallRequest(0, deadline, 0, true), now);
  }

  List<String> told() {
    return actions.told().stream().map(event -> event.getClass().getSimpleName()).toList();
  }
}
