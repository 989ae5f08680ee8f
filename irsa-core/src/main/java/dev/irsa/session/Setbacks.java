package dev.irsa.session;

import dev.irsa.identity.Circumstances;
import dev.irsa.identity.CredentialsException;
import dev.irsa.identity.FailureClass;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Failed refreshes since the last success, and when the next one is due. Not thread-safe; lives
 * inside the engine.
 */
final class Setbacks {

  private int count;
  private @Nullable CredentialsException failure;
  private @Nullable Moment failedAt;
  private int attempts;
  private long elapsed;
  private @Nullable Due next;
  private @Nullable Due floor;

  /** Notes a failed flight; {@code pause} and {@code floorPause} count from now. */
  void add(
      CredentialsException why,
      Moment now,
      int attemptsMade,
      long took,
      long pause,
      long floorPause) {
    count++;
    failure = why;
    failedAt = now;
    attempts = attemptsMade;
    elapsed = took;
    next = new Due(now, Math.max(pause, floorPause));
    floor = floorPause > 0 ? new Due(now, floorPause) : null;
  }

  void clear() {
    count = 0;
    failure = null;
    failedAt = null;
    next = null;
    floor = null;
  }

  /** Counts anew, for another state has other pauses; what failed and the floor stay. */
  void restartCount() {
    count = 0;
  }

  /** Returns the failed flights in a row. */
  int count() {
    return count;
  }

  @Nullable CredentialsException failure() {
    return failure;
  }

  @Nullable FailureClass failureClass() {
    return failure == null ? null : failure.failureClass();
  }

  @Nullable Moment failedAt() {
    return failedAt;
  }

  int attempts() {
    return attempts;
  }

  /** Returns when the next refresh is due, or null when that is not delayed. */
  @Nullable Due next() {
    return next;
  }

  boolean isDueAt(Moment now) {
    return next == null || next.isDueAt(now);
  }

  boolean isFloorDueAt(Moment now) {
    return floor == null || floor.isDueAt(now);
  }

  /** Makes the next refresh due as soon as the floor allows. */
  void makeDue() {
    next = floor;
  }

  /** Delays the next refresh, for want of a permit. */
  void delay(Due until) {
    next = until;
  }

  /** Brings the next refresh forward, not before the floor. */
  void bringForward(Due earlier, Moment now) {
    if (next != null) {
      Due sooner = next.orEarlier(earlier, now);
      next = floor == null ? sooner : sooner.orLater(floor, now);
    }
  }

  Circumstances circumstances(Moment now) {
    return new Circumstances(
        attempts,
        Duration.ofNanos(elapsed),
        failedAt == null ? null : failedAt.wall(),
        nextAt(now));
  }

  @Nullable Instant nextAt(Moment now) {
    return next == null ? null : now.wallAfter(next.remainingAt(now));
  }
}
