package dev.irsa.simulation;

import java.util.function.LongSupplier;

/**
 * A monotonic clock on virtual time, as a cache reads it. Whoever reads it again and again while it
 * stands still is spinning, and is stopped.
 */
public final class WatchedNanos implements LongSupplier {

  /** More than any crowd needs at one moment. */
  private static final int MOST_READINGS = 20_000;

  private final LongSupplier nanos;
  private long last;
  private int readings;

  public WatchedNanos(LongSupplier nanos) {
    this.nanos = nanos;
  }

  @Override
  public long getAsLong() {
    long now = nanos.getAsLong();
    readings = now == last ? readings + 1 : 0;
    last = now;
    if (readings > MOST_READINGS) {
      throw new IllegalStateException("spinning: the clock was read too often at one moment");
    }
    return now;
  }
}
