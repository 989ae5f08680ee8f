package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.exchange.ExchangeOutcome.Reason;
import dev.irsa.doctor.internal.policy.TokenIdentity;

/** IRSA-03: the role's account lacks the OIDC provider of the cluster. */
final class ProviderCheck implements CauseCheck {

  @Override
  public Finding examine(Evidence evidence) {
    return ExchangeCauses.ofSts(
        evidence,
        Reason.NO_PROVIDER,
        () -> fix(evidence),
        "the role's account knows the cluster's OIDC provider");
  }

  private static String fix(Evidence evidence) {
    Fact<TokenIdentity> seen = evidence.tokenIdentity();
    if (seen.isMissing()) {
      return "Create the IAM OIDC provider of the cluster in the role's account.";
    }
    TokenIdentity token = seen.get();
    return "Account "
        + token.role().accountId()
        + " needs the provider "
        + token.providerArn()
        + ":\naws iam create-open-id-connect-provider --url "
        + token.issuer()
        + " --client-id-list "
        + token.audience().get(0)
        + "\nIf it exists, check the account in AWS_ROLE_ARN, "
        + token.role().text()
        + ".";
  }
}
