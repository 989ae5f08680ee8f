package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.exchange.ExchangeOutcome;
import dev.irsa.doctor.internal.exchange.ExchangeOutcome.Reason;
import java.util.function.Function;

/** Judges rows that STS decides by its response to the exchange. */
final class ExchangeReason {

  private ExchangeReason() {}

  /**
   * Returns what the exchange says about a row.
   *
   * @param reason the reason of STS that belongs to the row
   * @param fix makes the fix from the outcome
   * @param passed what a successful exchange proves
   */
  static Finding judge(
      Evidence evidence, Reason reason, Function<ExchangeOutcome, String> fix, String passed) {
    return evidence
        .exchange()
        .judge(
            outcome -> {
              if (outcome.reason() == reason) {
                return Finding.fail(outcome.describe(), fix.apply(outcome));
              }
              return outcome.reason() == Reason.NONE
                  ? Finding.pass(passed)
                  : Finding.skip(elsewhere(outcome));
            });
  }

  /** Returns why an exchange that failed for another reason says nothing about a row. */
  static String elsewhere(ExchangeOutcome outcome) {
    return "STS stopped before that, see " + outcome.reason().checkId();
  }
}
