package dev.irsa.bench.fleet;

/** The load of a fleet on STS. Immutable. */
public final class FleetLoad {

  private final int[] callsPerSecond;
  private final int podsPastExpiry;
  private final int failedAsks;

  /**
   * Creates a load from counts.
   *
   * @param callsPerSecond STS calls in each second from the start
   * @param podsPastExpiry pods whose credentials expired at least once before they were refreshed
   * @param failedAsks failed calls for credentials, not counting those before a pod's first
   *     credentials
   */
  FleetLoad(int[] callsPerSecond, int podsPastExpiry, int failedAsks) {
    this.callsPerSecond = callsPerSecond.clone();
    this.podsPastExpiry = podsPastExpiry;
    this.failedAsks = failedAsks;
  }

  /**
   * Returns the number of pods whose credentials expired at least once before they were refreshed.
   */
  public int podsPastExpiry() {
    return podsPastExpiry;
  }

  /**
   * Returns the number of failed calls for credentials, not counting those before a pod's first
   * credentials.
   */
  public int failedAsks() {
    return failedAsks;
  }

  /** Returns the calls in the busiest second of a period; both ends in seconds from the start. */
  public int peak(int from, int to) {
    int peak = 0;
    for (int second = from; second < Math.min(to, callsPerSecond.length); second++) {
      peak = Math.max(peak, callsPerSecond[second]);
    }
    return peak;
  }
}
