package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.exchange.AgentReason;
import dev.irsa.doctor.internal.text.Texts;
import dev.irsa.doctor.internal.token.Jwt;
import dev.irsa.doctor.internal.token.ServiceAccountName;

/** POD-03: the service account does not have an association. */
final class AssociationCheck implements CauseCheck {

  @Override
  public Finding examine(Evidence evidence) {
    return ExchangeCauses.ofAgent(
        evidence,
        AgentReason.NO_ASSOCIATION,
        () -> fix(evidence),
        "the service account has an association");
  }

  private static String fix(Evidence evidence) {
    ServiceAccountName account =
        ServiceAccountName.orPlaceholder(evidence.token().part(Jwt::serviceAccount));
    return "aws eks create-pod-identity-association --cluster-name <cluster> --namespace "
        + Texts.plain(account.namespace())
        + " --service-account "
        + Texts.plain(account.name())
        + " --role-arn arn:aws:iam::<account>:role/<role>\nA new association takes some seconds; a pod"
        + " that is older than its association must be recreated.";
  }
}
