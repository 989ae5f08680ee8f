package dev.irsa.doctor.internal.check;

import static dev.irsa.doctor.internal.text.ForeignText.plain;

import dev.irsa.doctor.internal.pod.ExaminedTokenFile;
import dev.irsa.doctor.internal.pod.Jwt;
import dev.irsa.doctor.internal.text.ForeignText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Causes in the trust policy of the role. */
final class PolicyChecks {
  private static final String OTHER_REASON =
      "the trust policy denies the token for another reason, see IRSA-09 and IRSA-16";
  private static final String POD_IDENTITY = "pods.eks.amazonaws.com";

  private static final String STS_FIX =
      "AWS_WEB_IDENTITY_TOKEN_FILE must name the token for %s, usually %s."
          .formatted(TokenClaims.USUAL_AUDIENCE, ExaminedTokenFile.USUAL);

  private static final String HALF_MIGRATED =
      "The role trusts EKS Pod Identity: if the service account has an association, recreate the pod,"
          + " which is older. Otherwise:\n";

  private static final String AGENT_AUDIENCE_FIX =
      "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE must name the token of the volume"
          + " eks-pod-identity-token, usually "
          + ExaminedTokenFile.USUAL_OF_POD_IDENTITY
          + ".";

  private PolicyChecks() {}

  /** IRSA-02: the trust policy does not allow the pod's service account, or the role is missing. */
  static Finding subject(
      TokenEvidence token,
      PolicyEvidence policy,
      ExchangeEvidence exchange,
      ExaminationOptions options) {
    if (exchange.isStoppedBy(Cause.SUBJECT) && exchange.denial().isFinal()) {
      return Finding.fail(exchange.said(), exchange.denial().fix());
    }
    Lazy<PolicyJudgement> judgement = policy.judgement;
    if (judgement.is(judged -> !judged.reasons(Cause.SUBJECT).isEmpty())) {
      return denied(token, policy, exchange, judgement.get().reasons(Cause.SUBJECT));
    }
    if (exchange.isStoppedBy(Cause.SUBJECT)) {
      return deniedSubject(token, policy, exchange, judgement);
    }
    if (!policy.isOfRole()) {
      return Finding.warn(judgement.why(), "Give the trust policy of the role in AWS_ROLE_ARN.");
    }
    return judgement.isMissing()
        ? ofExchange(token, policy, exchange, options, judgement.why())
        : allowedSubject(token, policy);
  }

  private static Finding deniedSubject(
      TokenEvidence token,
      PolicyEvidence policy,
      ExchangeEvidence exchange,
      Lazy<PolicyJudgement> judgement) {
    if (judgement.is(judged -> !judged.allowed())) {
      return Finding.skip(OTHER_REASON);
    }
    String outcome = exchange.said();
    String found = policy.isOfRole() ? outcome : outcome + "; " + judgement.why();
    if (!judgement.isMissing()) {
      return Finding.fail(
          found + ", although the given trust policy allows the token",
          "Check that the role exists and that the document is its current trust policy: aws iam"
              + " get-role --role-name "
              + token.claims.get().role().name());
    }
    Lazy<TokenClaims> seen = token.claims;
    return seen.isMissing()
        ? Finding.fail(found, "Check that the role exists, and its trust policy.")
        : Finding.fail(
            found + ", for " + plain(seen.get().subject()),
            "If aws iam get-role --role-name %s finds no role, correct its name in the annotation of the"
                    .formatted(seen.get().role().name())
                + " service account. Otherwise:\n"
                + fix(token, policy)
                + exchange.denial().explained());
  }

  private static Finding ofExchange(
      TokenEvidence token,
      PolicyEvidence policy,
      ExchangeEvidence exchange,
      ExaminationOptions options,
      String why) {
    String passed = "the trust policy allows " + shownSubject(token);
    return options.offline()
        ? Finding.skip(why)
        : exchange.sts.exchange.get().judge(Cause.SUBJECT, () -> fix(token, policy), passed);
  }

  private static Finding allowedSubject(TokenEvidence token, PolicyEvidence policy) {
    if (!policy.judgement.get().allowed()) {
      return Finding.skip(OTHER_REASON);
    }
    return policy.judgement.get().boundToSubject()
        ? Finding.pass("the trust policy allows " + shownSubject(token))
        : Finding.warn(
            "the trust policy allows %s, and every other service account too"
                .formatted(shownSubject(token)),
            "Narrow that statement, after the others that need the role have one of their own: "
                + token.claims.get().condition());
  }

  private static String shownSubject(TokenEvidence token) {
    Lazy<TokenClaims> seen = token.claims;
    return seen.isMissing() ? "the token" : plain(seen.get().subject());
  }

  /** IRSA-09: the provider or the policy expects another audience. */
  static Finding audience(
      IdentityEvidence identity,
      TokenEvidence token,
      PolicyEvidence policy,
      ExchangeEvidence exchange,
      ExaminationOptions options) {
    if (identity.sources.usesContainer()) {
      boolean isRejected = exchange.isStoppedBy(Cause.AUDIENCE) && !isForOthers(token);
      return isRejected
          ? Finding.fail(exchange.said(), AGENT_AUDIENCE_FIX)
          : ofPodIdentity(token.jwt.get());
    }
    String other = token.jwt.part(PolicyChecks::otherService);
    if (other != null && !exchange.isExchanged()) {
      boolean isUsualPath =
          token.file.is(file -> file.resolved().path().equals(ExaminedTokenFile.USUAL));
      return Finding.fail(
              "aud is %s: this token is for %s".formatted(shown(token.jwt.get()), other),
              isUsualPath
                  ? STS_FIX
                  : "Set AWS_WEB_IDENTITY_TOKEN_FILE=%s, the token for STS."
                      .formatted(ExaminedTokenFile.USUAL))
          .in(Step.TOKEN);
    }
    if (exchange.isStoppedBy(Cause.AUDIENCE)) {
      return rejectedAudience(token, exchange.sts.exchange.get());
    }
    Lazy<PolicyJudgement> judgement = policy.judgement;
    if (judgement.is(judged -> !judged.reasons(Cause.AUDIENCE).isEmpty())) {
      Finding denied = denied(token, policy, exchange, judgement.get().reasons(Cause.AUDIENCE));
      return token.jwt.get().audience().contains(TokenClaims.USUAL_AUDIENCE)
          ? denied
          : denied.in(Step.TOKEN);
    }
    if (judgement.is(judged -> judged.allowed() && !judged.boundToAudience())) {
      return Finding.warn(
          "the trust policy does not restrict the audience",
          "Add it: " + token.claims.get().condition());
    }
    return usualAudience(policy, exchange, options, token.jwt.get());
  }

  /** Returns whether the token is a JWT for another server than the Pod Identity agent. */
  static boolean isForOthers(TokenEvidence token) {
    return token.jwt.is(jwt -> !jwt.audience().contains(POD_IDENTITY));
  }

  /** Returns the service that a token is for, or null if it may be for STS. */
  private static @Nullable String otherService(Jwt token) {
    List<String> audience = token.audience();
    if (audience.contains(TokenClaims.USUAL_AUDIENCE)) {
      return null;
    }
    boolean isOfApiServer =
        audience.contains(String.valueOf(token.issuer()))
            || audience.stream().anyMatch(aud -> aud.startsWith("https://kubernetes."));
    return audience.contains(POD_IDENTITY)
        ? "Pod Identity"
        : isOfApiServer ? "the API server" : null;
  }

  private static Finding ofPodIdentity(Jwt token) {
    String found = "aud is " + shown(token);
    return token.audience().contains(POD_IDENTITY)
        ? Finding.pass(found)
        : Finding.fail(
            found + ", but the agent accepts only tokens for " + POD_IDENTITY, AGENT_AUDIENCE_FIX);
  }

  private static Finding rejectedAudience(TokenEvidence token, ExchangeOutcome outcome) {
    String provider = token.claims.part(TokenClaims::providerArn);
    return Finding.fail(
            "the token's aud is " + shown(token.jwt.get()) + "; " + outcome.describe(),
            "Make aud "
                + TokenClaims.USUAL_AUDIENCE
                + " (the service account's annotation eks.amazonaws.com/audience, or the audience of the"
                + " projected volume), or add it to the client ids of the provider (each role whose policy has"
                + " no condition on aud then accepts such tokens, too):\naws iam"
                + " add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn "
                + (provider == null ? "the cluster" : provider)
                + " --client-id "
                + token.jwt.get().audience().stream()
                    .filter(aud -> !aud.equals(TokenClaims.USUAL_AUDIENCE))
                    .findFirst()
                    .map(ForeignText::plain)
                    .orElse(TokenClaims.USUAL_AUDIENCE))
        .in(Step.TOKEN);
  }

  /** Judges an audience that does not belong to another known service. */
  private static Finding usualAudience(
      PolicyEvidence policy, ExchangeEvidence exchange, ExaminationOptions options, Jwt token) {
    String found = "aud is " + shown(token);
    if (token.audience().contains(TokenClaims.USUAL_AUDIENCE) || exchange.isExchanged()) {
      return Finding.pass(found);
    }
    boolean isAccepted =
        options.offline()
            || exchange.sts.exchange.is(PolicyChecks::isAfterAudience)
            || policy.judgement.is(PolicyJudgement::allowed);
    return isAccepted
        ? Finding.warn(
            found + ", which is unusual: it must be a client id of the provider", STS_FIX)
        : Finding.fail(
                found + ", which STS refuses unless it is a client id of the provider", STS_FIX)
            .in(Step.TOKEN);
  }

  /** Returns whether STS has accepted the audience. */
  private static boolean isAfterAudience(ExchangeOutcome outcome) {
    return outcome.cause() == Cause.SUBJECT || outcome.cause() == Cause.DURATION;
  }

  private static String shown(Jwt token) {
    return token.audience().stream().map(ForeignText::plain).toList().toString();
  }

  /** IRSA-16: the trust policy names the issuer of another cluster. */
  static Finding issuer(
      IdentityEvidence identity,
      TokenEvidence token,
      PolicyEvidence policy,
      ExchangeEvidence exchange) {
    identity.requireIrsa();
    Lazy<PolicyJudgement> judgement = policy.judgement;
    if (judgement.isMissing()) {
      Lazy<Jwt> jwt = token.jwt;
      return Finding.skip(
          jwt.isMissing()
              ? jwt.why()
              : "the issuer is %s; %s".formatted(plain(jwt.get().issuer()), judgement.why()));
    }
    String reasons = judgement.get().reasons(Cause.ISSUER);
    if (reasons.isEmpty()) {
      return Finding.pass(
          "the trust policy names the issuer of this cluster, " + token.claims.get().issuerName());
    }
    boolean hasScheme = reasons.contains(" https://");
    return denied(
        token,
        policy,
        exchange,
        (hasScheme ? "condition keys are written without https://: " : "") + reasons);
  }

  /** Returns the finding for a document that denies the token. */
  private static Finding denied(
      TokenEvidence token, PolicyEvidence policy, ExchangeEvidence exchange, String reasons) {
    String fix = fix(token, policy);
    if (policy.judgement.is(PolicyJudgement::explicitlyDenied)) {
      fix =
          "Narrow the statement that denies it, which may keep others out on purpose: an Allow"
              + " statement cannot outdo it.";
    } else if (policy.judgement.is(PolicyJudgement::restricted)) {
      fix =
          "The statement restricts requests on purpose: change the request, not the policy"
              + " (sts:RoleSessionName is AWS_ROLE_SESSION_NAME, aws:RequestedRegion is the region of"
              + " STS).";
    }
    return denied(exchange, reasons, fix);
  }

  /**
   * Returns the finding for a given policy that denies. It only warns if credentials are issued.
   */
  static Finding denied(ExchangeEvidence exchange, String reasons, String fix) {
    return exchange.isExchanged()
        ? Finding.warn(
            "credentials are issued, but the given document would not allow it: " + reasons, fix)
        : Finding.fail(reasons, fix);
  }

  /** Returns how to allow exactly this token without changing the access of others. */
  private static String fix(TokenEvidence token, PolicyEvidence policy) {
    TokenClaims claims = token.claims.get();
    TrustDocument given = policy.isOfRole() ? policy.document : null;
    boolean isOfPodIdentity = given != null && PolicyJudgement.denialOfPodIdentity(given).isEmpty();
    return (isOfPodIdentity ? HALF_MIGRATED : "")
        + TrustPolicyFix.commands(claims.role().name(), claims.statement(), given);
  }
}
