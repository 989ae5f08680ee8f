package dev.irsa.session;

import java.time.Clock;
import java.util.function.LongSupplier;

/**
 * The two clocks.
 *
 * @param wall the wall clock; read on every call for credentials
 * @param nanos the monotonic clock, in nanoseconds
 */
public record Clocks(Clock wall, LongSupplier nanos) {}
