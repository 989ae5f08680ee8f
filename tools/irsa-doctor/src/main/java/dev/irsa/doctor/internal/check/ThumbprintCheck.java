package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.exchange.ExchangeOutcome.Reason;
import dev.irsa.doctor.internal.issuer.IssuerEvidence;
import dev.irsa.doctor.internal.policy.TokenIdentity;

/** IRSA-20: the certificate of a private issuer does not match the provider's thumbprint. */
final class ThumbprintCheck implements CauseCheck {

  @Override
  public Finding examine(Evidence evidence) {
    return ExchangeCauses.ofSts(
        evidence,
        Reason.THUMBPRINT,
        () -> fix(evidence),
        "STS accepts the certificate of the issuer");
  }

  private static String fix(Evidence evidence) {
    Fact<TokenIdentity> seen = evidence.tokenIdentity();
    String thumbprint = evidence.issuer().part(IssuerEvidence::thumbprint);
    String note =
        thumbprint == null
            ? "The thumbprint is the SHA-1 of the top certificate that the issuer presents; it could"
                + " not be fetched from here."
            : "The top certificate that the issuer presents here has the thumbprint "
                + thumbprint
                + ".";
    return note
        + "\naws iam update-open-id-connect-provider-thumbprint --open-id-connect-provider-arn "
        + (seen.isMissing() ? "<provider>" : seen.get().providerArn())
        + " --thumbprint-list "
        + (thumbprint == null ? "<thumbprint>" : thumbprint);
  }
}
