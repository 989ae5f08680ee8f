package dev.irsa.testkit.internal.podidentity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.irsa.testkit.internal.JsonObjects;
import dev.irsa.testkit.internal.kubernetes.PodWebhook;
import dev.irsa.testkit.internal.oidc.OidcIssuer;
import dev.irsa.testkit.internal.server.ServiceException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the tokens of pods: signature by the cluster's issuer, audience, times, claims. EKS
 * knows the cluster's keys, so it needs neither the issuer's endpoint nor an OIDC provider in IAM.
 * Thread-safe.
 */
public record PodTokens(OidcIssuer issuer, Clock clock) {

  /** Returns whether an agent may serve a token: it checks less than {@link #verify}. */
  public boolean isSigned(String token) {
    try {
      var unused = podToken(signedClaims(token));
      return true;
    } catch (ServiceException e) {
      return false;
    }
  }

  PodToken verify(String token) throws ServiceException {
    JWTClaimsSet claims = signedClaims(token);
    if (!claims.getAudience().contains(PodWebhook.POD_IDENTITY_AUDIENCE)) {
      throw invalid("The audience of the token must be " + PodWebhook.POD_IDENTITY_AUDIENCE);
    }
    return podToken(claims);
  }

  /** Returns the claims of a token that the cluster signed, and that is valid now. */
  private JWTClaimsSet signedClaims(String token) throws ServiceException {
    try {
      SignedJWT jwt = JsonObjects.signedJwt(token);
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      requireSignature(jwt, claims.getIssuer());
      requireTimes(claims);
      return claims;
    } catch (ParseException e) {
      throw invalid("The token is not a valid JWT");
    }
  }

  private void requireSignature(SignedJWT jwt, @Nullable String claimedIssuer)
      throws ServiceException, ParseException {
    if (!issuer.issuer().toString().equals(claimedIssuer)) {
      throw invalid("The token was issued by another cluster");
    }
    JWK key = JWKSet.parse(issuer.keys()).getKeyByKeyId(jwt.getHeader().getKeyID());
    try {
      if (key != null
          && jwt.getHeader().getAlgorithm().equals(JWSAlgorithm.RS256)
          && jwt.verify(new RSASSAVerifier(key.toRSAKey()))) {
        return;
      }
    } catch (JOSEException e) {
      // The signature does not have the form of the algorithm, so it is invalid.
    }
    throw invalid("The signature of the token is invalid");
  }

  private void requireTimes(JWTClaimsSet claims) throws ServiceException {
    Instant now = clock.instant();
    Date expiration = claims.getExpirationTime();
    if (expiration == null) {
      throw missing("exp");
    }
    if (!now.isBefore(expiration.toInstant())) {
      throw new ServiceException(
          400,
          "ExpiredTokenException",
          "The token included in the request is expired: current date/time %s must be before the expiration date/time %s"
              .formatted(now, expiration.toInstant()));
    }
    requirePast(claims.getIssueTime(), "iat", now);
    requirePast(claims.getNotBeforeTime(), "nbf", now);
  }

  private static void requirePast(@Nullable Date time, String claim, Instant now)
      throws ServiceException {
    if (time == null) {
      throw missing(claim);
    }
    if (time.toInstant().isAfter(now)) {
      throw invalid("The claim " + claim + " is in the future");
    }
  }

  private static PodToken podToken(JWTClaimsSet claims) throws ServiceException {
    Map<?, ?> bound = object(claims.getClaim("kubernetes.io"), "kubernetes.io");
    Map<?, ?> account = object(bound.get("serviceaccount"), "kubernetes.io.serviceaccount");
    Map<?, ?> pod = object(bound.get("pod"), "kubernetes.io.pod");
    PodToken token =
        new PodToken(
            text(bound, "namespace"), text(account, "name"), text(pod, "name"), text(pod, "uid"));
    if (!token.subject().equals(claims.getSubject())) {
      throw invalid("The claims sub and kubernetes.io do not match");
    }
    return token;
  }

  private static Map<?, ?> object(@Nullable Object value, String claim) throws ServiceException {
    if (value instanceof Map<?, ?> object) {
      return object;
    }
    throw missing(claim);
  }

  private static String text(Map<?, ?> object, String name) throws ServiceException {
    if (object.get(name) instanceof String text) {
      return text;
    }
    throw missing("kubernetes.io … " + name);
  }

  private static ServiceException missing(String claim) {
    return invalid("The token lacks the claim " + claim);
  }

  private static ServiceException invalid(String message) {
    return new ServiceException(400, "InvalidTokenException", message);
  }

  /**
   * The verified claims of a pod's token.
   *
   * @param namespace the namespace of pod and service account
   * @param serviceAccount the service account's name
   * @param podName the pod's name
   * @param podUid the pod's uid
   */
  record PodToken(String namespace, String serviceAccount, String podName, String podUid) {

    String subject() {
      return "system:serviceaccount:" + namespace + ":" + serviceAccount;
    }

    /** Returns the tags that EKS adds to sessions (EKS user guide, "List of session tags"). */
    Map<String, String> sessionTags(EksCluster cluster) {
      Map<String, String> tags = new LinkedHashMap<>();
      tags.put("eks-cluster-arn", cluster.arn());
      tags.put("eks-cluster-name", cluster.name());
      tags.put("kubernetes-namespace", namespace);
      tags.put("kubernetes-service-account", serviceAccount);
      tags.put("kubernetes-pod-name", podName);
      tags.put("kubernetes-pod-uid", podUid);
      return tags;
    }
  }
}
