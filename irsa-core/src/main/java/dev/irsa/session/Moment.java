package dev.irsa.session;

import java.time.Instant;

/**
 * One reading of both clocks.
 *
 * @param wallMillis the wall clock, in milliseconds since the epoch; steps when it is set, and goes
 *     on while the machine sleeps
 * @param nanos the monotonic clock, in nanoseconds from any origin; never steps, but stands still
 *     while the machine sleeps
 */
record Moment(long wallMillis, long nanos) {

  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long MAX_MILLIS = Long.MAX_VALUE / NANOS_PER_MILLI;

  /**
   * Returns the nanoseconds since then, never negative: what either clock says, whichever is more.
   * A machine that slept shows on the wall clock only, a wall clock set back shows on the monotonic
   * clock only; a session must not outlive either.
   */
  long since(Moment then) {
    return Math.max(0, Math.max(nanos - then.nanos, wallNanosSince(then)));
  }

  private long wallNanosSince(Moment then) {
    long millis = wallMillis - then.wallMillis;
    return Math.max(-MAX_MILLIS, Math.min(MAX_MILLIS, millis)) * NANOS_PER_MILLI;
  }

  Instant wall() {
    return Instant.ofEpochMilli(wallMillis);
  }

  /** Returns the wall clock's reading so many nanoseconds later. */
  Instant wallAfter(long laterNanos) {
    return wall().plusNanos(laterNanos);
  }
}
