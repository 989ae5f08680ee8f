package dev.irsa.internal.time;

/**
 * Makes one time of two clocks. A machine that slept shows on the wall clock only, a wall clock set
 * back shows on the monotonic clock only; a session must not outlive either. So whatever the wall
 * clock gains on the monotonic one counts as elapsed, and what it loses does not bring it back. Not
 * thread-safe; read under the session's lock.
 */
public final class HybridClock {

  /** A loss below this is drift, a larger one a step: only after a step are later gains new. */
  private static final long STEP = Nanos.SECOND;

  private static final long NANOS_PER_MILLI = Nanos.MILLISECOND;

  /** About 70 years; keeps the sums below from overflowing. */
  private static final long MOST_MILLIS = Long.MAX_VALUE / NANOS_PER_MILLI / 4;

  private final Clocks clocks;
  private final long firstMillis;
  private final long firstNanos;
  private long lead;
  private long gained;

  public HybridClock(Clocks clocks) {
    this.clocks = clocks;
    this.firstMillis = clocks.wall().millis();
    this.firstNanos = clocks.nanos().getAsLong();
  }

  public TimePoint now() {
    long millis = clocks.wall().millis();
    long nanos = clocks.nanos().getAsLong() - firstNanos;
    long passed = Math.max(-MOST_MILLIS, Math.min(MOST_MILLIS, millis - firstMillis));
    follow(passed * NANOS_PER_MILLI - nanos);
    return new TimePoint(millis, nanos, nanos + gained);
  }

  /** Follows how far the wall clock is ahead of the monotonic one. */
  private void follow(long newLead) {
    if (newLead > lead) {
      gained += newLead - lead;
      lead = newLead;
    } else if (newLead < lead - STEP) {
      lead = newLead;
    }
  }
}
