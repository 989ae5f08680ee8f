package dev.irsa.session;

import dev.irsa.identity.Circumstances;
import dev.irsa.identity.CredentialsException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Failed refreshes since the last success, and when the next one is due. Not thread-safe; lives
 * inside the engine.
 */
class Setbacks {

  private int count;
  private @Nullable CredentialsException failure;
  private @Nullable Moment failedAt;
  private int attempts;
  private long elapsed;
  private @Nullable Due next;
  private @Nullable Due floor;

  /** Notes a failed flight; the pause counts from now. */
  void add(CredentialsException why, Flight ended, Spacing.Pause pause, Moment now) {
    count++;
    failure = why;
    failedAt = now;
    attempts = ended.calls();
    elapsed = ended.elapsedAt(now);
    next = Due.in(now, Math.max(pause.pause(), pause.floor()));
    floor = pause.floor() > 0 ? Due.in(now, pause.floor()) : null;
  }

  void clear() {
    count = 0;
    failure = null;
    failedAt = null;
    attempts = 0;
    elapsed = 0;
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

  /** Delays the next refresh, for want of a permit; never brings it forward. */
  void delay(Due until) {
    next = next == null ? until : next.orLater(until);
  }

  /** Brings the next refresh forward, not before the floor. */
  void bringForward(Due earlier) {
    if (next != null) {
      Due sooner = next.orEarlier(earlier);
      next = floor == null ? sooner : sooner.orLater(floor);
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
