package dev.irsa.bench.fleet;

import java.util.stream.IntStream;

/**
 * The load of a fleet on STS.
 *
 * @param callsPerSecond STS calls in each second from the start
 * @param podsPastExpiry pods whose credentials expired at least once before they were refreshed
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares loads.
public record FleetLoad(int[] callsPerSecond, int podsPastExpiry) {

  /** Returns the calls in the busiest second of a period; both ends in seconds from the start. */
  public int peak(int from, int to) {
    return IntStream.range(from, Math.min(to, callsPerSecond.length))
        .map(second -> callsPerSecond[second])
        .max()
        .orElse(0);
  }
}
