package dev.irsa.doctor.internal.policy;

import dev.irsa.policy.Decision;
import dev.irsa.policy.Decision.Kind;
import dev.irsa.policy.Decision.Reason;
import dev.irsa.policy.PodIdentityContext;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a trust policy judges EKS Pod Identity. Conditions are left out, since a pod does not know
 * its cluster's ARN. Immutable.
 *
 * @param allowed whether principal and actions are allowed, by the statement that comes closest
 * @param reasons what is missing; empty if nothing is
 */
public record PodIdentityJudgement(boolean allowed, String reasons) {

  private static final String UNKNOWN_ACCOUNT = "000000000000";

  /** Judges a document. */
  public static PodIdentityJudgement of(TrustDocument trust) {
    String account = trust.role() == null ? UNKNOWN_ACCOUNT : trust.role().accountId();
    Decision decision =
        trust
            .policy()
            .evaluate(
                new PodIdentityContext(
                    "arn:aws:eks:us-east-1:" + account + ":cluster/unknown",
                    account,
                    "irsa-doctor",
                    Map.of("kubernetes-namespace", "unknown")));
    if (decision.allowed() || onlyConditions(decision.reasons())) {
      return new PodIdentityJudgement(true, "");
    }
    String reasons =
        decision.reasons().stream()
            .filter(reason -> reason.kind() != Kind.CONDITION)
            .map(Reason::message)
            .collect(Collectors.joining("; "));
    return new PodIdentityJudgement(
        false, reasons.isEmpty() ? "no statement allows pods.eks.amazonaws.com" : reasons);
  }

  /** Returns whether conditions alone keep one statement from applying. */
  private static boolean onlyConditions(List<Reason> reasons) {
    return reasons.stream().collect(Collectors.groupingBy(Reason::statement)).values().stream()
        .anyMatch(
            ofStatement ->
                ofStatement.stream().allMatch(reason -> reason.kind() == Kind.CONDITION));
  }
}
