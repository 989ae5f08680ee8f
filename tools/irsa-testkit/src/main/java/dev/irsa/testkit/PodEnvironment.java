package dev.irsa.testkit;

import dev.irsa.testkit.internal.kubernetes.Pod;
import dev.irsa.testkit.internal.kubernetes.PodWebhook;
import dev.irsa.testkit.kubernetes.TokenVolume;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/**
 * A pod that runs in the lab, as a program in its container sees it. Thread-safe. The lab closes
 * it; {@link #close} deletes the pod and its token file earlier.
 */
public final class PodEnvironment implements AutoCloseable {
  private static final Map<String, String> MOUNT_PATHS =
      Map.of(
          PodWebhook.VOLUME, PodWebhook.MOUNT_PATH,
          PodWebhook.POD_IDENTITY_VOLUME, PodWebhook.POD_IDENTITY_MOUNT_PATH);
  private static final String AGENT_URI_OVER_IPV6 = "http://[fd00:ec2::23]/v1/credentials";

  private final IrsaLab lab;
  private final Pod pod;
  private final String name;
  private final String container;
  private final Map<String, TokenVolume> volumes;

  PodEnvironment(IrsaLab lab, Pod pod, String name, Map<String, TokenVolume> volumes) {
    this.lab = lab;
    this.pod = pod;
    this.name = name;
    this.container = pod.containerNames().get(0);
    this.volumes = Map.copyOf(volumes);
  }

  /** Returns the pod's name, which is also the value of {@code HOSTNAME}. */
  public String name() {
    return name;
  }

  /** Returns the pod as created, after mutation by the webhook. */
  public Pod pod() {
    return pod;
  }

  /** Returns the environment of the first container; see {@link #variables(String)}. */
  public Map<String, String> variables() {
    return variables(container);
  }

  /**
   * Returns the environment of a container as injected by the webhook, plus {@code HOSTNAME}. Only
   * the token file's path and the URI of the EKS Pod Identity agent differ: both are local to this
   * machine.
   */
  public Map<String, String> variables(String containerName) {
    Map<String, String> variables = new LinkedHashMap<>(pod.environment(containerName));
    variables.computeIfPresent("AWS_WEB_IDENTITY_TOKEN_FILE", this::onThisMachine);
    variables.computeIfPresent("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", this::onThisMachine);
    variables.computeIfPresent("AWS_CONTAINER_CREDENTIALS_FULL_URI", this::agentOnThisMachine);
    variables.put("HOSTNAME", name);
    return variables;
  }

  private String onThisMachine(String variable, String path) {
    return MOUNT_PATHS.entrySet().stream()
        .filter(mount -> path.startsWith(mount.getValue() + "/"))
        .flatMap(mount -> Optional.ofNullable(volumes.get(mount.getKey())).stream())
        .map(volume -> volume.tokenFile().toString())
        .findFirst()
        .orElse(path);
  }

  private String agentOnThisMachine(String variable, String uri) {
    if (uri.equals(PodWebhook.POD_IDENTITY_URI)) {
      return lab.agent().uri().toString();
    }
    return uri.equals(AGENT_URI_OVER_IPV6)
        ? lab.agent().ipv6Uri().map(URI::toString).orElse(uri)
        : uri;
  }

  /**
   * Returns the variables that direct SDKs to the lab instead of AWS and make them trust it. They
   * are not part of {@link #variables}, since real pods do not have them.
   */
  public Map<String, String> endpointVariables() {
    return lab.endpointVariables();
  }

  /**
   * Returns all variables that another program needs to act as this pod: {@link #variables} and
   * {@link IrsaLab#clientVariables}.
   */
  public Map<String, String> exports() {
    Map<String, String> exports = new LinkedHashMap<>(variables());
    exports.putAll(lab.clientVariables());
    return exports;
  }

  /** Returns the path of the file of {@link #tokenVolume} on this machine. */
  public Path tokenFile() {
    return tokenVolume().tokenFile();
  }

  /**
   * Returns the volume that holds the token file: {@code aws-iam-token} or {@code
   * eks-pod-identity-token}. Of a pod that has both, because it brings the variables and the volume
   * of IRSA itself, it is {@code aws-iam-token}.
   *
   * @throws IllegalStateException if the webhook did not mutate this pod
   */
  public TokenVolume tokenVolume() {
    return Stream.of(PodWebhook.VOLUME, PodWebhook.POD_IDENTITY_VOLUME)
        .flatMap(volume -> Stream.ofNullable(volumes.get(volume)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "pod " + name + " has no token volume: the webhook did not mutate it"));
  }

  /** Returns the URI of STS with TLS. */
  public URI stsEndpoint() {
    return lab.sts().secureUri();
  }

  /** Returns the URI of STS without TLS, on loopback. */
  public URI plainStsEndpoint() {
    return lab.sts().plainUri();
  }

  /** Returns the URI of the S3-compatible store without TLS, on loopback. */
  public URI plainS3Endpoint() {
    return lab.s3().plainUri();
  }

  /** Returns a client context that trusts only the lab's certificate authority. */
  public SSLContext sslContext() {
    return lab.sslContext();
  }

  /** Returns the PEM file with the lab's certificate authority. */
  public Path caBundle() {
    return lab.caBundle();
  }

  @Override
  public void close() {
    volumes.values().forEach(TokenVolume::close);
    lab.forget(this);
  }

  @Override
  public String toString() {
    return "PodEnvironment[" + name + "]";
  }
}
