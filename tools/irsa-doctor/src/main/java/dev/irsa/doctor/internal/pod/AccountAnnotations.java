package dev.irsa.doctor.internal.pod;

import static dev.irsa.doctor.internal.text.ForeignText.uri;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.irsa.doctor.internal.probe.NetworkProbe;
import dev.irsa.doctor.internal.probe.ProbeResult;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The annotations of the pod's service account, read from the API server as that account.
 * Immutable.
 *
 * @param account the service account, or null if it is not known
 * @param annotations the annotations, or null if they could not be read
 * @param problem why they could not be read; empty if they were
 */
public record AccountAnnotations(
    @Nullable ServiceAccountName account,
    @Nullable Map<String, String> annotations,
    String problem) {

  private static final Duration BOUND = Duration.ofSeconds(3);

  /** The annotation that the webhook looks for. */
  public static final String ROLE_ARN = "eks.amazonaws.com/role-arn";

  /** Asks the API server, with the token of the service account. */
  public static AccountAnnotations read(
      ExaminedPod pod, ServiceAccountVolume volume, NetworkProbe calls) {
    ServiceAccountName account = volume.account();
    Jwt token = volume.token();
    String host = pod.variable("KUBERNETES_SERVICE_HOST");
    String port = pod.variable("KUBERNETES_SERVICE_PORT");
    if (account == null || token == null || !account.toString().matches("[a-z0-9-]+/[a-z0-9.-]+")) {
      return new AccountAnnotations(null, null, "the pod's service account token cannot be read");
    }
    String named = host != null && host.contains(":") ? "[" + host + "]" : host;
    URI server = uri("https://" + named + ":" + (port == null ? "443" : port));
    if (host == null || server == null) {
      return new AccountAnnotations(account, null, "KUBERNETES_SERVICE_HOST is not set");
    }
    String path =
        "/api/v1/namespaces/" + account.namespace() + "/serviceaccounts/" + account.name();
    Map<String, String> fields =
        Map.of("Accept", "application/json", "Authorization", "Bearer " + token.secretText());
    return of(
        account,
        calls.sendDirectly(server.resolve(path), "GET", fields, volume.authority(), BOUND));
  }

  private static AccountAnnotations of(ServiceAccountName account, ProbeResult result) {
    if (result.status() != 200) {
      return new AccountAnnotations(
          account,
          null,
          switch (result.status()) {
            case 0 -> "the API server was not reached: " + result.stage() + " failed";
            case 403 ->
                "the service account %s may not read itself (403): someone with the right runs kubectl get serviceaccount"
                    .formatted(account);
            default -> "the API server responded with status " + result.status();
          });
    }
    try {
      Map<String, Object> document = JSONObjectUtils.parse(result.body());
      Map<String, String> annotations = new TreeMap<>();
      if (document.get("metadata") instanceof Map<?, ?> metadata
          && metadata.get("annotations") instanceof Map<?, ?> found) {
        found.forEach((key, value) -> annotations.put(String.valueOf(key), String.valueOf(value)));
      }
      return new AccountAnnotations(account, annotations, "");
    } catch (ParseException | RuntimeException e) {
      return new AccountAnnotations(account, null, "the API server's response is not JSON");
    }
  }

  /** Returns the role of the annotation, or null. */
  public @Nullable String roleArn() {
    return annotations == null ? null : annotations.get(ROLE_ARN);
  }

  /** Returns the value of an annotation; empty if it is missing. */
  public String value(String key) {
    return annotations == null ? "" : annotations.getOrDefault(key, "");
  }

  /** Returns an annotation that is probably a misspelt {@link #ROLE_ARN}, or null. */
  public @Nullable String nearMiss() {
    return annotations == null || annotations.containsKey(ROLE_ARN)
        ? null
        : annotations.entrySet().stream()
            .filter(entry -> isNearMiss(entry.getKey(), entry.getValue()))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse(null);
  }

  private static boolean isNearMiss(String key, String value) {
    String plain = key.toLowerCase(Locale.ROOT).replace('_', '-').replace("rolearn", "role-arn");
    return plain.endsWith("/role-arn")
        || plain.equals("role-arn")
        || (value.startsWith("arn:") && value.contains(":role/"));
  }
}
