package dev.irsa.internal.time;

/**
 * The end of a wait, measured by the monotonic clock alone, so that setting the wall clock does not
 * shorten the wait.
 *
 * @param at the end, on the scale of {@link TimePoint#nanos}
 * @param length the total length of the wait in nanoseconds
 */
public record Deadline(long at, long length) {

  /** Returns the deadline after the given number of nanoseconds. */
  public static Deadline in(TimePoint now, long nanos) {
    return new Deadline(now.nanos() + Math.min(nanos, Long.MAX_VALUE - now.nanos()), nanos);
  }

  /** Returns whether the deadline has passed. */
  public boolean isOverAt(TimePoint now) {
    return now.nanos() >= at;
  }

  /** Returns the remaining nanoseconds, 0 after the deadline. */
  public long remainingAt(TimePoint now) {
    return Math.max(0, at - now.nanos());
  }
}
