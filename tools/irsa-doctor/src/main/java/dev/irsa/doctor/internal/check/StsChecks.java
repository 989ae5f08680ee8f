package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.network.IssuerEvidence;
import dev.irsa.internal.inspect.Inspection;

/** Causes that the response of STS shows. */
final class StsChecks {
  private StsChecks() {}

  /** IRSA-03: the role's account lacks the OIDC provider of the cluster. */
  static Finding provider(Evidence evidence) {
    return evidence
        .exchange()
        .judge(
            outcome ->
                outcome.judge(
                    Cause.PROVIDER,
                    () -> providerFix(evidence),
                    "the role's account knows the cluster's OIDC provider"));
  }

  private static String providerFix(Evidence evidence) {
    Fact<TokenIdentity> seen = evidence.tokenIdentity();
    if (seen.isMissing()) {
      return "Create the IAM OIDC provider of the cluster in the role's account.";
    }
    TokenIdentity token = seen.get();
    return ("Account %s needs the provider %s:\naws iam create-open-id-connect-provider --url %s"
            + " --client-id-list %s\nIf it exists, check the account in AWS_ROLE_ARN, %s.")
        .formatted(
            token.role().account(),
            token.providerArn(),
            token.issuer(),
            token.audience().get(0),
            token.role().arn());
  }

  /** IRSA-11: STS throttles. */
  static Finding throttling(Evidence evidence) {
    return evidence
        .exchange()
        .judge(
            outcome ->
                outcome.judge(
                    Cause.THROTTLING,
                    () ->
                        "STS limits the requests of an account and region. Share one credentials provider per"
                            + " process (irsa shares one session for all providers with the same settings), and"
                            + " look in CloudTrail for the caller that sends the most AssumeRole requests."
                            + sessions(evidence),
                    "not throttled" + sessions(evidence)));
  }

  private static String sessions(Evidence evidence) {
    return evidence.pod().ownProcess()
        ? "; sessions of irsa in this JVM: " + Inspection.sessions()
        : "";
  }

  /** IRSA-20: the certificate of a private issuer does not match the provider's thumbprint. */
  static Finding thumbprint(Evidence evidence) {
    return evidence
        .exchange()
        .judge(
            outcome ->
                outcome.judge(
                    Cause.THUMBPRINT,
                    () -> thumbprintFix(evidence),
                    "STS accepts the certificate of the issuer"));
  }

  private static String thumbprintFix(Evidence evidence) {
    Fact<TokenIdentity> seen = evidence.tokenIdentity();
    String thumbprint = evidence.issuer.part(IssuerEvidence::thumbprint);
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

  /** IRSA-21: a change in IAM has not arrived everywhere. */
  static Finding propagation(Evidence evidence) {
    return evidence.exchanges.judge(exchanges -> propagation(evidence, exchanges));
  }

  private static Finding propagation(Evidence evidence, Exchanges exchanges) {
    if (exchanges.healed()) {
      return Finding.warn(
          "STS first refused, and issued credentials %s later: %s"
              .formatted(Inspection.shown(exchanges.waited()), exchanges.first().describe()),
          "A change in IAM was still propagating; nothing is left to do. Applications should retry for"
              + " a minute after such a change.");
    }
    ExchangeOutcome last = exchanges.last();
    if (last.cause() == null) {
      return Finding.pass("the exchange worked at once");
    }
    if (!last.mayHeal()) {
      return Finding.skip(last.elsewhere());
    }
    return evidence.options().waits()
        ? Finding.pass("STS still refuses after " + Inspection.shown(exchanges.waited()))
        : Finding.skip("after a change in IAM, --wait repeats the exchange for a minute");
  }
}
