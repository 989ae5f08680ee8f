package dev.irsa.internal.time;

/**
 * A bound on waiting, counted by the monotonic clock alone, so that a wall clock that is set does
 * not cut short a call which has just begun.
 *
 * @param at as {@link TimePoint#nanos}
 * @param length the whole bound in nanoseconds
 */
public record Deadline(long at, long length) {

  public static Deadline in(TimePoint now, long nanos) {
    return new Deadline(now.nanos() + Math.min(nanos, Long.MAX_VALUE - now.nanos()), nanos);
  }

  public boolean isOverAt(TimePoint now) {
    return now.nanos() >= at;
  }

  /** Returns the nanoseconds that are left, 0 when it is over. */
  public long remainingAt(TimePoint now) {
    return Math.max(0, at - now.nanos());
  }
}
