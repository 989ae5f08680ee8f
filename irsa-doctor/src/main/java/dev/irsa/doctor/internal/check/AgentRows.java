package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.exchange.AgentReason;
import dev.irsa.doctor.internal.exchange.ExchangeOutcome;
import java.util.function.Function;

/** Judges rows that the agent decides by its response. */
final class AgentRows {

  private AgentRows() {}

  /**
   * Returns what the response of the agent says about a row.
   *
   * @param reason the reason that belongs to the row
   * @param fix makes the fix from the outcome
   * @param passed what credentials prove
   */
  static Finding judge(
      Evidence evidence, AgentReason reason, Function<ExchangeOutcome, String> fix, String passed) {
    return evidence
        .agentExchange()
        .judge(
            outcome -> {
              AgentReason found = AgentReason.of(outcome);
              if (found == reason) {
                return Finding.fail(outcome.describe(), fix.apply(outcome));
              }
              return found == AgentReason.NONE
                  ? Finding.pass(passed)
                  : Finding.skip("the agent stopped before that, see " + found.checkId());
            });
  }
}
