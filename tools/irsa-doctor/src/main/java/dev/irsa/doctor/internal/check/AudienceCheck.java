package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.exchange.ExchangeOutcome;
import dev.irsa.doctor.internal.exchange.ExchangeOutcome.Reason;
import dev.irsa.doctor.internal.policy.PolicyJudgement;
import dev.irsa.doctor.internal.policy.PolicyJudgement.Aspect;
import dev.irsa.doctor.internal.policy.TokenIdentity;
import dev.irsa.doctor.internal.text.Texts;
import dev.irsa.doctor.internal.token.Jwt;

/** IRSA-09: the token's audience is not the one that the provider or the policy expects. */
final class AudienceCheck implements CauseCheck {

  private static final String POD_IDENTITY = "pods.eks.amazonaws.com";

  @Override
  public Finding examine(Evidence evidence) {
    if (evidence.isStoppedBy(Reason.AUDIENCE)) {
      return rejected(evidence, evidence.exchange().get());
    }
    Fact<PolicyJudgement> judgement = evidence.judgement();
    if (judgement.is(judged -> !judged.reasons(Aspect.AUDIENCE).isEmpty())) {
      return PolicyCauses.denied(evidence, judgement.get().reasons(Aspect.AUDIENCE));
    }
    if (judgement.is(judged -> judged.allowed() && !judged.boundToAudience())) {
      return Finding.warn(
          "the trust policy does not restrict the audience",
          "Add it: " + evidence.tokenIdentity().get().condition());
    }
    return evidence
        .token()
        .judge(
            token ->
                evidence.sources().usesContainer() ? ofPodIdentity(token) : local(evidence, token));
  }

  /** Returns whether the token is a JWT for another server than the Pod Identity agent. */
  static boolean isForOthers(Evidence evidence) {
    return evidence.token().is(token -> !token.audience().contains(POD_IDENTITY));
  }

  private static Finding ofPodIdentity(Jwt token) {
    String found = "aud is " + audience(token);
    return token.audience().contains(POD_IDENTITY)
        ? Finding.pass(found)
        : Finding.fail(
            found + ", but the agent accepts only tokens for " + POD_IDENTITY,
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE must name the token of the volume"
                + " eks-pod-identity-token, usually"
                + " /var/run/secrets/pods.eks.amazonaws.com/serviceaccount/eks-pod-identity-token.");
  }

  private static Finding rejected(Evidence evidence, ExchangeOutcome outcome) {
    Fact<TokenIdentity> seen = evidence.tokenIdentity();
    String provider = seen.isMissing() ? "the cluster" : seen.get().providerArn();
    return Finding.fail(
        "the token's aud is " + audience(evidence.token().get()) + "; " + outcome.describe(),
        "Make aud "
            + TokenIdentity.USUAL_AUDIENCE
            + " (the service account's annotation eks.amazonaws.com/audience, or the audience of the"
            + " projected volume), or add it to the client ids of the provider:\naws iam"
            + " add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn "
            + provider
            + " --client-id "
            + Texts.plain(evidence.token().get().audience().stream().findFirst().orElse("")));
  }

  /** Judges the audience by itself: usual ones pass, those of other services do not. */
  private static Finding local(Evidence evidence, Jwt token) {
    String found = "aud is " + audience(token);
    boolean isUsual = token.audience().contains(TokenIdentity.USUAL_AUDIENCE);
    if (isUsual || evidence.isExchanged()) {
      return Finding.pass(found);
    }
    String issuer = String.valueOf(token.issuer());
    boolean isOfApiServer =
        token.audience().stream()
            .anyMatch(aud -> aud.equals(issuer) || aud.startsWith("https://kubernetes."));
    boolean isOfPodIdentity = token.audience().contains(POD_IDENTITY);
    String fix =
        "AWS_WEB_IDENTITY_TOKEN_FILE must name the token for "
            + TokenIdentity.USUAL_AUDIENCE
            + ", usually /var/run/secrets/eks.amazonaws.com/serviceaccount/token.";
    if (isOfApiServer || isOfPodIdentity) {
      return Finding.fail(
          found + ": this token is for " + (isOfPodIdentity ? "Pod Identity" : "the API server"),
          fix);
    }
    return Finding.warn(found + ", which is unusual: it must be a client id of the provider", fix);
  }

  private static String audience(Jwt token) {
    return token.audience().stream().map(Texts::plain).toList().toString();
  }
}
