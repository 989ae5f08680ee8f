package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.exchange.AgentReason;
import dev.irsa.doctor.internal.exchange.ExchangeOutcome;
import dev.irsa.doctor.internal.exchange.ExchangeOutcome.Reason;
import java.util.function.Supplier;

/** Judges causes that STS, or the agent, decides by its response to the exchange. */
final class ExchangeCauses {

  private ExchangeCauses() {}

  /**
   * Returns what the response of STS says about a cause.
   *
   * @param reason the reason of STS that belongs to the cause
   * @param fix makes the fix
   * @param passed what credentials prove
   */
  static Finding ofSts(Evidence evidence, Reason reason, Supplier<String> fix, String passed) {
    return evidence
        .exchange()
        .judge(
            outcome ->
                outcome.reason() == reason
                    ? Finding.fail(outcome.describe(), fix.get())
                    : other(outcome, elsewhere(outcome), passed));
  }

  /**
   * Returns what the response of the agent says about a cause.
   *
   * @param reason the reason of the agent that belongs to the cause
   * @param fix makes the fix
   * @param passed what credentials prove
   */
  static Finding ofAgent(
      Evidence evidence, AgentReason reason, Supplier<String> fix, String passed) {
    return evidence
        .agentExchange()
        .judge(
            outcome -> {
              AgentReason found = AgentReason.of(outcome);
              return found == reason
                  ? Finding.fail(outcome.describe(), fix.get())
                  : other(outcome, "the agent stopped before that, see " + found.checkId(), passed);
            });
  }

  private static Finding other(ExchangeOutcome outcome, String elsewhere, String passed) {
    return outcome.failure() == null ? Finding.pass(passed) : Finding.skip(elsewhere);
  }

  /** Returns why an exchange that failed for another reason says nothing about a cause. */
  static String elsewhere(ExchangeOutcome outcome) {
    return "STS stopped before that, see " + outcome.reason().checkId();
  }
}
