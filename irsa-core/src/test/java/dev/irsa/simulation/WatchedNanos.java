package dev.irsa.simulation;

import java.util.function.LongSupplier;

/**
 * A monotonic clock on virtual time, as a session reads it. A reader that reads it again and again
 * while it stands still is in an endless loop and is stopped.
 */
public final class WatchedNanos implements LongSupplier {

  /** The maximum number of readings at one time, more than any crowd of callers needs. */
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
