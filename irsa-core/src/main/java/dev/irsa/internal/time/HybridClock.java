package dev.irsa.internal.time;

/**
 * Combines the wall clock and the monotonic clock. While a machine sleeps, only the wall clock
 * advances; when the wall clock is set back, only the monotonic clock does. A session must expire
 * in both cases. Therefore time that the wall clock gains on the monotonic clock counts as elapsed,
 * and time that it loses is not subtracted. Lives on the loop.
 */
public final class HybridClock {

  /**
   * The boundary between drift and a step. Only after a step back does a later gain count again.
   */
  private static final long STEP = Nanos.SECOND;

  private static final long NANOS_PER_MILLI = Nanos.MILLISECOND;

  /** About 70 years; prevents overflow of the sums below. */
  private static final long MAX_MILLIS = Long.MAX_VALUE / NANOS_PER_MILLI / 4;

  private final Clocks clocks;
  private final long firstMillis;
  private final long firstNanos;
  private long lead;
  private long gained;

  /** Creates a clock whose time starts at 0. */
  public HybridClock(Clocks clocks) {
    this.clocks = clocks;
    this.firstMillis = clocks.wall().millis();
    this.firstNanos = clocks.nanos().getAsLong();
  }

  /** Returns the nanoseconds of the monotonic clock, as in {@link TimePoint}. Thread-safe. */
  public long nanos() {
    return clocks.nanos().getAsLong() - firstNanos;
  }

  /** Reads both clocks. */
  public TimePoint now() {
    long millis = clocks.wall().millis();
    long nanos = nanos();
    long passed = Math.max(-MAX_MILLIS, Math.min(MAX_MILLIS, millis - firstMillis));
    updateLead(passed * NANOS_PER_MILLI - nanos);
    return new TimePoint(millis, nanos, nanos + gained);
  }

  /** Updates how far the wall clock is ahead of the monotonic clock. */
  private void updateLead(long newLead) {
    if (newLead > lead) {
      gained += newLead - lead;
      lead = newLead;
    } else if (newLead < lead - STEP) {
      lead = newLead;
    }
  }
}
