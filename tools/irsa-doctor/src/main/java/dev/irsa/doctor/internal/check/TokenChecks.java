package dev.irsa.doctor.internal.check;

import static dev.irsa.doctor.internal.text.ForeignText.plain;

import dev.irsa.doctor.internal.pod.ExaminedTokenFile;
import dev.irsa.doctor.internal.pod.Jwt;
import dev.irsa.doctor.internal.pod.PublishedKeys;
import dev.irsa.doctor.internal.pod.PublishedKeys.Status;
import dev.irsa.internal.text.TimeText;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Causes in the token and its file. */
public final class TokenChecks {
  /** kubelet replaces a token at 80 % of its life. At 90 % it has failed to. */
  private static final double STALLED = 0.9;

  private static final Pattern CLUSTER_NAME =
      Pattern.compile(
          "https?://(localhost|[\\w.-]+\\.svc(\\.[\\w.-]+)?|[\\w.-]+\\.local|\\w+)(:\\d+)?(/|$)");

  /** How to mount a token so that it is replaced. */
  public static final String MOUNT =
      "Mount the whole volume, not by subPath, and do not copy the token: kubelet then replaces it at"
          + " 80 % of its life.";

  private TokenChecks() {}

  /** IRSA-12: the token file is missing or cannot be read as a token. */
  static Finding file(IdentityEvidence identity, TokenEvidence token, ExchangeEvidence exchange) {
    return identity.sources.usesContainer() && exchange.isStoppedBy(Cause.TOKEN_FILE)
        ? Finding.fail(exchange.said(), notOfKubelet(token)).in(Step.VERIFICATION)
        : file(token.file.get());
  }

  private static String notOfKubelet(TokenEvidence token) {
    String path = token.file.part(TokenChecks::path);
    return path == null
        ? "Set AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE=%s, as EKS injects it, instead of AWS_CONTAINER_AUTHORIZATION_TOKEN."
            .formatted(ExaminedTokenFile.USUAL_OF_POD_IDENTITY)
        : ("%s must contain the token as kubelet wrote it, without Bearer before it: check that"
                + " AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE names the file of the volume"
                + " eks-pod-identity-token, usually %s.")
            .formatted(path, ExaminedTokenFile.USUAL_OF_POD_IDENTITY);
  }

  private static Finding file(ExaminedTokenFile file) {
    String path = path(file);
    if (file.sent() == null) {
      return Finding.fail(path + " " + file.problem(), file.remedy());
    }
    return Finding.pass(path + ": " + plain(file.resolved().describe()));
  }

  /** IRSA-13: the token has expired, or is never replaced. */
  static Finding age(TokenEvidence token, ExchangeEvidence exchange, CallerEvidence caller) {
    Jwt jwt = token.jwt.get();
    if (StsNetworkChecks.isFarOff(caller)) {
      return Finding.skip("not before the clock is right, see IRSA-15");
    }
    ExaminedTokenFile file = token.file.get();
    Instant now = caller.clock().instant();
    Instant expiresAt = jwt.expiresAt();
    String life = life(jwt, now);
    boolean isRejected = exchange.isStoppedBy(Cause.TOKEN_AGE);
    if (isRejected || (expiresAt != null && !now.isBefore(expiresAt) && !exchange.isExchanged())) {
      return Finding.fail("the token has expired: " + life + notReplaced(file), expiredFix(file));
    }
    if (!file.isRotated()) {
      return Finding.warn(
          "the token works, but is never replaced: " + life + notReplaced(file), MOUNT);
    }
    return isStalled(jwt, now)
        ? Finding.warn(
            "the token should have been replaced at 80 % of its life: " + life,
            "Look at the kubelet of the node: kubectl describe node.")
        : Finding.pass(life);
  }

  private static String expiredFix(ExaminedTokenFile file) {
    if (!file.isRotated()) {
      return MOUNT;
    }
    return file.isInUsualPlace()
        ? "kubelet did not replace it in time: look at the kubelet of the node (kubectl describe"
            + " node), and whether the service account still exists; recreate the pod."
        : ("Nobody renews a token in a secret or config map: mount a projected volume with"
                + " serviceAccountToken instead, such as the webhook's (%s). If %s is in one, look at the"
                + " kubelet of the node.")
            .formatted(ExaminedTokenFile.USUAL, path(file));
  }

  private static String notReplaced(ExaminedTokenFile file) {
    if (file.isRotated()) {
      return file.isInUsualPlace() ? "" : "; it is in " + path(file);
    }
    return "; %s does not lie behind kubelet's link ..data, so it is a copy or a subPath mount"
        .formatted(path(file));
  }

  private static String path(ExaminedTokenFile file) {
    return plain(file.resolved().path());
  }

  private static boolean isStalled(Jwt token, Instant now) {
    Instant from = token.issuedAt();
    Instant until = token.expiresAt();
    return from != null
        && until != null
        && Duration.between(from, now).toMillis()
            > STALLED * Duration.between(from, until).toMillis();
  }

  private static String life(Jwt token, Instant now) {
    return "iat " + when(token.issuedAt(), now) + ", exp " + when(token.expiresAt(), now);
  }

  private static String when(@Nullable Instant time, Instant now) {
    return time == null ? "is missing" : TimeText.from(now, time);
  }

  /** IRSA-14: the keys that verify the token cannot be had, or do not fit it. */
  static Finding signingKey(
      IdentityEvidence identity, TokenEvidence token, ExchangeEvidence exchange) {
    if (identity.sources.usesContainer()) {
      return signingKeyAtAgent(token, exchange);
    }
    Lazy<PublishedKeys> issuer = token.publishedKeys;
    if (exchange.isStoppedBy(Cause.SIGNING_KEY)) {
      String seen = issuer.isMissing() ? "" : "; seen from here: " + issuer.get().detail();
      return Finding.fail(exchange.said() + seen, signingKeyFix(token));
    }
    return signingKey(token, exchange, issuer.get());
  }

  /** The agent verifies tokens itself, and reports all their problems alike. */
  private static Finding signingKeyAtAgent(TokenEvidence token, ExchangeEvidence exchange) {
    if (exchange.isStoppedBy(Cause.SIGNING_KEY) && PolicyChecks.isForOthers(token)) {
      return Finding.skip("the token is not for the agent, see IRSA-09");
    }
    return exchange
        .agent
        .exchange
        .get()
        .judge(
            Cause.SIGNING_KEY,
            () ->
                "Check that the token is the one that kubelet wrote for this pod in this cluster,"
                    + " and the clock of the node.",
            "the agent accepts the token");
  }

  private static Finding signingKey(
      TokenEvidence token, ExchangeEvidence exchange, PublishedKeys issuer) {
    String found = issuer(token) + ": " + issuer.detail();
    if (issuer.status() == Status.UNFIT) {
      return exchange.isExchanged()
          ? Finding.warn(found + ", although STS accepts it", signingKeyFix(token))
          : Finding.fail(found, signingKeyFix(token));
    }
    if (issuer.status() != Status.VERIFIED) {
      return Finding.warn(
          found + "; STS reaches issuers from the internet, not from here",
          isOfClusterOnly(token)
              ? clusterIssuerFix(issuer(token))
              : "Harmless in a private cluster. Otherwise check that the issuer's discovery document and keys"
                  + " are public.");
    }
    return issuer.took().compareTo(PublishedKeys.PATIENCE_OF_STS) > 0
        ? Finding.warn(
            "%s, more than the %s that STS waits"
                .formatted(found, TimeText.of(PublishedKeys.PATIENCE_OF_STS)),
            "Make the issuer's documents available faster.")
        : Finding.pass(found);
  }

  private static String issuer(TokenEvidence token) {
    Lazy<Jwt> jwt = token.jwt;
    return jwt.isMissing() ? "the issuer" : plain(jwt.get().issuer());
  }

  /** Returns whether the issuer's name is known inside the cluster only. */
  static boolean isOfClusterOnly(TokenEvidence token) {
    return token.jwt.is(jwt -> CLUSTER_NAME.matcher(String.valueOf(jwt.issuer())).lookingAt());
  }

  /** Returns how to get an issuer that STS can reach. */
  static String clusterIssuerFix(String issuer) {
    return ("%s is a name inside the cluster, which STS cannot reach. Start the API server with"
            + " --service-account-issuer=https://<public URL>, as EKS does by itself, publish its discovery"
            + " document and keys there, create the OIDC provider for that URL, and recreate the pod.")
        .formatted(issuer);
  }

  private static String signingKeyFix(TokenEvidence token) {
    if (isOfClusterOnly(token)) {
      return clusterIssuerFix(issuer(token));
    }
    return ("The discovery document and the keys of %s must be public and answer within 5 s, and"
            + " the keys must contain the one that signed the token: check"
            + " %s/.well-known/openid-configuration from the internet. After a rotation of the"
            + " signing key, publish the new key before tokens are signed with it.")
        .formatted(issuer(token), issuer(token));
  }
}
