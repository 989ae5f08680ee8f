package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.exchange.AgentReason;
import dev.irsa.doctor.internal.exchange.ExchangeOutcome;
import dev.irsa.internal.text.TimeText;
import java.time.Duration;

/** POD-07: the agent throttles, is cancelled by impatient clients, or gets no response itself. */
final class AgentLoadCheck implements CauseCheck {

  /** AWS SDK for Java 2.x hangs up after this time, and the agent then drops what it fetches. */
  private static final Duration PATIENCE_OF_SDK = Duration.ofSeconds(1);

  @Override
  public Finding examine(Evidence evidence) {
    return evidence.agentExchange().judge(AgentLoadCheck::judge);
  }

  private static Finding judge(ExchangeOutcome outcome) {
    AgentReason reason = AgentReason.of(outcome);
    if (reason == AgentReason.UNAVAILABLE && outcome.failure() != null) {
      String remedy = outcome.failure().remedy();
      return Finding.fail(
          outcome.describe(),
          (remedy.isEmpty() ? "" : remedy + ". ")
              + "Share one credentials provider per process: EKS Auth limits the requests of an"
              + " account and the agent those of a node; a client that hangs up makes the agent start"
              + " anew.");
    }
    if (reason != AgentReason.NONE) {
      return Finding.skip("see " + reason.checkId());
    }
    return outcome.took().compareTo(PATIENCE_OF_SDK) > 0
        ? Finding.warn(
            "the agent took "
                + TimeText.of(outcome.took())
                + "; AWS SDK for Java 2.x hangs up after 1 s, and the agent then drops the result",
            "Use the provider of irsa, which waits for the agent.")
        : Finding.pass("credentials in " + TimeText.of(outcome.took()));
  }
}
