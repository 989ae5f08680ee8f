package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.exchange.AgentReason;
import dev.irsa.doctor.internal.policy.PodIdentityJudgement;

/** POD-02: EKS may not assume the associated role, or not tag its sessions. */
final class AgentTrustCheck implements CauseCheck {

  private static final String FIX =
      "The trust policy of the associated role needs both actions:\n{\"Effect\": \"Allow\","
          + " \"Principal\": {\"Service\": \"pods.eks.amazonaws.com\"}, \"Action\":"
          + " [\"sts:AssumeRole\", \"sts:TagSession\"]}";

  @Override
  public Finding examine(Evidence evidence) {
    if (evidence.container().isMissing()) {
      return Finding.skip(evidence.container().why());
    }
    PodIdentityJudgement judgement = evidence.podIdentityJudgement();
    if (judgement != null && !judgement.allowed()) {
      return evidence.isExchanged()
          ? Finding.warn(
              "the agent provides credentials, but the given document would not allow it: "
                  + judgement.reasons(),
              FIX)
          : Finding.fail(judgement.reasons(), FIX);
    }
    if (PodPlace.isHostNetwork(evidence) && !evidence.isExchanged()) {
      return Finding.skip("this pod uses the network of its node, see POD-06");
    }
    return ExchangeCauses.ofAgent(
        evidence, AgentReason.DENIED, () -> FIX, "EKS may assume the associated role");
  }
}
