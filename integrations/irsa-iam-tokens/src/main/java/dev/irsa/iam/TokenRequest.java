package dev.irsa.iam;

import dev.irsa.IrsaCredentials;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.sigv4.RequestSigner;
import dev.irsa.internal.sigv4.SigningKeys;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The request that is signed to make a token. Immutable.
 *
 * @param service the service in the scope of the signature
 * @param host what the server calls itself, or null for the regional STS
 * @param parameters the query
 * @param cluster the EKS cluster that the token is for, or null
 * @param region the region of the service, or null for that of the credentials
 */
record TokenRequest(
    String service,
    @Nullable String host,
    Map<String, String> parameters,
    @Nullable String cluster,
    @Nullable String region) {

  private static final Duration VALIDITY = Duration.ofMinutes(15);

  /** The URL in the token of EKS is sent at once; the token stays valid longer. */
  private static final Duration VALIDITY_OF_URL = Duration.ofMinutes(1);

  String sign(IrsaCredentials credentials, SessionCredentials keys, Instant now) {
    String at = regionOf(credentials);
    RequestSigner signer = new RequestSigner(service, at);
    SigningKeys signing = SigningKeys.of(keys);
    if (cluster == null) {
      String query = signer.presign(parameters, Map.of("host", name()), VALIDITY, signing, now);
      return name() + "/?" + query;
    }
    Map<String, String> fields = new LinkedHashMap<>();
    String sts = "sts." + at + (at.startsWith("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com");
    fields.put("host", sts);
    fields.put("x-k8s-aws-id", cluster);
    String query = signer.presign(parameters, fields, VALIDITY_OF_URL, signing, now);
    byte[] url = ("https://" + sts + "/?" + query).getBytes(StandardCharsets.UTF_8);
    return "k8s-aws-v1." + Base64.getUrlEncoder().withoutPadding().encodeToString(url);
  }

  private String name() {
    return host == null ? "" : host;
  }

  private String regionOf(IrsaCredentials credentials) {
    String found = region != null ? region : credentials.status().region();
    if (found == null) {
      throw new IllegalStateException(
          "The region of the service is not known. Fix: set AWS_REGION, or IamTokens.withRegion(...)");
    }
    return found;
  }

  /** Returns what the token is for, for messages. */
  String title() {
    return cluster != null ? "EKS cluster " + cluster : service + " " + name();
  }
}
