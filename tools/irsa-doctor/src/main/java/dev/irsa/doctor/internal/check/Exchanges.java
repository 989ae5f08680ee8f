package dev.irsa.doctor.internal.check;

import java.time.Duration;

/**
 * The exchanges of one examination: the first one, and the last one if the doctor was asked to
 * wait. Immutable.
 *
 * @param first the outcome of the first exchange
 * @param last the outcome of the last one, which is the first one unless it was repeated
 * @param waited the time between the two
 */
record Exchanges(ExchangeOutcome first, ExchangeOutcome last, Duration waited) {

  /** Returns whether a denied exchange succeeded later. */
  boolean healed() {
    return first.cause() != null && last.cause() == null;
  }
}
