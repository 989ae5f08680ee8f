package dev.irsa.testkit;

import dev.irsa.testkit.kubernetes.Pod;
import dev.irsa.testkit.kubernetes.PodWebhook;
import dev.irsa.testkit.kubernetes.TokenVolume;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A pod that runs in the lab: what a program in its container finds around itself. Thread-safe.
 * Belongs to the lab, which closes it; {@link #close} deletes the pod earlier, and its token file
 * with it.
 */
public final class PodEnvironment implements AutoCloseable {
  private final IrsaLab lab;
  private final Pod pod;
  private final String name;
  private final String container;
  private final @Nullable TokenVolume volume;

  PodEnvironment(IrsaLab lab, Pod pod, String name, @Nullable TokenVolume volume) {
    this.lab = lab;
    this.pod = pod;
    this.name = name;
    this.container = pod.containerNames().get(0);
    this.volume = volume;
  }

  /** The pod's name, which its containers find in {@code HOSTNAME}. */
  public String name() {
    return name;
  }

  /** The pod as it was created, after the webhook. */
  public Pod pod() {
    return pod;
  }

  /** The environment of the first container; see {@link #variables(String)}. */
  public Map<String, String> variables() {
    return variables(container);
  }

  /**
   * The environment of a container as injected, and {@code HOSTNAME}. Only the path of the token
   * file is another one: that of the volume on this machine.
   */
  public Map<String, String> variables(String containerName) {
    Map<String, String> variables = new LinkedHashMap<>(pod.environment(containerName));
    if (volume != null) {
      String file = volume.tokenFile().toString();
      variables.computeIfPresent(
          "AWS_WEB_IDENTITY_TOKEN_FILE",
          (key, path) -> path.startsWith(PodWebhook.MOUNT_PATH + "/") ? file : path);
    }
    variables.put("HOSTNAME", name);
    return variables;
  }

  /**
   * What leads SDKs to the lab instead of to AWS, and makes them trust it; never part of {@link
   * #variables}, since no real pod has it.
   */
  public Map<String, String> endpointVariables() {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("AWS_ENDPOINT_URL_STS", stsEndpoint().toString());
    variables.put("AWS_ENDPOINT_URL_S3", s3Endpoint().toString());
    variables.put("AWS_CA_BUNDLE", lab.caBundle().toString());
    return variables;
  }

  /**
   * Everything that another program needs to act as this pod: {@link #variables}, {@link
   * #endpointVariables}, the trust of Node.js and of JVMs, and no instance metadata.
   */
  public Map<String, String> exports() {
    Map<String, String> exports = new LinkedHashMap<>(variables());
    exports.putAll(endpointVariables());
    exports.put("NODE_EXTRA_CA_CERTS", lab.caBundle().toString());
    exports.put(
        "JAVA_TOOL_OPTIONS",
        "-Djavax.net.ssl.trustStore=%s -Djavax.net.ssl.trustStorePassword=%s"
            .formatted(lab.trustStore(), LabFiles.TRUST_STORE_PASSWORD));
    exports.put("AWS_EC2_METADATA_DISABLED", "true");
    return exports;
  }

  /** The token file on this machine. */
  public Path tokenFile() {
    return tokenVolume().tokenFile();
  }

  /**
   * The volume with the token file.
   *
   * @throws IllegalStateException if the webhook did not mutate this pod
   */
  public TokenVolume tokenVolume() {
    if (volume == null) {
      throw new IllegalStateException("pod " + name + " has no volume " + PodWebhook.VOLUME);
    }
    return volume;
  }

  /** STS over TLS. */
  public URI stsEndpoint() {
    return lab.sts().secureUri();
  }

  /** STS without TLS, on loopback. */
  public URI plainStsEndpoint() {
    return lab.sts().plainUri();
  }

  /** The S3-shaped store over TLS. */
  public URI s3Endpoint() {
    return lab.s3().secureUri();
  }

  /** The S3-shaped store without TLS, on loopback. */
  public URI plainS3Endpoint() {
    return lab.s3().plainUri();
  }

  /** Trusts the lab's certificate authority and no other. */
  public SSLContext sslContext() {
    return lab.sslContext();
  }

  /** PEM file with the lab's certificate authority. */
  public Path caBundle() {
    return lab.caBundle();
  }

  @Override
  public void close() {
    if (volume != null) {
      volume.close();
    }
  }

  @Override
  public String toString() {
    return "PodEnvironment[" + name + "]";
  }
}
