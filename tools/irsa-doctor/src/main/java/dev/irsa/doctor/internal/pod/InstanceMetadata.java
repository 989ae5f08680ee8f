package dev.irsa.doctor.internal.pod;

import static dev.irsa.doctor.internal.text.ForeignText.uri;

import dev.irsa.doctor.internal.probe.NetworkProbe;
import dev.irsa.doctor.internal.probe.NetworkStage;
import dev.irsa.doctor.internal.probe.ProbeResult;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether the pod can reach the node's instance metadata. Immutable.
 *
 * @param disabled whether the pod's environment disables its use
 * @param endpoint the URL that was called
 * @param reached whether it responded
 * @param role the name of the node's role, or null if it is not known
 */
public record InstanceMetadata(
    boolean disabled, String endpoint, boolean reached, @Nullable String role) {

  private static final String USUAL = "http://169.254.169.254";
  private static final Duration BOUND = Duration.ofMillis(300);

  /** The limit for a server that accepted a connection. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final String ROLES = "/latest/meta-data/iam/security-credentials/";

  private static final Map<String, String> ASKING_FOR_TOKEN =
      Map.of("X-aws-ec2-metadata-token-ttl-seconds", "60", "Content-Length", "0");

  /** Looks for instance metadata, within 300 ms if no server accepts a connection. */
  public static InstanceMetadata of(ExaminedPod pod, NetworkProbe calls) {
    String override = pod.variable("AWS_EC2_METADATA_SERVICE_ENDPOINT");
    String endpoint = override == null ? USUAL : override;
    URI uri = uri(endpoint);
    if (isDisabled(pod) || uri == null) {
      return new InstanceMetadata(isDisabled(pod), endpoint, false, null);
    }
    URI tokens = uri.resolve("/latest/api/token");
    ProbeResult token = calls.sendDirectly(tokens, "PUT", ASKING_FOR_TOKEN, null, BOUND);
    if (!token.isAnswered() && token.stage().compareTo(NetworkStage.TCP) > 0) {
      token = calls.sendDirectly(tokens, "PUT", ASKING_FOR_TOKEN, null, PATIENCE);
    }
    return new InstanceMetadata(
        false, endpoint, token.isAnswered(), isToken(token) ? role(token, uri, calls) : null);
  }

  /** Each generation of the SDK has its own property. */
  private static boolean isDisabled(ExaminedPod pod) {
    return "true".equalsIgnoreCase(pod.variable("AWS_EC2_METADATA_DISABLED"))
        || "true".equalsIgnoreCase(pod.property("aws.disableEc2Metadata"))
        || "true".equalsIgnoreCase(pod.property("com.amazonaws.sdk.disableEc2Metadata"));
  }

  /** Returns whether a response is a token, which becomes a header field of the next request. */
  private static boolean isToken(ProbeResult result) {
    return result.status() == 200 && result.body().strip().matches("[!-~]{1,1024}");
  }

  private static @Nullable String role(ProbeResult token, URI server, NetworkProbe calls) {
    Map<String, String> field = Map.of("X-aws-ec2-metadata-token", token.body().strip());
    ProbeResult roles = calls.sendDirectly(server.resolve(ROLES), "GET", field, null, PATIENCE);
    String name = roles.status() == 200 ? roles.body().strip() : "";
    return name.matches("[\\w+=,.@-]{1,64}") ? name : null;
  }
}
