package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.pod.Jwt;
import dev.irsa.doctor.internal.pod.Texts;
import dev.irsa.internal.config.RoleArn;

/** Causes in the trust policy of the role. */
final class PolicyChecks {
  private static final String OTHER_REASON =
      "the trust policy denies the token for another reason, see IRSA-09 and IRSA-16";
  private static final String POD_IDENTITY = "pods.eks.amazonaws.com";

  private PolicyChecks() {}

  /** IRSA-02: the trust policy does not allow the pod's service account, or the role is missing. */
  static Finding subject(Evidence evidence) {
    Fact<PolicyJudgement> judgement = evidence.judgement;
    if (judgement.is(judged -> !judged.reasons(Cause.SUBJECT).isEmpty())) {
      return PolicyCauses.denied(evidence, judgement.get().reasons(Cause.SUBJECT));
    }
    if (evidence.isStoppedBy(Cause.SUBJECT)) {
      return deniedSubject(evidence, judgement);
    }
    return judgement.isMissing() ? ofExchange(evidence, judgement.why()) : allowedSubject(evidence);
  }

  private static Finding deniedSubject(Evidence evidence, Fact<PolicyJudgement> judgement) {
    if (judgement.is(judged -> !judged.allowed())) {
      return Finding.skip(OTHER_REASON);
    }
    String found = evidence.exchange().get().describe();
    if (!judgement.isMissing()) {
      return Finding.fail(
          found + ", although the given trust policy allows the token",
          "Check that the role exists and that the document is its current trust policy: aws iam"
              + " get-role --role-name "
              + evidence.tokenIdentity().get().roleName());
    }
    Fact<TokenIdentity> seen = evidence.tokenIdentity();
    return seen.isMissing()
        ? Finding.fail(found, "Check that the role exists, and its trust policy.")
        : Finding.fail(
            found + ", for " + Texts.plain(seen.get().subject()), PolicyCauses.fix(evidence));
  }

  private static Finding ofExchange(Evidence evidence, String why) {
    if (evidence.options().offline()) {
      return Finding.skip(why);
    }
    return evidence
        .exchange()
        .judge(
            outcome ->
                outcome.cause() == null
                    ? Finding.pass("the trust policy allows " + shownSubject(evidence))
                    : Finding.skip(outcome.elsewhere()));
  }

  private static Finding allowedSubject(Evidence evidence) {
    if (!evidence.judgement.get().allowed()) {
      return Finding.skip(OTHER_REASON);
    }
    TrustDocument trust = evidence.options().trust();
    RoleArn ofDocument = trust == null ? null : trust.role();
    if (ofDocument != null && !PolicyCauses.isOfRole(evidence)) {
      return Finding.warn(
          "the given trust policy belongs to %s, not to %s"
              .formatted(ofDocument.text(), evidence.role().get().text()),
          "Give the trust policy of the role in AWS_ROLE_ARN.");
    }
    return evidence.judgement.get().boundToSubject()
        ? Finding.pass("the trust policy allows " + shownSubject(evidence))
        : Finding.warn(
            "the trust policy allows "
                + shownSubject(evidence)
                + ", and every other service account too",
            "Narrow that statement, after the others that need the role have one of their own: "
                + evidence.tokenIdentity().get().condition());
  }

  private static String shownSubject(Evidence evidence) {
    Fact<TokenIdentity> seen = evidence.tokenIdentity();
    return seen.isMissing() ? "the token" : Texts.plain(seen.get().subject());
  }

  /** IRSA-09: the token's audience is not the one that the provider or the policy expects. */
  static Finding audience(Evidence evidence) {
    if (evidence.isStoppedBy(Cause.AUDIENCE)) {
      return rejectedAudience(evidence, evidence.exchange().get());
    }
    Fact<PolicyJudgement> judgement = evidence.judgement;
    if (judgement.is(judged -> !judged.reasons(Cause.AUDIENCE).isEmpty())) {
      Finding denied = PolicyCauses.denied(evidence, judgement.get().reasons(Cause.AUDIENCE));
      return evidence.token.get().audience().contains(TokenIdentity.USUAL_AUDIENCE)
          ? denied
          : denied.in(Step.TOKEN);
    }
    if (judgement.is(judged -> judged.allowed() && !judged.boundToAudience())) {
      return Finding.warn(
          "the trust policy does not restrict the audience",
          "Add it: " + evidence.tokenIdentity().get().condition());
    }
    return evidence.token.judge(
        token ->
            evidence.sources().usesContainer()
                ? ofPodIdentity(token)
                : usualAudience(evidence, token));
  }

  /** Returns whether the token is a JWT for another server than the Pod Identity agent. */
  static boolean isForOthers(Evidence evidence) {
    return evidence.token.is(token -> !token.audience().contains(POD_IDENTITY));
  }

  private static Finding ofPodIdentity(Jwt token) {
    String found = "aud is " + shownAudience(token);
    return token.audience().contains(POD_IDENTITY)
        ? Finding.pass(found)
        : Finding.fail(
            found + ", but the agent accepts only tokens for " + POD_IDENTITY,
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE must name the token of the volume"
                + " eks-pod-identity-token, usually"
                + " /var/run/secrets/pods.eks.amazonaws.com/serviceaccount/eks-pod-identity-token.");
  }

  private static Finding rejectedAudience(Evidence evidence, ExchangeOutcome outcome) {
    Fact<TokenIdentity> seen = evidence.tokenIdentity();
    String provider = seen.isMissing() ? "the cluster" : seen.get().providerArn();
    return Finding.fail(
            "the token's aud is " + shownAudience(evidence.token.get()) + "; " + outcome.describe(),
            "Make aud "
                + TokenIdentity.USUAL_AUDIENCE
                + " (the service account's annotation eks.amazonaws.com/audience, or the audience of the"
                + " projected volume), or add it to the client ids of the provider:\naws iam"
                + " add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn "
                + provider
                + " --client-id "
                + Texts.plain(evidence.token.get().audience().stream().findFirst().orElse("")))
        .in(Step.TOKEN);
  }

  /** Judges the audience by itself: usual ones pass, those of other services do not. */
  private static Finding usualAudience(Evidence evidence, Jwt token) {
    String found = "aud is " + shownAudience(token);
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
              found
                  + ": this token is for "
                  + (isOfPodIdentity ? "Pod Identity" : "the API server"),
              fix)
          .in(Step.TOKEN);
    }
    boolean isAccepted =
        evidence.options().offline()
            || evidence.exchange().is(PolicyChecks::isAfterAudience)
            || evidence.judgement.is(PolicyJudgement::allowed);
    if (!isAccepted) {
      return Finding.fail(
              found + ", which STS refuses unless it is a client id of the provider", fix)
          .in(Step.TOKEN);
    }
    return Finding.warn(found + ", which is unusual: it must be a client id of the provider", fix);
  }

  /** Returns whether STS has looked at the audience, and did not mind it. */
  private static boolean isAfterAudience(ExchangeOutcome outcome) {
    return outcome.cause() == Cause.SUBJECT || outcome.cause() == Cause.DURATION;
  }

  private static String shownAudience(Jwt token) {
    return token.audience().stream().map(Texts::plain).toList().toString();
  }

  /** IRSA-16: the trust policy names the issuer of another cluster. */
  static Finding issuer(Evidence evidence) {
    if (evidence.settings().isMissing()) {
      return Finding.skip(evidence.settings().why());
    }
    Fact<PolicyJudgement> judgement = evidence.judgement;
    if (judgement.isMissing()) {
      Fact<Jwt> token = evidence.token;
      return Finding.skip(
          token.isMissing()
              ? token.why()
              : "the issuer is %s; %s"
                  .formatted(Texts.plain(String.valueOf(token.get().issuer())), judgement.why()));
    }
    String reasons = judgement.get().reasons(Cause.ISSUER);
    if (reasons.isEmpty()) {
      return Finding.pass(
          "the trust policy names the issuer of this cluster, "
              + evidence.tokenIdentity().get().issuerName());
    }
    boolean hasScheme = reasons.contains(" https://");
    return PolicyCauses.denied(
        evidence, (hasScheme ? "condition keys are written without https://: " : "") + reasons);
  }
}
