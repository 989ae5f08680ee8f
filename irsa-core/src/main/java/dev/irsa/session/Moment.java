package dev.irsa.session;

import java.time.Instant;

/**
 * One reading of the clocks, made by the {@link Timekeeper}.
 *
 * @param wallMillis the wall clock, in milliseconds since the epoch, only ever shown to people
 * @param nanos the monotonic clock, in nanoseconds since the timekeeper began; stands still while
 *     the machine sleeps
 * @param elapsed what has passed by either clock since the timekeeper began, in nanoseconds; never
 *     goes back
 */
record Moment(long wallMillis, long nanos, long elapsed) {

  /** Returns the nanoseconds that have passed by either clock. */
  long since(Moment then) {
    return elapsed - then.elapsed;
  }

  Instant wall() {
    return Instant.ofEpochMilli(wallMillis);
  }

  /** Returns the wall clock's reading so many nanoseconds later. */
  Instant wallAfter(long laterNanos) {
    return wall().plusNanos(laterNanos);
  }
}
