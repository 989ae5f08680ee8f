package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.exchange.StsReply;
import dev.irsa.doctor.internal.text.Texts;
import dev.irsa.internal.config.RoleArn;

/** POD-08: the agent still serves credentials of the role that the association had before. */
final class AgentCacheCheck implements CauseCheck {

  @Override
  public Finding examine(Evidence evidence) {
    if (evidence.container().isMissing()) {
      return Finding.skip(evidence.container().why());
    }
    RoleArn expected = evidence.options().expectedRole();
    if (expected == null) {
      return Finding.skip("needs the role of the association: --expect-role ARN");
    }
    return evidence.caller().judge(reply -> judge(reply, expected));
  }

  private static Finding judge(StsReply reply, RoleArn expected) {
    String arn = reply.callerArn();
    if (arn == null) {
      return Finding.skip("STS did not say whose the credentials are, see IRSA-10");
    }
    String shown = "the credentials belong to " + Texts.plain(arn);
    return RoleInUseCheck.isSessionOf(expected, arn)
        ? Finding.pass(shown)
        : Finding.fail(
            shown + ", not to " + expected.text(),
            "If the association was changed: the agent keeps credentials for up to 3 h. Recreate the"
                + " pod, or restart the agent of its node (kubectl delete pod -n kube-system of the"
                + " DaemonSet eks-pod-identity-agent). Otherwise: aws eks"
                + " update-pod-identity-association --role-arn "
                + expected.text());
  }
}
