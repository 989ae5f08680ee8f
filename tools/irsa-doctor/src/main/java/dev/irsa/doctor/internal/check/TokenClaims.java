package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.pod.Jwt;
import dev.irsa.internal.config.RoleArn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The claims of a token that a trust policy sees, and the texts that follow from them: provider,
 * condition, statement. Immutable.
 *
 * @param role the role with the policy
 * @param issuer the {@code iss} claim, an https URL, or a plain http URL on loopback
 * @param subject the {@code sub} claim
 * @param audience the {@code aud} claim, at least one
 * @param sessionName the role session name
 */
public record TokenClaims(
    RoleArn role, String issuer, String subject, List<String> audience, String sessionName) {

  /** The audience that EKS gives to tokens for STS. */
  public static final String USUAL_AUDIENCE = "sts.amazonaws.com";

  /** Copies the audience. */
  public TokenClaims {
    audience = List.copyOf(audience);
  }

  /**
   * Returns what a trust policy sees of a token.
   *
   * @throws MissingEvidenceException if the token lacks a claim that STS requires
   */
  static TokenClaims of(RoleArn role, Jwt token, String sessionName) {
    String issuer = token.issuer();
    String subject = token.subject();
    if (issuer == null || !isIssuer(issuer) || subject == null || token.audience().isEmpty()) {
      throw new MissingEvidenceException(
          "the token lacks iss, sub or aud, or its issuer is not an https URL");
    }
    return new TokenClaims(role, issuer, subject, token.audience(), sessionName);
  }

  /** Returns whether a text is a URL of an issuer: https, or plain http on loopback. */
  public static boolean isIssuer(String text) {
    return text.matches(
        "(https://[A-Za-z0-9.-]+|http://(localhost|127\\.[\\d.]+))(:\\d+)?(/[\\w./~-]*)?");
  }

  /** Returns the issuer without its scheme, as IAM writes it. */
  String issuerName() {
    return issuer.substring(issuer.indexOf("//") + 2);
  }

  /** Returns the ARN of the OIDC provider that the role's account needs. */
  String providerArn() {
    return "arn:%s:iam::%s:oidc-provider/%s"
        .formatted(role.partition(), role.account(), issuerName());
  }

  /** Returns the condition that allows exactly this token, as JSON. */
  String condition() {
    return "\"Condition\": " + TrustPolicyFix.json(conditions());
  }

  /** Returns the statement that allows exactly this token. */
  public Map<String, Object> statement() {
    return TrustPolicyFix.allowing(
        Map.of("Federated", providerArn()), "sts:AssumeRoleWithWebIdentity", conditions());
  }

  private Map<String, Object> conditions() {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put(issuerName() + ":sub", subject);
    keys.put(issuerName() + ":aud", audience.get(0));
    return Map.of("StringEquals", keys);
  }
}
