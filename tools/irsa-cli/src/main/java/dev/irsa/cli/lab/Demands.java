package dev.irsa.cli.lab;

import java.time.Duration;

/**
 * The minimum that the evidence must show.
 *
 * @param calls the minimum number of served calls
 * @param renewals the minimum number of refreshes of the credentials
 * @param rotations the minimum number of token rotations
 * @param incidents the minimum number of kinds of failures
 * @param longestWait the longest permitted wait of a caller while credentials were valid
 */
record Demands(int calls, int renewals, int rotations, int incidents, Duration longestWait) {

  /**
   * Returns the demands of {@code irsa lab}. An exchange that hangs takes at least a second. The
   * longest wait is shorter, to detect callers that wait for one, but long enough for a busy
   * machine.
   */
  static Demands standard() {
    return new Demands(1_000, 3, 2, 3, Duration.ofMillis(800));
  }
}
