package dev.irsa.bench.fleet;

/** What a fleet did to STS. Immutable. */
public final class FleetLoad {

  private final int[] callsPerSecond;
  private final int podsPastExpiry;
  private final int failedAsks;

  /**
   * Takes what was counted.
   *
   * @param callsPerSecond STS calls in each second from the start
   * @param podsPastExpiry pods whose credentials expired at least once before they were renewed
   * @param failedAsks calls for credentials that got none after the pod had had some
   */
  FleetLoad(int[] callsPerSecond, int podsPastExpiry, int failedAsks) {
    this.callsPerSecond = callsPerSecond.clone();
    this.podsPastExpiry = podsPastExpiry;
    this.failedAsks = failedAsks;
  }

  /** Pods whose credentials expired at least once before they were renewed. */
  public int podsPastExpiry() {
    return podsPastExpiry;
  }

  /** Calls for credentials that got none after the pod had had some. */
  public int failedAsks() {
    return failedAsks;
  }

  /** The busiest second of a stretch; both in seconds from the start. */
  public int peak(int from, int to) {
    int peak = 0;
    for (int second = from; second < Math.min(to, callsPerSecond.length); second++) {
      peak = Math.max(peak, callsPerSecond[second]);
    }
    return peak;
  }

  /** The mean of a stretch. */
  public double mean(int from, int to) {
    int last = Math.min(to, callsPerSecond.length);
    long calls = 0;
    for (int second = from; second < last; second++) {
      calls += callsPerSecond[second];
    }
    return last <= from ? 0 : (double) calls / (last - from);
  }
}
