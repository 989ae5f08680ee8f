package dev.irsa;

import dev.irsa.credentials.AttemptInfo;
import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.credentials.TokenClaims;
import dev.irsa.internal.identity.WebIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a refusal means for the token that was sent: the claims beside what IAM must say. */
final class RejectionAdvice {

  private static final int LONGEST_CLAIM = 300;

  private RejectionAdvice() {}

  /**
   * Returns the same refusal with what the token's claims add to its remedy.
   *
   * @param refusal what STS said
   * @param identity who asked
   * @param claims the claims of the token sent, or null when it has none that can be read
   * @param writtenAt when the token's file was written, or null
   * @param now the wall clock
   */
  static ExchangeRejectedException explain(
      ExchangeRejectedException refusal,
      WebIdentity identity,
      @Nullable TokenClaims claims,
      @Nullable Instant writtenAt,
      Instant now) {
    String more = claims == null ? "" : remedy(refusal, identity, claims, writtenAt, now);
    String remedy = refusal.remedy();
    if (!more.isEmpty()) {
      remedy = remedy.isEmpty() ? more : remedy + ". " + more;
    }
    return new ExchangeRejectedException(
        refusal.summary(),
        remedy,
        refusal.code(),
        refusal.httpStatus(),
        refusal.requestId(),
        refusal.isTokenAtFault(),
        Objects.requireNonNull(refusal.roleArn()),
        Objects.requireNonNull(refusal.endpoint()),
        new AttemptInfo(refusal.attempts(), refusal.elapsed(), null, null),
        null);
  }

  private static String remedy(
      ExchangeRejectedException refusal,
      WebIdentity identity,
      TokenClaims claims,
      @Nullable Instant writtenAt,
      Instant now) {
    if (refusal.code().startsWith("ExpiredToken")) {
      return age(claims, writtenAt, now);
    }
    if (refusal.code().startsWith("InvalidIdentityToken")) {
      return refusal.summary().contains("udience")
          ? audience(identity, claims)
          : provider(identity, claims);
    }
    return refusal.code().equals("AccessDenied") ? trustPolicy(identity, claims) : "";
  }

  private static String trustPolicy(WebIdentity identity, TokenClaims claims) {
    String issuer = withoutScheme(text(claims.issuer()));
    return "The token says sub "
        + quote(claims.subject())
        + ", aud "
        + quoteAll(claims)
        + ", iss "
        + quote(claims.issuer())
        + "; the role's trust policy must allow exactly that: {\"Effect\":\"Allow\",\"Principal\":"
        + "{\"Federated\":\""
        + providerArn(identity, issuer)
        + "\"},\"Action\":\"sts:AssumeRoleWithWebIdentity\",\"Condition\":{\"StringEquals\":{\""
        + issuer
        + ":sub\":"
        + quote(claims.subject())
        + ",\""
        + issuer
        + ":aud\":"
        + quote(claims.audience().isEmpty() ? null : claims.audience().get(0))
        + "}}}. If it does, check that the role exists";
  }

  private static String provider(WebIdentity identity, TokenClaims claims) {
    return "The token's iss is "
        + quote(claims.issuer())
        + ": the role's account needs the IAM OIDC provider "
        + providerArn(identity, withoutScheme(text(claims.issuer())));
  }

  private static String audience(WebIdentity identity, TokenClaims claims) {
    return "The token's aud is "
        + quoteAll(claims)
        + ", as a rule \"sts.amazonaws.com\" is expected: the audience of the token volume (the"
        + " service account's annotation eks.amazonaws.com/audience) must be a client id of the IAM"
        + " OIDC provider "
        + providerArn(identity, withoutScheme(text(claims.issuer())));
  }

  private static String age(TokenClaims claims, @Nullable Instant writtenAt, Instant now) {
    StringBuilder age = new StringBuilder("The token's exp is ");
    age.append(claims.expiration()).append(", its iat ").append(claims.issuedAt());
    if (writtenAt != null) {
      age.append("; its file was written ")
          .append(Math.max(0, Duration.between(writtenAt, now).toSeconds()))
          .append(" s ago");
    }
    if (claims.expiration() != null && claims.expiration().isBefore(now)) {
      age.append(
          "; kubelet did not replace it in time: check the node's kubelet, and that the token is"
              + " neither a copy nor a subPath mount");
    } else {
      age.append("; by this machine's clock (")
          .append(now)
          .append(") it is still valid: check the clocks of this node and of the API server");
    }
    return age.toString();
  }

  private static String providerArn(WebIdentity identity, String issuer) {
    String[] parts = identity.roleArn().split(":", 6);
    return "arn:" + parts[1] + ":iam::" + parts[4] + ":oidc-provider/" + issuer;
  }

  private static String withoutScheme(String issuer) {
    String bare = issuer.startsWith("https://") ? issuer.substring("https://".length()) : issuer;
    return bare.endsWith("/") ? bare.substring(0, bare.length() - 1) : bare;
  }

  private static String quoteAll(TokenClaims claims) {
    StringBuilder all = new StringBuilder("[");
    for (String audience : claims.audience()) {
      all.append(all.length() == 1 ? "" : ",").append(quote(audience));
    }
    return all.append(']').toString();
  }

  private static String quote(@Nullable String claim) {
    return claim == null ? "(none)" : "\"" + text(claim) + "\"";
  }

  /** Claims are what anybody wrote: kept short, on one line, and within their quotes. */
  private static String text(@Nullable String claim) {
    StringBuilder text = new StringBuilder();
    String written = claim == null ? "" : claim;
    for (int i = 0; i < written.length() && i < LONGEST_CLAIM; i++) {
      char c = written.charAt(i);
      text.append(c < ' ' || c > '~' || c == '"' || c == '\\' ? '?' : c);
    }
    return text.toString();
  }
}
