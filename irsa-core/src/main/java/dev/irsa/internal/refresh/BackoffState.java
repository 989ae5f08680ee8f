package dev.irsa.internal.refresh;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.internal.failure.AttemptInfo;
import dev.irsa.internal.time.DueTime;
import dev.irsa.internal.time.TimePoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The failed refreshes since the last success, and the time when the next one is due. Not
 * thread-safe; owned by the engine.
 */
final class BackoffState {

  private int count;
  private @Nullable CredentialsException failure;
  private @Nullable TimePoint failedAt;
  private int attempts;
  private List<CredentialsException> failedCalls = List.of();
  private long elapsed;
  private @Nullable DueTime next;
  private @Nullable DueTime floor;

  /** Records a failed flight. The pause starts now. */
  void add(CredentialsException cause, InFlightRefresh ended, Backoff.Pause pause, TimePoint now) {
    count++;
    failure = cause;
    failedAt = now;
    attempts = ended.calls();
    failedCalls = ended.failedCalls();
    elapsed = ended.elapsedAt(now);
    next = DueTime.in(now, Math.max(pause.pause(), pause.floor()));
    floor = pause.floor() > 0 ? DueTime.in(now, pause.floor()) : null;
  }

  /** Resets the state after a success. */
  void clear() {
    count = 0;
    failure = null;
    failedAt = null;
    attempts = 0;
    failedCalls = List.of();
    elapsed = 0;
    next = null;
    floor = null;
  }

  /**
   * Resets the number of failures, because another state has other pauses. The last failure and the
   * floor are kept.
   */
  void restartCount() {
    count = 0;
  }

  /** Returns the number of consecutive failed flights. */
  int count() {
    return count;
  }

  /** Returns the last failure, or null after a success. */
  @Nullable CredentialsException failure() {
    return failure;
  }

  @Nullable TimePoint failedAt() {
    return failedAt;
  }

  int attempts() {
    return attempts;
  }

  /** Returns the failures of the calls of the last failed flight, in order. */
  List<CredentialsException> failedCalls() {
    return failedCalls;
  }

  /** Returns when the next refresh is due, or null if it is not delayed. */
  @Nullable DueTime next() {
    return next;
  }

  /** Returns whether the pause is over. */
  boolean isDueAt(TimePoint now) {
    return next == null || next.isDueAt(now);
  }

  /** Returns whether the minimum pause is over. */
  boolean isFloorDueAt(TimePoint now) {
    return floor == null || floor.isDueAt(now);
  }

  /** Ends the pause, but not the minimum pause. */
  void makeDue() {
    next = floor;
  }

  /** Plans the next refresh after one that succeeded without bringing new credentials. */
  void pause(DueTime until) {
    next = until;
  }

  /** Delays the next refresh until the rate limiter allows it. Never makes it earlier. */
  void delay(DueTime until) {
    next = next == null ? until : next.orLater(until);
  }

  /** Makes the next refresh earlier, but not earlier than the minimum pause allows. */
  void bringForward(DueTime earlier) {
    if (next != null) {
      DueTime earlierDue = next.orEarlier(earlier);
      next = floor == null ? earlierDue : earlierDue.orLater(floor);
    }
  }

  /** Returns the attempts of the last failed flight. */
  AttemptInfo attemptInfo(@Nullable Instant nextAttemptAt) {
    return new AttemptInfo(
        attempts,
        Duration.ofNanos(elapsed),
        failedAt == null ? null : failedAt.wall(),
        nextAttemptAt);
  }

  /** Returns when the next refresh is due by the wall clock, or null if it is not delayed. */
  @Nullable Instant nextAt(TimePoint now) {
    return next == null ? null : now.wallAfter(next.remainingAt(now));
  }
}
