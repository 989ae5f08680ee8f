package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.pod.Jwt;
import dev.irsa.doctor.internal.pod.ServiceAccountName;
import dev.irsa.doctor.internal.pod.Texts;
import dev.irsa.internal.inspect.Inspection;
import dev.irsa.internal.inspect.Role;
import dev.irsa.internal.inspect.StsReply;
import java.time.Duration;

/** Causes that the response of the Pod Identity agent shows. */
final class AgentExchangeChecks {
  /** AWS SDK for Java 2.x hangs up after this time, and the agent then drops what it fetches. */
  private static final Duration PATIENCE_OF_SDK = Duration.ofSeconds(1);

  private AgentExchangeChecks() {}

  /** POD-02: EKS may not assume the associated role, or not tag its sessions. */
  static Finding trust(Evidence evidence) {
    if (evidence.container().isMissing()) {
      return Finding.skip(evidence.container().why());
    }
    TrustDocument given = evidence.options().trust();
    String reasons =
        given == null ? "" : PolicyJudgement.ofPodIdentity(given).reasons(Cause.AGENT_TRUST);
    if (!reasons.isEmpty()) {
      return evidence.isExchanged()
          ? Finding.warn(
              "the agent provides credentials, but the given document would not allow it: "
                  + reasons,
              trustFix(evidence))
          : Finding.fail(reasons, trustFix(evidence));
    }
    if (AgentNetworkChecks.isHostNetwork(evidence) && !evidence.isExchanged()) {
      return Finding.skip("this pod uses the network of its node, see POD-06");
    }
    return evidence.agentExchange.judge(
        outcome ->
            outcome.judge(
                Cause.AGENT_TRUST, () -> trustFix(evidence), "EKS may assume the associated role"));
  }

  private static String trustFix(Evidence evidence) {
    TrustDocument given = evidence.options().trust();
    Role role = given == null ? null : given.role();
    return AddedStatement.commands(
        role == null ? "<role of the association>" : role.name(),
        AddedStatement.forPodIdentity(),
        given);
  }

  /** POD-03: the service account does not have an association. */
  static Finding association(Evidence evidence) {
    return evidence.agentExchange.judge(
        outcome ->
            outcome.judge(
                Cause.ASSOCIATION,
                () -> associationFix(evidence),
                "the service account has an association"));
  }

  private static String associationFix(Evidence evidence) {
    ServiceAccountName account =
        ServiceAccountName.orPlaceholder(evidence.token.part(Jwt::serviceAccount));
    return "aws eks create-pod-identity-association --cluster-name <cluster> --namespace "
        + Texts.plain(account.namespace())
        + " --service-account "
        + Texts.plain(account.name())
        + " --role-arn arn:aws:iam::<account>:role/<role>\nA new association takes some seconds; a pod"
        + " that is older than its association must be recreated.";
  }

  /** POD-07: the agent throttles, is cancelled by impatient clients, or gets no response itself. */
  static Finding load(Evidence evidence) {
    return evidence.agentExchange.judge(AgentExchangeChecks::load);
  }

  private static Finding load(ExchangeOutcome outcome) {
    if (outcome.cause() == Cause.AGENT_LOAD && outcome.failure() != null) {
      String remedy = outcome.failure().remedy();
      return Finding.fail(
          outcome.describe(),
          (remedy.isEmpty() ? "" : remedy + ". ")
              + "Share one credentials provider per process: EKS Auth limits the requests of an"
              + " account and the agent those of a node; a client that hangs up makes the agent start"
              + " anew.");
    }
    if (outcome.cause() != null) {
      return Finding.skip(outcome.elsewhere());
    }
    return outcome.took().compareTo(PATIENCE_OF_SDK) > 0
        ? Finding.warn(
            "the agent took "
                + Inspection.shown(outcome.took())
                + "; AWS SDK for Java 2.x hangs up after 1 s, and the agent then drops the result",
            "Use the provider of irsa, which waits for the agent.")
        : Finding.pass("credentials in " + Inspection.shown(outcome.took()));
  }

  /** POD-08: the agent still serves credentials of the role that the association had before. */
  static Finding cache(Evidence evidence) {
    if (evidence.container().isMissing()) {
      return Finding.skip(evidence.container().why());
    }
    Role expected = evidence.options().expectedRole();
    if (expected == null) {
      return Finding.skip("needs the role of the association: --expect-role ARN");
    }
    return evidence.caller.judge(reply -> cache(reply, expected));
  }

  private static Finding cache(StsReply reply, Role expected) {
    String arn = reply.callerArn();
    if (arn == null) {
      return Finding.skip("STS did not say whose the credentials are, see IRSA-10");
    }
    String shown = "the credentials belong to " + Texts.plain(arn);
    return RoleInUseCheck.isSessionOf(expected, arn)
        ? Finding.pass(shown)
        : Finding.fail(
            shown + ", not to " + expected.arn(),
            "If the association was changed: the agent keeps credentials for up to 3 h. Recreate the"
                + " pod, or restart the agent of its node (kubectl delete pod -n kube-system of the"
                + " DaemonSet eks-pod-identity-agent). Otherwise: aws eks"
                + " update-pod-identity-association --role-arn "
                + expected.arn());
  }
}
