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

  private TokenRemedies() {}

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
    if (claims != null && identity instanceof WebIdentity webIdentity) {
      summary = isDenial(rejection) ? denied(rejection, webIdentity, claims) : summary;
      remedy = remedy(rejection, webIdentity, claims, writtenAt, now);
    } else if (claims != null) {
      remedy = remedyInContainer(rejection, claims, writtenAt, now);
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
            && identity instanceof WebIdentity webIdentity
            && webIdentity.tokenSupplier() != null
        ? "The token came from " + webIdentity.tokenSupplier() + ". "
        : "";
  }

  private static String remedyInContainer(
      ExchangeRejectedException rejection,
      TokenClaims claims,
      @Nullable Instant writtenAt,
      Instant now) {
    URI endpoint = Objects.requireNonNull(rejection.endpoint());
    boolean ofAgent = ContainerIdentity.isPodIdentityAgent(endpoint);
    if (rejection.failureKind() == FailureKind.TOKEN) {
      return !ofAgent || claims.audience().contains(POD_IDENTITY_AUDIENCE)
          ? age(rejection, claims, writtenAt, now)
          : whose(claims)
              + ", its aud is "
              + quoteAll(claims)
              + "; the agent expects "
              + POD_IDENTITY_AUDIENCE
              + ": check that AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE names the volume"
              + " eks-pod-identity-token";
    }
    String code = rejection.code();
    boolean missing = code != null && code.startsWith("ResourceNotFound");
    return ofAgent && missing ? association(claims) : "";
  }

  private static String association(TokenClaims claims) {
    String[] subject = text(claims.subject()).split(":", 4);
    boolean isServiceAccount = subject.length == 4;
    return "Create the association: aws eks create-pod-identity-association --cluster-name <cluster>"
        + " --namespace "
        + (isServiceAccount ? subject[2] : "<namespace>")
        + " --service-account "
        + (isServiceAccount ? subject[3] : "<service account>")
        + " --role-arn <role>. A new one takes some seconds; a pod that is older than its association"
        + " must be created anew";
  }

  private static boolean isDenial(ExchangeRejectedException rejection) {
    return "AccessDenied".equals(rejection.code());
  }

  private static String denied(
      ExchangeRejectedException rejection, WebIdentity identity, TokenClaims claims) {
    return "STS denied "
        + identity.roleArn()
        + " to "
        + text(claims.subject())
        + " ("
        + rejection.code()
        + (rejection.requestId() == null ? ")" : ", request id " + rejection.requestId() + ")");
  }

  private static String remedy(
      ExchangeRejectedException rejection,
      WebIdentity identity,
      TokenClaims claims,
      @Nullable Instant writtenAt,
      Instant now) {
    if (isDenial(rejection)) {
      return trustPolicy(identity, claims);
    }
    if (rejection.failureKind() == FailureKind.TOKEN) {
      return age(rejection, claims, writtenAt, now);
    }
    if (rejection.isRetriedWithNewToken()) {
      return invalid(rejection, identity, claims, now);
    }
    boolean tooLong = rejection.details().response().text().contains("MaxSessionDuration");
    return tooLong && identity.duration() != null ? duration(identity.duration()) : "";
  }

  private static String invalid(
      ExchangeRejectedException rejection, WebIdentity identity, TokenClaims claims, Instant now) {
    if (claims.issuedAt() != null && claims.issuedAt().isAfter(now)) {
      return whose(claims)
          + "; its iat, "
          + TimeText.of(claims.issuedAt())
          + ", is later than this machine's clock, "
          + TimeText.of(now)
          + ": check the clock of the API server, which issued the token, and that of this node";
    }
    return rejection.details().response().text().contains("udience")
        ? audience(identity, claims)
        : provider(identity, claims);
  }

  private static String duration(Duration requested) {
    return "The session duration of "
        + requested.toSeconds()
        + " s (IRSA_SESSION_DURATION_SECONDS, or sessionDuration(...) on the builder) exceeds the"
        + " role's MaxSessionDuration: lower it, or raise the role's";
  }

  private static String trustPolicy(WebIdentity identity, TokenClaims claims) {
    String issuer = withoutScheme(text(claims.issuer()));
    return "1. Does the role exist, and is its name right? 2. Does its trust policy allow this sub "
        + quote(claims.subject())
        + ", aud "
        + quoteAll(claims)
        + " and iss "
        + quote(claims.issuer())
        + "?\nA trust policy that allows it: {\"Effect\":\"Allow\",\"Principal\":"
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
        + "}}}";
  }

  private static String provider(WebIdentity identity, TokenClaims claims) {
    return whose(claims)
        + ": the role's account needs the IAM OIDC provider "
        + providerArn(identity, withoutScheme(text(claims.issuer())));
  }

  private static String audience(WebIdentity identity, TokenClaims claims) {
    return whose(claims)
        + ", its aud is "
        + quoteAll(claims)
        + "; usually \"sts.amazonaws.com\" is expected. The audience of the token volume (the"
        + " service account's annotation eks.amazonaws.com/audience) must be a client id of the IAM"
        + " OIDC provider "
        + providerArn(identity, withoutScheme(text(claims.issuer())));
  }

  /** Returns whose token it is, as the start of a sentence. */
  private static String whose(TokenClaims claims) {
    return "The token's sub is " + quote(claims.subject()) + ", its iss " + quote(claims.issuer());
  }

  private static String age(
      ExchangeRejectedException rejection,
      TokenClaims claims,
      @Nullable Instant writtenAt,
      Instant now) {
    StringBuilder age = new StringBuilder(whose(claims));
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
              isOfTime(rejection)
                  ? "check the clocks of this node and of the API server"
                  : "its signature or its issuer is refused; check that the token is of this"
                      + " cluster");
    }
    return age.toString();
  }

  /** Returns whether a token was rejected for its times. */
  private static boolean isOfTime(ExchangeRejectedException rejection) {
    String code = rejection.code();
    return (code != null && code.startsWith("ExpiredToken"))
        || rejection.details().response().text().contains("claim validations");
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
