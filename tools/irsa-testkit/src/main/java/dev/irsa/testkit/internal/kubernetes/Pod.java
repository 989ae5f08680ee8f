package dev.irsa.testkit.internal.kubernetes;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.irsa.testkit.internal.DnsName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A pod as JSON. Only the parts that concern its identity are interpreted; the rest is preserved.
 *
 * <p>Immutable.
 */
public final class Pod {
  private static final int DEFAULT_MODE = 0644;

  private final JsonNode root;

  private Pod(JsonNode root) {
    this.root = root;
  }

  /**
   * Parses a pod.
   *
   * @param json an object with {@code metadata} and {@code spec}
   * @throws IllegalArgumentException if a part that is interpreted has the wrong shape
   */
  public static Pod parse(String json) {
    var pod = new Pod(JsonNode.parse(json));
    pod.check();
    return pod;
  }

  /** Returns the pod as JSON, with members in their original order. */
  public String toJson() {
    return JSONObjectUtils.toJSONString(root.object());
  }

  /** Returns the pod's labels. */
  public Map<String, String> labels() {
    return metadata().member("labels").texts();
  }

  /** Returns the pod's name; empty if it is yet to be generated. */
  public Optional<String> name() {
    return subdomain(metadata().member("name"));
  }

  /** Returns the pod's namespace, {@code default} if not set. */
  public String namespace() {
    JsonNode namespace = metadata().member("namespace");
    return namespace.isAbsent() ? "default" : namespace.name(DnsName.LABEL, "a DNS label");
  }

  /** Returns the name of the pod's service account, {@code default} if not set. */
  public String serviceAccountName() {
    return subdomain(spec().member("serviceAccountName")).orElse("default");
  }

  /** Returns the names of the containers, at least one, without init containers. */
  public List<String> containerNames() {
    return spec().member("containers").items().stream()
        .map(container -> container.member("name").text())
        .toList();
  }

  /**
   * Returns the environment of a container: the variables with a literal value.
   *
   * @param container the name of a container or an init container
   * @throws IllegalArgumentException if the container does not exist
   */
  public Map<String, String> environment(String container) {
    var environment = new LinkedHashMap<String, String>();
    for (var variable : container(container).member("env").items()) {
      text(variable.member("value"))
          .ifPresent(value -> environment.put(variable.member("name").text(), value));
    }
    return environment;
  }

  /**
   * Returns the token that a volume projects, if the pod has that volume.
   *
   * @param volumeName {@link PodWebhook#VOLUME} or {@link PodWebhook#POD_IDENTITY_VOLUME}
   */
  public Optional<TokenProjection> tokenProjection(String volumeName) {
    return volumes().stream()
        .filter(volume -> volume.member("name").text().equals(volumeName))
        .flatMap(volume -> volume.member("projected").member("sources").items().stream())
        .map(source -> source.member("serviceAccountToken"))
        .filter(token -> !token.isAbsent())
        .map(Pod::projection)
        .findFirst();
  }

  /**
   * Returns the mode that kubelet gives the token file of a volume: 0640 with an {@code fsGroup},
   * 0600 if all containers run as one user, or else the volume's {@code defaultMode}.
   *
   * @param volumeName {@link PodWebhook#VOLUME} or {@link PodWebhook#POD_IDENTITY_VOLUME}
   */
  public int tokenMode(String volumeName) {
    JsonNode context = spec().member("securityContext");
    if (!context.member("fsGroup").isAbsent()) {
      return 0640;
    }
    Set<Optional<Long>> users =
        containers().stream()
            .map(container -> container.member("securityContext").member("runAsUser"))
            .map(own -> own.isAbsent() ? context.member("runAsUser") : own)
            .map(user -> user.isAbsent() ? Optional.<Long>empty() : Optional.of(user.integer()))
            .collect(Collectors.toSet());
    if (users.size() == 1 && !users.contains(Optional.<Long>empty())) {
      return 0600;
    }
    return volumes().stream()
        .filter(volume -> volume.member("name").text().equals(volumeName))
        .map(volume -> volume.member("projected").member("defaultMode"))
        .filter(mode -> !mode.isAbsent())
        .map(Pod::mode)
        .findFirst()
        .orElse(DEFAULT_MODE);
  }

  private static int mode(JsonNode node) {
    long mode = node.integer();
    if (mode < 0 || mode > 0777) {
      throw JsonNode.malformed(node.path(), "0 to 511, which is 0777", Long.toString(mode));
    }
    return (int) mode;
  }

  @Override
  public String toString() {
    return "Pod[" + namespace() + "/" + name().orElse("?") + "]";
  }

  void addLabels(Map<String, String> labels) {
    root.memberObject("metadata");
    metadata().memberObject("labels").putAll(labels);
  }

  JsonNode metadata() {
    return root.member("metadata");
  }

  JsonNode spec() {
    return root.member("spec");
  }

  List<JsonNode> volumes() {
    return spec().member("volumes").items();
  }

  /** Returns all containers; init containers first, in the order of execution. */
  List<JsonNode> containers() {
    var containers = new ArrayList<>(spec().member("initContainers").items());
    containers.addAll(spec().member("containers").items());
    return containers;
  }

  private JsonNode container(String name) {
    return containers().stream()
        .filter(container -> container.member("name").text().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException(this + " does not have a container named " + name));
  }

  private void check() {
    metadata().member("labels").texts();
    metadata().member("annotations").texts();
    namespace();
    name();
    serviceAccountName();
    if (spec().member("containers").items().isEmpty()) {
      throw spec().member("containers").unexpected("at least one container");
    }
    volumes().forEach(volume -> volume.member("name").text());
    for (var container : containers()) {
      container.member("name").name(DnsName.LABEL, "a DNS label");
      container.member("env").items().forEach(variable -> variable.member("name").text());
      container.member("volumeMounts").items().forEach(mount -> mount.member("name").text());
    }
    for (String volume : List.of(PodWebhook.VOLUME, PodWebhook.POD_IDENTITY_VOLUME)) {
      tokenProjection(volume);
      tokenMode(volume);
    }
  }

  private static TokenProjection projection(JsonNode token) {
    var seconds = token.member("expirationSeconds");
    return new TokenProjection(
        text(token.member("audience")).orElse(""),
        // The defaults of Kubernetes.
        Duration.ofSeconds(seconds.isAbsent() ? 3600 : seconds.integer()),
        token.member("path").text());
  }

  private static Optional<String> subdomain(JsonNode name) {
    return name.isAbsent()
        ? Optional.empty()
        : Optional.of(name.name(DnsName.SUBDOMAIN, "a DNS subdomain"));
  }

  private static Optional<String> text(JsonNode node) {
    return node.isAbsent() ? Optional.empty() : Optional.of(node.text());
  }

  /**
   * The service account token that a volume of a pod projects.
   *
   * @param audience the token's audience
   * @param expiration the lifetime to request
   * @param path the path of the file inside the volume
   */
  public record TokenProjection(String audience, Duration expiration, String path) {}
}
