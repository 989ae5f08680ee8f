package dev.irsa.session;

/**
 * How many calls an identity may make: at most so many in any window of a minute. Counted on the
 * monotonic clock only, so that no step of the wall clock buys calls. Not thread-safe.
 */
class CallBudget {

  private static final int VALID = 12;
  private static final int EXPIRED = 15;

  private final long[] calls = new long[EXPIRED];
  private int recorded;

  /** Returns the nanoseconds until a call is allowed, 0 when it is now. */
  long waitAt(Moment now, boolean expired, double scale) {
    int allowed = expired ? EXPIRED : VALID;
    if (recorded < allowed) {
      return 0;
    }
    long oldest = calls[Math.floorMod(recorded - allowed, EXPIRED)];
    return Math.max(0, oldest + Spacing.scaled(Spacing.MINUTE, scale) - now.nanos());
  }

  void record(Moment now) {
    calls[Math.floorMod(recorded, EXPIRED)] = now.nanos();
    recorded++;
    if (recorded > 1_000_000_000) {
      // Keeps the position in the ring and the fact that it is full.
      recorded = EXPIRED + Math.floorMod(recorded, EXPIRED);
    }
  }
}
