package dev.irsa.internal.time;

import java.time.Clock;
import java.util.function.LongSupplier;

/**
 * The wall clock and the monotonic clock.
 *
 * @param wall the wall clock; read on every call for credentials
 * @param nanos the monotonic clock, in nanoseconds
 */
public record Clocks(Clock wall, LongSupplier nanos) {

  /** Returns the system's clocks. */
  public static Clocks system() {
    return new Clocks(
        Clock.systemUTC(),
        new LongSupplier() {
          @Override
          public long getAsLong() {
            return System.nanoTime();
          }
        });
  }
}
