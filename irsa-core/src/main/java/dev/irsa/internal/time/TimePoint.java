package dev.irsa.internal.time;

import java.time.Instant;

/**
 * A reading of the clocks by a {@link HybridClock}.
 *
 * @param wallMillis the wall clock in milliseconds since the epoch, for display only
 * @param nanos the monotonic clock in nanoseconds since the start of the hybrid clock; does not
 *     advance while the machine sleeps
 * @param elapsed the nanoseconds elapsed by either clock since the start of the hybrid clock; never
 *     decreases
 */
public record TimePoint(long wallMillis, long nanos, long elapsed) {

  /** Returns the nanoseconds elapsed by either clock since another reading. */
  public long since(TimePoint earlier) {
    return elapsed - earlier.elapsed;
  }

  /** Returns this reading with the elapsed time less the given nanoseconds. */
  public TimePoint before(long missed) {
    return new TimePoint(wallMillis, nanos, elapsed - missed);
  }

  /** Returns the time of the wall clock. */
  public Instant wall() {
    return Instant.ofEpochMilli(wallMillis);
  }

  /** Returns the time of the wall clock after the given number of nanoseconds. */
  public Instant wallAfter(long delayNanos) {
    return wall().plusNanos(delayNanos);
  }
}
