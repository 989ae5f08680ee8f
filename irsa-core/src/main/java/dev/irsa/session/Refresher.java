package dev.irsa.session;

import dev.irsa.identity.CredentialsException;
import dev.irsa.identity.FailureClass;
import dev.irsa.identity.RefreshPolicy;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The one flight of a session: starts it, carries it from attempt to attempt, and notes its end.
 * Methods that may end the flight return the failure that it ended with. Not thread-safe; lives
 * inside the engine.
 */
final class Refresher {

  /** With less than this left there is no time for a second attempt that would help. */
  private static final long SINGLE_ATTEMPT_BELOW = 120 * Spacing.SECOND;

  private final RefreshPolicy policy;
  private final RandomGenerator random;
  private final Outbox outbox;
  private final Failures failures;
  private final Held held;
  private final Setbacks setbacks;
  private final CallBudget budget;
  private @Nullable Flight flight;
  private long attempts;

  Refresher(
      RefreshPolicy policy,
      RandomGenerator random,
      Outbox outbox,
      Failures failures,
      Memory memory) {
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
  boolean start(Moment now) {
    long wait = permitWait(now);
    if (wait > 0) {
      setbacks.delay(Due.in(now, wait));
      return false;
    }
    Flight started = new Flight(attemptsAllowed(now));
    flight = started;
    request(started, now);
    return true;
  }

  /** Starts a flight whatever the spacing says, but not before the floor. */
  boolean startDespiteSpacing(Moment now) {
    return setbacks.isFloorDueAt(now) && start(now);
  }

  private int attemptsAllowed(Moment now) {
    Session valid = held.validAt(now);
    boolean careful =
        valid != null
            && (setbacks.count() > 0
                || valid.remainingAt(now) < Spacing.scaled(SINGLE_ATTEMPT_BELOW, valid.scale()));
    return careful ? 1 : Flight.MOST_ATTEMPTS;
  }

  private void request(Flight current, Moment now) {
    attempts++;
    current.request(attempts);
    outbox.requestAttempt(attempts, !held.isValidAt(now));
  }

  /** Callers without credentials wait for it now: it goes before the refreshes of others. */
  void promote() {
    Flight current = flight;
    if (current != null && current.isQueued()) {
      outbox.promote(current.attemptNumber());
    }
  }

  /** Ends the flight if its attempt may not start any more, now that it is its turn. */
  @Nullable CredentialsException refuse(Moment now) {
    Flight current = flight;
    if (current == null || (permitWait(now) == 0 && !current.isOverAt(now))) {
      return null;
    }
    CredentialsException last = lastFailure();
    return end(current, last != null ? last : failures.budgetSpent(null), now);
  }

  /** Starts the attempt and returns its bound in nanoseconds. */
  long grant(Moment now) {
    if (flight == null) {
      throw new IllegalStateException("no flight");
    }
    return flight.grant(now, held.session());
  }

  /** Notes how far the current attempt has come; a call takes a permit. */
  void progressed(Progress reached, Moment now) {
    if (flight != null && flight.note(reached)) {
      budget.record(now);
    }
  }

  /** Ends the flight with success, and returns it. */
  Flight succeed() {
    Flight ended = flight;
    if (ended == null) {
      throw new IllegalStateException("no flight");
    }
    flight = null;
    setbacks.clear();
    return ended;
  }

  /** Notes the failure of the current attempt. */
  @Nullable CredentialsException fail(
      CredentialsException failure, boolean hasNewInput, Moment now) {
    Flight current = flight;
    if (current == null) {
      return null;
    }
    current.noteFailure(failure);
    FailureClass failureClass = failure.failureClass();
    boolean permit = permitWait(now) == 0;
    if (permit && current.takeTokenRetry(failure, hasNewInput, now)) {
      request(current, now);
      return null;
    }
    long pause = Spacing.insideFlight(current.tries() - 1, failureClass, held.scale(), random);
    if (permit && current.mayRetry(failureClass, pause, now)) {
      current.pauseFor(now, pause);
      return null;
    }
    return end(current, failure, now);
  }

  /** Ends the flight with this failure, whatever might still be tried. */
  @Nullable CredentialsException giveUp(CredentialsException failure, Moment now) {
    return flight == null ? null : end(flight, failure, now);
  }

  private CredentialsException end(Flight ended, CredentialsException failure, Moment now) {
    flight = null;
    Spacing.Pause pause =
        Spacing.after(
            held.session(), setbacks.count(), failure.failureClass(), policy, random, now);
    setbacks.add(failure, ended, pause, now);
    setbacks.delay(Due.in(now, permitWait(now)));
    return failure;
  }

  /** Ends what has taken too long, and goes on after a pause. */
  @Nullable CredentialsException tick(Moment now) {
    Flight current = flight;
    if (current == null) {
      return null;
    }
    Timeout bound = current.bound();
    if (bound != null && bound.isOverAt(now)) {
      boolean called = current.progress() == Progress.CALLING;
      outbox.abort(current.attemptNumber(), called);
      if (called) {
        current.noteTimeOut();
      }
      return fail(failures.timedOut(bound, current.progress()), false, now);
    }
    Timeout pauseEnd = current.pauseEnd();
    if (pauseEnd != null && pauseEnd.isOverAt(now)) {
      request(current, now);
    }
    return null;
  }

  /** Drops the flight without an end. */
  void abandon() {
    Flight current = flight;
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

  private long permitWait(Moment now) {
    return budget.waitAt(now, held.isExpiredAt(now), held.scale());
  }

  /** Returns whether anything was ever tried. */
  boolean hasFlown() {
    return attempts > 0;
  }

  /** Returns the nanoseconds until {@link #tick} has something to do. */
  long nextWake(Moment now) {
    Flight current = flight;
    if (current == null) {
      return Long.MAX_VALUE;
    }
    Timeout bound = current.bound();
    Timeout next = bound != null ? bound : current.pauseEnd();
    return next == null ? Long.MAX_VALUE : next.remainingAt(now);
  }
}
