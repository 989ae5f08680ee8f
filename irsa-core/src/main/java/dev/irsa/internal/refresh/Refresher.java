package dev.irsa.internal.refresh;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.FailureKind;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.internal.time.Deadline;
import dev.irsa.internal.time.DueTime;
import dev.irsa.internal.time.Nanos;
import dev.irsa.internal.time.TimePoint;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The one flight of a session: starts it, carries it from attempt to attempt, and notes its end.
 * Methods that may end the flight return the failure that it ended with. Not thread-safe; lives
 * inside the engine.
 */
final class Refresher {

  /** With less than this left there is no time for a second attempt that would help. */
  private static final long SINGLE_ATTEMPT_BELOW = 120 * Nanos.SECOND;

  private final RefreshPolicy policy;
  private final RandomGenerator random;
  private final EngineActions outbox;
  private final RefreshFailures failures;
  private final CurrentCredentials held;
  private final BackoffState setbacks;
  private final CallLimiter budget;
  private @Nullable RefreshFlight flight;
  private long attempts;

  Refresher(
      RefreshPolicy policy,
      RandomGenerator random,
      EngineActions outbox,
      RefreshFailures failures,
      EngineState memory) {
    this.policy = policy;
    this.random = random;
    this.outbox = outbox;
    this.failures = failures;
    this.held = memory.held();
    this.setbacks = memory.setbacks();
    this.budget = memory.budget();
  }

  boolean isFlying() {
    return flight != null;
  }

  /** Returns whether an attempt waits for its turn at the endpoint. */
  boolean isQueued() {
    return flight != null && flight.isQueued();
  }

  boolean isCurrent(long attempt) {
    return flight != null && flight.isCurrent(attempt);
  }

  /** Starts a flight if the budget has a permit. */
  boolean start(TimePoint now) {
    long wait = permitWait(now);
    if (wait > 0) {
      setbacks.delay(DueTime.in(now, wait));
      return false;
    }
    RefreshFlight started = new RefreshFlight(attemptsAllowed(now));
    flight = started;
    request(started, now);
    return true;
  }

  /** Starts a flight whatever the spacing says, but not before the floor. */
  boolean startDespiteSpacing(TimePoint now) {
    return setbacks.isFloorDueAt(now) && start(now);
  }

  private int attemptsAllowed(TimePoint now) {
    TimedCredentials valid = held.validAt(now);
    boolean careful =
        valid != null
            && (setbacks.count() > 0
                || valid.remainingAt(now) < Nanos.scaled(SINGLE_ATTEMPT_BELOW, valid.scale()));
    return careful ? 1 : RefreshFlight.MOST_ATTEMPTS;
  }

  private void request(RefreshFlight current, TimePoint now) {
    attempts++;
    current.request(attempts);
    outbox.requestAttempt(attempts, !held.isValidAt(now));
  }

  /** Callers without credentials wait for it now: it goes before the refreshes of others. */
  void promote() {
    RefreshFlight current = flight;
    if (current != null && current.isQueued()) {
      outbox.promote(current.attemptNumber());
    }
  }

  /** Ends the flight if its attempt may not start any more, now that it is its turn. */
  @Nullable CredentialsException refuse(TimePoint now) {
    RefreshFlight current = flight;
    if (current == null || (permitWait(now) == 0 && !current.isOverAt(now))) {
      return null;
    }
    CredentialsException last = lastFailure();
    return end(current, last != null ? last : failures.budgetSpent(null), now);
  }

  /** Starts the attempt and returns its bound in nanoseconds. */
  long grant(TimePoint now) {
    if (flight == null) {
      throw new IllegalStateException("no flight");
    }
    return flight.grant(now, held.session());
  }

  /** Notes how far the current attempt has come; a call takes a permit. */
  void progressed(AttemptProgress reached, TimePoint now) {
    if (flight != null && flight.note(reached)) {
      budget.record(now);
    }
  }

  /** Ends the flight with success, and returns it. */
  RefreshFlight succeed() {
    RefreshFlight ended = flight;
    if (ended == null) {
      throw new IllegalStateException("no flight");
    }
    flight = null;
    setbacks.clear();
    return ended;
  }

  /** Notes the failure of the current attempt. */
  @Nullable CredentialsException fail(
      CredentialsException failure, boolean hasNewInput, TimePoint now) {
    RefreshFlight current = flight;
    if (current == null) {
      return null;
    }
    current.noteFailure(failure);
    FailureKind failureKind = failure.failureKind();
    boolean permit = permitWait(now) == 0;
    if (permit && current.takeTokenRetry(failure, hasNewInput, now)) {
      request(current, now);
      return null;
    }
    long pause = Backoff.insideFlight(current.tries() - 1, failureKind, held.scale(), random);
    if (permit && current.mayRetry(failureKind, pause, now)) {
      current.pauseFor(now, pause);
      return null;
    }
    return end(current, failure, now);
  }

  /** Ends the flight with this failure, whatever might still be tried. */
  @Nullable CredentialsException giveUp(CredentialsException failure, TimePoint now) {
    return flight == null ? null : end(flight, failure, now);
  }

  private CredentialsException end(
      RefreshFlight ended, CredentialsException failure, TimePoint now) {
    flight = null;
    Backoff.Pause pause =
        Backoff.after(held.session(), setbacks.count(), failure.failureKind(), policy, random, now);
    setbacks.add(failure, ended, pause, now);
    setbacks.delay(DueTime.in(now, permitWait(now)));
    return failure;
  }

  /** Ends what has taken too long, and goes on after a pause. */
  @Nullable CredentialsException tick(TimePoint now) {
    RefreshFlight current = flight;
    if (current == null) {
      return null;
    }
    Deadline bound = current.bound();
    if (bound != null && bound.isOverAt(now)) {
      boolean called = current.progress() == AttemptProgress.CALLING;
      outbox.abort(current.attemptNumber(), called);
      if (called) {
        current.noteTimeOut();
      }
      return fail(failures.timedOut(bound, current.progress()), false, now);
    }
    Deadline pauseEnd = current.pauseEnd();
    if (pauseEnd != null && pauseEnd.isOverAt(now)) {
      request(current, now);
    }
    return null;
  }

  /** Drops the flight without an end. */
  void abandon() {
    RefreshFlight current = flight;
    if (current != null) {
      flight = null;
      outbox.abort(current.attemptNumber(), false);
    }
  }

  /** Returns why the last attempt failed, of this flight or of an earlier one. */
  @Nullable CredentialsException lastFailure() {
    CredentialsException last = flight == null ? null : flight.lastFailure();
    return last != null ? last : setbacks.failure();
  }

  private long permitWait(TimePoint now) {
    return budget.waitAt(now, held.isExpiredAt(now), held.scale());
  }

  /** Returns whether anything was ever tried. */
  boolean hasFlown() {
    return attempts > 0;
  }

  /** Returns the nanoseconds until {@link #tick} has something to do. */
  long nextWake(TimePoint now) {
    RefreshFlight current = flight;
    if (current == null) {
      return Long.MAX_VALUE;
    }
    Deadline bound = current.bound();
    Deadline next = bound != null ? bound : current.pauseEnd();
    return next == null ? Long.MAX_VALUE : next.remainingAt(now);
  }
}
