package dev.irsa.cli.lab;

import java.time.Duration;

/**
 * How much the evidence must show.
 *
 * @param calls served calls at least
 * @param renewals of the credentials at least
 * @param rotations of the token at least
 * @param incidents kinds of trouble with STS at least
 * @param longestWait what a caller may have waited at most while credentials were valid
 */
record Demands(int calls, int renewals, int rotations, int incidents, Duration longestWait) {

  /**
   * What {@code irsa lab} claims. An unanswered exchange takes a second at least; the longest wait
   * is shorter, so that a caller who waits for one is seen, but long enough for a busy machine.
   */
  static Demands standard() {
    return new Demands(1_000, 3, 2, 3, Duration.ofMillis(800));
  }
}
