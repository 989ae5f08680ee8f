package dev.irsa.session;

/**
 * A bound on waiting, counted by the monotonic clock alone, so that a wall clock that is set does
 * not cut short a call which has just begun.
 *
 * @param at as {@link Moment#nanos}
 * @param length the whole bound in nanoseconds
 */
record Timeout(long at, long length) {

  static Timeout in(Moment now, long nanos) {
    return new Timeout(now.nanos() + Math.min(nanos, Long.MAX_VALUE - now.nanos()), nanos);
  }

  boolean isOverAt(Moment now) {
    return now.nanos() >= at;
  }

  /** Returns the nanoseconds that are left, 0 when it is over. */
  long remainingAt(Moment now) {
    return Math.max(0, at - now.nanos());
  }
}
