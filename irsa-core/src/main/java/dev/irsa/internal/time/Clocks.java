package dev.irsa.internal.time;

import java.time.Clock;
import java.util.function.LongSupplier;

/**
 * The two clocks.
 *
 * @param wall the wall clock; read on every call for credentials
 * @param nanos the monotonic clock, in nanoseconds
 */
public record Clocks(Clock wall, LongSupplier nanos) {

  /** Returns those of the system. */
  public static Clocks system() {
    return new Clocks(Clock.systemUTC(), new SystemNanoTime());
  }

  /** A class, and no method reference: those cost a fresh JVM more on its way to credentials. */
  private static final class SystemNanoTime implements LongSupplier {
    @Override
    public long getAsLong() {
      return System.nanoTime();
    }
  }
}
