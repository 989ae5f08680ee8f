package dev.irsa.internal.time;

import java.time.Instant;

/**
 * One reading of the clocks, made by the {@link HybridClock}.
 *
 * @param wallMillis the wall clock, in milliseconds since the epoch, only ever shown to people
 * @param nanos the monotonic clock, in nanoseconds since the timekeeper began; stands still while
 *     the machine sleeps
 * @param elapsed what has passed by either clock since the timekeeper began, in nanoseconds; never
 *     goes back
 */
public record TimePoint(long wallMillis, long nanos, long elapsed) {

  /** Returns the nanoseconds that have passed by either clock. */
  public long since(TimePoint then) {
    return elapsed - then.elapsed;
  }

  public Instant wall() {
    return Instant.ofEpochMilli(wallMillis);
  }

  /** Returns the wall clock's reading so many nanoseconds later. */
  public Instant wallAfter(long laterNanos) {
    return wall().plusNanos(laterNanos);
  }
}
