package dev.irsa.internal.refresh;

import dev.irsa.credentials.AttemptInfo;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.internal.time.DueTime;
import dev.irsa.internal.time.TimePoint;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Failed refreshes since the last success, and when the next one is due. Not thread-safe; lives
 * inside the engine.
 */
public class BackoffState {

  private int count;
  private @Nullable CredentialsException failure;
  private @Nullable TimePoint failedAt;
  private int attempts;
  private long elapsed;
  private @Nullable DueTime next;
  private @Nullable DueTime floor;

  /** Notes a failed flight; the pause counts from now. */
  public void add(
      CredentialsException why, RefreshFlight ended, Backoff.Pause pause, TimePoint now) {
    count++;
    failure = why;
    failedAt = now;
    attempts = ended.calls();
    elapsed = ended.elapsedAt(now);
    next = DueTime.in(now, Math.max(pause.pause(), pause.floor()));
    floor = pause.floor() > 0 ? DueTime.in(now, pause.floor()) : null;
  }

  public void clear() {
    count = 0;
    failure = null;
    failedAt = null;
    attempts = 0;
    elapsed = 0;
    next = null;
    floor = null;
  }

  /** Counts anew, for another state has other pauses; what failed and the floor stay. */
  public void restartCount() {
    count = 0;
  }

  /** Returns the failed flights in a row. */
  public int count() {
    return count;
  }

  public @Nullable CredentialsException failure() {
    return failure;
  }

  @Nullable TimePoint failedAt() {
    return failedAt;
  }

  int attempts() {
    return attempts;
  }

  /** Returns when the next refresh is due, or null when that is not delayed. */
  @Nullable DueTime next() {
    return next;
  }

  public boolean isDueAt(TimePoint now) {
    return next == null || next.isDueAt(now);
  }

  public boolean isFloorDueAt(TimePoint now) {
    return floor == null || floor.isDueAt(now);
  }

  /** Makes the next refresh due as soon as the floor allows. */
  void makeDue() {
    next = floor;
  }

  /** Delays the next refresh, for want of a permit; never brings it forward. */
  void delay(DueTime until) {
    next = next == null ? until : next.orLater(until);
  }

  /** Brings the next refresh forward, not before the floor. */
  void bringForward(DueTime earlier) {
    if (next != null) {
      DueTime sooner = next.orEarlier(earlier);
      next = floor == null ? sooner : sooner.orLater(floor);
    }
  }

  AttemptInfo attemptInfo(@Nullable Instant nextAttemptAt) {
    return new AttemptInfo(
        attempts,
        Duration.ofNanos(elapsed),
        failedAt == null ? null : failedAt.wall(),
        nextAttemptAt);
  }

  @Nullable Instant nextAt(TimePoint now) {
    return next == null ? null : now.wallAfter(next.remainingAt(now));
  }
}
