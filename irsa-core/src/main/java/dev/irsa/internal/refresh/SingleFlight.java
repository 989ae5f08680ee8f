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
 * Ensures that a session has at most one refresh in flight. Starts it, continues it from attempt to
 * attempt, and records its end. Methods that may end the flight return the failure with which it
 * ended, or null if it continues. Not thread-safe; owned by the engine.
 */
final class SingleFlight {

  /**
   * The maximum number of calls per minute while credentials are valid, and after they have
   * expired.
   */
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

  /** Returns whether a refresh is in flight. */
  boolean isFlying() {
    return flight != null;
  }

  /** Returns whether the current attempt waits for its permit. */
  boolean isQueued() {
    return flight != null && flight.isQueued();
  }

  /** Returns the progress of the current attempt, or null if none was granted. */
  @Nullable AttemptProgress progress() {
    return flight == null ? null : flight.progress();
  }

  /** Returns whether the attempt with this number is the current one. */
  boolean isCurrent(long attempt) {
    return flight != null && flight.isCurrent(attempt);
  }

  /** Starts a flight if the rate limiter allows a call. Returns whether it was started. */
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

  /**
   * Starts a flight regardless of the backoff, but not before its floor. Returns whether it was
   * started.
   */
  boolean startDespiteBackoff(TimePoint now) {
    return backoff.isFloorDueAt(now) && start(now);
  }

  private int attemptsAllowed(TimePoint now) {
    TimedCredentials valid = current.validAt(now);
    boolean onlyOne =
        valid != null
            && (backoff.count() > 0 || valid.remainingAt(now) < valid.timings().singleAttemptBelow);
    return onlyOne ? 1 : RefreshFlight.MOST_ATTEMPTS;
  }

  private void request(RefreshFlight requested, TimePoint now) {
    attempts++;
    requested.request(attempts);
    actions.requestAttempt(attempts, !current.isValidAt(now));
  }

  /**
   * Makes the current attempt urgent if it is still queued, because callers without credentials are
   * waiting.
   */
  void promote() {
    RefreshFlight ongoing = flight;
    if (ongoing != null && ongoing.isQueued()) {
      actions.promote(ongoing.attemptNumber());
    }
  }

  /** Ends the flight if its attempt may no longer start when the permit is granted. */
  @Nullable CredentialsException refuse(TimePoint now) {
    RefreshFlight ongoing = flight;
    if (ongoing == null || (callWait(now) == 0 && !ongoing.isOverAt(now))) {
      return null;
    }
    CredentialsException last = lastFailure();
    return end(ongoing, last != null ? last : failures.budgetSpent(null), now);
  }

  /** Starts the attempt and returns its time limit in nanoseconds. */
  long grant(TimePoint now) {
    if (flight == null) {
      throw new IllegalStateException("no flight");
    }
    return flight.grant(now, current.session());
  }

  /** Records the progress of the current attempt. Counts it when it becomes a call. */
  void progressed(AttemptProgress reached, TimePoint now) {
    if (flight != null && flight.note(reached)) {
      calls.record(now.nanos());
    }
  }

  /** Ends the flight successfully, and returns it. */
  RefreshFlight succeed() {
    RefreshFlight ended = flight;
    if (ended == null) {
      throw new IllegalStateException("no flight");
    }
    flight = null;
    backoff.clear();
    return ended;
  }

  /** Records the failure of the current attempt, which may end the flight. */
  @Nullable CredentialsException fail(
      CredentialsException failure, boolean hasNewInput, TimePoint now) {
    RefreshFlight ongoing = flight;
    if (ongoing == null) {
      return null;
    }
    ongoing.noteFailure(failure);
    Deadline bound = ongoing.bound();
    if (bound != null
        && RefreshFlight.isTimeOut(
            failure, bound.length() - bound.remainingAt(now), bound.length())) {
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

  /** Ends the flight with a failure, even if attempts remain. */
  @Nullable CredentialsException giveUp(CredentialsException failure, TimePoint now) {
    RefreshFlight ongoing = flight;
    if (ongoing == null) {
      return null;
    }
    ongoing.noteFailure(failure);
    return end(ongoing, failure, now);
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

  /** Ends an attempt that exceeded its time limit, or starts the next one after the pause. */
  @Nullable CredentialsException tick(TimePoint now) {
    RefreshFlight ongoing = flight;
    if (ongoing == null) {
      return null;
    }
    Deadline bound = ongoing.bound();
    if (bound != null && bound.isOverAt(now)) {
      boolean called = ongoing.progress() == AttemptProgress.CALLING;
      actions.abort(ongoing.attemptNumber(), called);
      return fail(failures.timedOut(bound, ongoing.progress()), false, now);
    }
    Deadline pauseEnd = ongoing.pauseEnd();
    if (pauseEnd != null && pauseEnd.isOverAt(now)) {
      request(ongoing, now);
    }
    return null;
  }

  /** Ends the flight if it pauses between two attempts. */
  @Nullable CredentialsException endPause(TimePoint now) {
    RefreshFlight ongoing = flight;
    CredentialsException last = lastFailure();
    return ongoing == null || ongoing.pauseEnd() == null || last == null
        ? null
        : end(ongoing, last, now);
  }

  /** Aborts and discards the flight without recording a failure. */
  void abandon() {
    RefreshFlight ongoing = flight;
    if (ongoing != null) {
      flight = null;
      actions.abort(ongoing.attemptNumber(), false);
    }
  }

  /** Returns the last failure of an attempt, of this flight or of an earlier one, or null. */
  @Nullable CredentialsException lastFailure() {
    CredentialsException last = flight == null ? null : flight.lastFailure();
    return last != null ? last : backoff.failure();
  }

  private long callWait(TimePoint now) {
    int allowed = current.isExpiredAt(now) ? CALLS_WHILE_EXPIRED : CALLS_WHILE_VALID;
    return calls.waitAt(allowed, current.timings().callWindow, now.nanos());
  }

  /** Returns whether any flight was ever started. */
  boolean hasFlown() {
    return attempts > 0;
  }

  /** Returns the nanoseconds until {@link #tick} has work to do, or {@link Long#MAX_VALUE}. */
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
