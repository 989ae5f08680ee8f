package dev.irsa.internal.remedy;

import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.credentials.FailureKind;
import dev.irsa.credentials.TokenClaims;
import dev.irsa.internal.identity.ContainerIdentity;
import dev.irsa.internal.identity.Identity;
import dev.irsa.internal.identity.WebIdentity;
import dev.irsa.internal.text.TimeText;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Adds to a rejection what the claims of the token reveal about its cause. */
public final class TokenRemedies {

  private static final int MAX_CLAIM_LENGTH = 300;
  private static final String POD_IDENTITY_AUDIENCE = "pods.eks.amazonaws.com";

  private final ExchangeRejectedException rejection;
  private final TokenClaims claims;
  private final @Nullable Instant writtenAt;
  private final Instant now;

  private TokenRemedies(
      ExchangeRejectedException rejection,
      TokenClaims claims,
      @Nullable Instant writtenAt,
      Instant now) {
    this.rejection = rejection;
    this.claims = claims;
    this.writtenAt = writtenAt;
    this.now = now;
  }

  /**
   * Returns the same rejection with a remedy that takes the token's claims into account.
   *
   * @param rejection the rejection by the issuer
   * @param identity the identity that was rejected
   * @param claims the claims of the token, or null if they cannot be read
   * @param writtenAt when the token file was written, or null
   * @param now the time of the wall clock
   */
  public static ExchangeRejectedException explain(
      ExchangeRejectedException rejection,
      Identity identity,
      @Nullable TokenClaims claims,
      @Nullable Instant writtenAt,
      Instant now) {
    String summary = rejection.summary();
    String remedy = "";
    if (claims != null) {
      TokenRemedies remedies = new TokenRemedies(rejection, claims, writtenAt, now);
      if (identity instanceof WebIdentity web) {
        summary = remedies.isDenial() ? remedies.denied(web) : summary;
        remedy = remedies.atSts(web);
      } else {
        remedy = remedies.inContainer();
      }
    }
    return rejection.with(
        rejection
            .details()
            .withTexts(
                summary,
                origin(rejection, identity) + (remedy.isEmpty() ? rejection.remedy() : remedy)));
  }

  /** Returns where a token came from that was rejected, unless from a file. */
  private static String origin(ExchangeRejectedException rejection, Identity identity) {
    return rejection.isRetriedWithNewToken()
            && identity instanceof WebIdentity web
            && web.tokenSupplier() != null
        ? "The token came from " + web.tokenSupplier() + ". "
        : "";
  }

  private String inContainer() {
    URI endpoint = Objects.requireNonNull(rejection.endpoint());
    boolean ofAgent = ContainerIdentity.isPodIdentityAgent(endpoint);
    if (rejection.failureKind() == FailureKind.TOKEN) {
      return !ofAgent || claims.audience().contains(POD_IDENTITY_AUDIENCE)
          ? age()
          : whose()
              + ", its aud is "
              + quotedAudience()
              + "; the agent expects "
              + POD_IDENTITY_AUDIENCE
              + ": check that AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE names the volume"
              + " eks-pod-identity-token";
    }
    String code = rejection.code();
    boolean missing = code != null && code.startsWith("ResourceNotFound");
    return ofAgent && missing ? association() : "";
  }

  private String association() {
    String[] subject = text(claims.subject()).split(":", 4);
    return subject.length == 4 ? ContainerRemedies.association(subject[2], subject[3]) : "";
  }

  private boolean isDenial() {
    return "AccessDenied".equals(rejection.code());
  }

  private String denied(WebIdentity identity) {
    return "STS denied "
        + identity.roleArn()
        + " to "
        + text(claims.subject())
        + " ("
        + rejection.code()
        + (rejection.requestId() == null ? ")" : ", request id " + rejection.requestId() + ")");
  }

  private String atSts(WebIdentity identity) {
    if (isDenial()) {
      return trustPolicy(identity);
    }
    if (rejection.failureKind() == FailureKind.TOKEN) {
      return age();
    }
    if (rejection.isRetriedWithNewToken()) {
      return invalid(identity);
    }
    boolean tooLong = isSaid("MaxSessionDuration");
    return tooLong && identity.duration() != null
        ? duration(identity.duration(), identity.roleArn())
        : "";
  }

  /** Returns whether the issuer's own message contains a text. */
  private boolean isSaid(String text) {
    return rejection.details().response().text().contains(text);
  }

  private String invalid(WebIdentity identity) {
    if (claims.issuedAt() != null && claims.issuedAt().isAfter(now)) {
      return whose()
          + "; its iat, "
          + TimeText.of(claims.issuedAt())
          + ", is later than this machine's clock, "
          + TimeText.of(now)
          + ": check the clock of the API server, which issued the token, and that of this node";
    }
    return isSaid("udience") ? audience(identity) : provider(identity);
  }

  private static String duration(Duration requested, String roleArn) {
    return "The session duration of "
        + requested.toSeconds()
        + " s (IRSA_SESSION_DURATION_SECONDS, or sessionDuration(...) on the builder) exceeds the"
        + " role's maximum. Lower it, or raise the maximum: aws iam update-role --role-name "
        + roleArn.substring(roleArn.lastIndexOf('/') + 1)
        + " --max-session-duration "
        + requested.toSeconds();
  }

  private String trustPolicy(WebIdentity identity) {
    String issuer = issuerWithoutScheme();
    return "1. Does the role exist, and is its name right? 2. Does its trust policy allow this sub "
        + quote(claims.subject())
        + ", aud "
        + quotedAudience()
        + " and iss "
        + quote(claims.issuer())
        + "?\nA trust policy that allows it: {\"Effect\":\"Allow\",\"Principal\":"
        + "{\"Federated\":\""
        + providerArn(identity)
        + "\"},\"Action\":\"sts:AssumeRoleWithWebIdentity\",\"Condition\":{\"StringEquals\":{\""
        + issuer
        + ":sub\":"
        + quote(claims.subject())
        + ",\""
        + issuer
        + ":aud\":"
        + quote(claims.audience().isEmpty() ? null : claims.audience().get(0))
        + "}}}";
  }

  private String provider(WebIdentity identity) {
    return whose() + ": the role's account needs the IAM OIDC provider " + providerArn(identity);
  }

  private String audience(WebIdentity identity) {
    return whose()
        + ", its aud is "
        + quotedAudience()
        + "; usually \"sts.amazonaws.com\" is expected. The audience of the token volume (the"
        + " service account's annotation eks.amazonaws.com/audience) must be a client id of the IAM"
        + " OIDC provider "
        + providerArn(identity);
  }

  /** Returns whose token it is, as the start of a sentence. */
  private String whose() {
    return "The token's sub is " + quote(claims.subject()) + ", its iss " + quote(claims.issuer());
  }

  private String age() {
    StringBuilder age = new StringBuilder(whose());
    age.append(", its exp ").append(claims.expiration());
    age.append(", its iat ").append(claims.issuedAt());
    if (writtenAt != null) {
      Duration since = Duration.between(writtenAt, now);
      age.append("; its file was written ")
          .append(TimeText.of(since.isNegative() ? Duration.ZERO : since))
          .append(" ago");
    }
    if (claims.expiration() != null && claims.expiration().isBefore(now)) {
      age.append(
          writtenAt == null
              ? "; it had expired before it was sent"
              : "; kubelet did not replace it in time: check the node's kubelet, and that the token"
                  + " is neither a copy nor a subPath mount");
    } else {
      age.append("; by this machine's clock (")
          .append(TimeText.of(now))
          .append(") it is still valid: ")
          .append(
              isRejectedForItsTimes()
                  ? "check the clocks of this node and of the API server"
                  : "its signature or its issuer is refused; check that the token is of this"
                      + " cluster");
    }
    return age.toString();
  }

  private boolean isRejectedForItsTimes() {
    String code = rejection.code();
    return (code != null && code.startsWith("ExpiredToken")) || isSaid("claim validations");
  }

  private String providerArn(WebIdentity identity) {
    String[] parts = identity.roleArn().split(":", 6);
    return "arn:" + parts[1] + ":iam::" + parts[4] + ":oidc-provider/" + issuerWithoutScheme();
  }

  private String issuerWithoutScheme() {
    String issuer = text(claims.issuer());
    String bare = issuer.startsWith("https://") ? issuer.substring("https://".length()) : issuer;
    return bare.endsWith("/") ? bare.substring(0, bare.length() - 1) : bare;
  }

  private String quotedAudience() {
    StringBuilder all = new StringBuilder("[");
    for (String audience : claims.audience()) {
      all.append(all.length() == 1 ? "" : ",").append(quote(audience));
    }
    return all.append(']').toString();
  }

  private static String quote(@Nullable String claim) {
    return claim == null ? "(none)" : "\"" + text(claim) + "\"";
  }

  /** Returns an untrusted claim for use in a message: shortened, on one line, without quotes. */
  private static String text(@Nullable String claim) {
    StringBuilder text = new StringBuilder();
    String written = claim == null ? "" : claim;
    for (int i = 0; i < written.length() && i < MAX_CLAIM_LENGTH; i++) {
      char c = written.charAt(i);
      text.append(c < ' ' || c > '~' || c == '"' || c == '\\' ? '?' : c);
    }
    return text.toString();
  }
}
