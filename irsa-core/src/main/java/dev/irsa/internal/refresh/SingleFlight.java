package dev.irsa.internal.refresh;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.FailureKind;
import dev.irsa.internal.time.Deadline;
import dev.irsa.internal.time.DueTime;
import dev.irsa.internal.time.SlidingWindowLimiter;
import dev.irsa.internal.time.TimePoint;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Single flight: at most one refresh of a session at a time. Starts it, carries it from attempt to
 * attempt, and records its end. Methods that may end the flight return the failure that it ended
 * with. Not thread-safe; lives inside the engine.
 */
final class SingleFlight {

  /** How many calls an identity may make in a minute: while credentials are valid, and expired. */
  private static final int CALLS_WHILE_VALID = 12;

  static final int CALLS_WHILE_EXPIRED = 15;

  private final RandomGenerator random;
  private final EngineActions actions;
  private final RefreshFailures failures;
  private final CurrentCredentials current;
  private final BackoffState backoff;
  private final SlidingWindowLimiter calls;
  private @Nullable RefreshFlight flight;
  private long attempts;

  SingleFlight(
      RandomGenerator random, EngineActions actions, RefreshFailures failures, EngineState state) {
    this.random = random;
    this.actions = actions;
    this.failures = failures;
    this.current = state.current();
    this.backoff = state.backoff();
    this.calls = state.calls();
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

  /** Starts a flight if the rate of calls allows one. */
  boolean start(TimePoint now) {
    long wait = callWait(now);
    if (wait > 0) {
      backoff.delay(DueTime.in(now, wait));
      return false;
    }
    RefreshFlight started = new RefreshFlight(attemptsAllowed(now));
    flight = started;
    request(started, now);
    return true;
  }

  /** Starts a flight whatever the backoff says, but not before its floor. */
  boolean startDespiteBackoff(TimePoint now) {
    return backoff.isFloorDueAt(now) && start(now);
  }

  private int attemptsAllowed(TimePoint now) {
    TimedCredentials valid = current.validAt(now);
    boolean careful =
        valid != null
            && (backoff.count() > 0 || valid.remainingAt(now) < valid.timings().singleAttemptBelow);
    return careful ? 1 : RefreshFlight.MOST_ATTEMPTS;
  }

  private void request(RefreshFlight requested, TimePoint now) {
    attempts++;
    requested.request(attempts);
    actions.requestAttempt(attempts, !current.isValidAt(now));
  }

  /** Callers without credentials wait for it now: it goes before the refreshes of others. */
  void promote() {
    RefreshFlight ongoing = flight;
    if (ongoing != null && ongoing.isQueued()) {
      actions.promote(ongoing.attemptNumber());
    }
  }

  /** Ends the flight if its attempt may not start any more, now that it is its turn. */
  @Nullable CredentialsException refuse(TimePoint now) {
    RefreshFlight ongoing = flight;
    if (ongoing == null || (callWait(now) == 0 && !ongoing.isOverAt(now))) {
      return null;
    }
    CredentialsException last = lastFailure();
    return end(ongoing, last != null ? last : failures.budgetSpent(null), now);
  }

  /** Starts the attempt and returns its bound in nanoseconds. */
  long grant(TimePoint now) {
    if (flight == null) {
      throw new IllegalStateException("no flight");
    }
    return flight.grant(now, current.session());
  }

  /** Notes how far the current attempt has come; a call counts. */
  void progressed(AttemptProgress reached, TimePoint now) {
    if (flight != null && flight.note(reached)) {
      calls.record(now.nanos());
    }
  }

  /** Ends the flight with success, and returns it. */
  RefreshFlight succeed() {
    RefreshFlight ended = flight;
    if (ended == null) {
      throw new IllegalStateException("no flight");
    }
    flight = null;
    backoff.clear();
    return ended;
  }

  /** Notes the failure of the current attempt. */
  @Nullable CredentialsException fail(
      CredentialsException failure, boolean hasNewInput, TimePoint now) {
    RefreshFlight ongoing = flight;
    if (ongoing == null) {
      return null;
    }
    ongoing.noteFailure(failure);
    if (isTimeOut(failure, ongoing.bound(), now)) {
      ongoing.noteTimeOut();
    }
    FailureKind failureKind = failure.failureKind();
    boolean mayCall = callWait(now) == 0;
    if (mayCall && ongoing.takeTokenRetry(failure, hasNewInput, now)) {
      request(ongoing, now);
      return null;
    }
    long pause = Backoff.insideFlight(ongoing.tries() - 1, failureKind, current.timings(), random);
    if (mayCall && ongoing.mayRetry(failureKind, pause, now)) {
      ongoing.pauseFor(now, pause);
      return null;
    }
    return end(ongoing, failure, now);
  }

  /** An exchange that kept to its bound reports a time-out as any other failure. */
  private static boolean isTimeOut(
      CredentialsException failure, @Nullable Deadline bound, TimePoint now) {
    return bound != null
        && failure.failureKind() == FailureKind.OUTAGE
        && failure.code() == null
        && bound.remainingAt(now) <= bound.length() / 10;
  }

  /** Ends the flight with this failure, whatever might still be tried. */
  @Nullable CredentialsException giveUp(CredentialsException failure, TimePoint now) {
    return flight == null ? null : end(flight, failure, now);
  }

  private CredentialsException end(
      RefreshFlight ended, CredentialsException failure, TimePoint now) {
    flight = null;
    Backoff.Pause pause =
        Backoff.after(current.session(), backoff.count(), failure.failureKind(), random, now);
    backoff.add(failure, ended, pause, now);
    backoff.delay(DueTime.in(now, callWait(now)));
    return failure;
  }

  /** Ends what has taken too long, and goes on after a pause. */
  @Nullable CredentialsException tick(TimePoint now) {
    RefreshFlight ongoing = flight;
    if (ongoing == null) {
      return null;
    }
    Deadline bound = ongoing.bound();
    if (bound != null && bound.isOverAt(now)) {
      boolean called = ongoing.progress() == AttemptProgress.CALLING;
      actions.abort(ongoing.attemptNumber(), called);
      if (called) {
        ongoing.noteTimeOut();
      }
      return fail(failures.timedOut(bound, ongoing.progress()), false, now);
    }
    Deadline pauseEnd = ongoing.pauseEnd();
    if (pauseEnd != null && pauseEnd.isOverAt(now)) {
      request(ongoing, now);
    }
    return null;
  }

  /** Drops the flight without an end. */
  void abandon() {
    RefreshFlight ongoing = flight;
    if (ongoing != null) {
      flight = null;
      actions.abort(ongoing.attemptNumber(), false);
    }
  }

  /** Returns why the last attempt failed, of this flight or of an earlier one. */
  @Nullable CredentialsException lastFailure() {
    CredentialsException last = flight == null ? null : flight.lastFailure();
    return last != null ? last : backoff.failure();
  }

  private long callWait(TimePoint now) {
    int allowed = current.isExpiredAt(now) ? CALLS_WHILE_EXPIRED : CALLS_WHILE_VALID;
    return calls.waitAt(allowed, current.timings().callWindow, now.nanos());
  }

  /** Returns whether anything was ever tried. */
  boolean hasFlown() {
    return attempts > 0;
  }

  /** Returns the nanoseconds until {@link #tick} has something to do. */
  long nextWake(TimePoint now) {
    RefreshFlight ongoing = flight;
    if (ongoing == null) {
      return Long.MAX_VALUE;
    }
    Deadline bound = ongoing.bound();
    Deadline next = bound != null ? bound : ongoing.pauseEnd();
    return next == null ? Long.MAX_VALUE : next.remainingAt(now);
  }
}
