package dev.irsa.testkit.kubernetes;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pod as JSON, read as far as identities are concerned; everything else is kept as it is.
 *
 * <p>Immutable.
 */
public final class Pod {

  private final JsonNode root;

  private Pod(JsonNode root) {
    this.root = root;
  }

  /**
   * Reads a pod.
   *
   * @param json an object with {@code metadata} and {@code spec}
   * @throws MalformedDocumentException if what matters here has the wrong shape
   */
  public static Pod parse(String json) {
    var pod = new Pod(JsonNode.parse(json));
    pod.check();
    return pod;
  }

  /** The pod as JSON, members in their original order. */
  public String toJson() {
    return JSONObjectUtils.toJSONString(root.object());
  }

  /** Its name, unless it is yet to be generated. */
  public Optional<String> name() {
    return text(metadata().member("name"));
  }

  /** Its namespace, {@code default} unless told. */
  public String namespace() {
    return text(metadata().member("namespace")).orElse("default");
  }

  /** The name of its service account, {@code default} unless told. */
  public String serviceAccountName() {
    return text(spec().member("serviceAccountName")).orElse("default");
  }

  /** The names of its containers, at least one, init containers not among them. */
  public List<String> containerNames() {
    return spec().member("containers").items().stream()
        .map(container -> container.member("name").text())
        .toList();
  }

  /**
   * The environment of a container, as far as it is given by value.
   *
   * @param container name of a container or an init container
   * @throws IllegalArgumentException if there is no such container
   */
  public Map<String, String> environment(String container) {
    var environment = new LinkedHashMap<String, String>();
    for (var variable : container(container).member("env").items()) {
      text(variable.member("value"))
          .ifPresent(value -> environment.put(variable.member("name").text(), value));
    }
    return environment;
  }

  /** The token that the volume {@code aws-iam-token} projects, if the pod has one. */
  public Optional<TokenProjection> tokenProjection() {
    return volumes().stream()
        .filter(volume -> volume.member("name").text().equals(PodWebhook.VOLUME))
        .flatMap(volume -> volume.member("projected").member("sources").items().stream())
        .map(source -> source.member("serviceAccountToken"))
        .filter(token -> !token.isAbsent())
        .map(Pod::projection)
        .findFirst();
  }

  @Override
  public String toString() {
    return "Pod[" + namespace() + "/" + name().orElse("?") + "]";
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

  /** Init containers first, as they run. */
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
            () -> new IllegalArgumentException("no container named " + name + " in " + this));
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
      container.member("name").text();
      container.member("env").items().forEach(variable -> variable.member("name").text());
      container.member("volumeMounts").items().forEach(mount -> mount.member("name").text());
    }
    tokenProjection();
  }

  private static TokenProjection projection(JsonNode token) {
    var seconds = token.member("expirationSeconds");
    return new TokenProjection(
        text(token.member("audience")).orElse(""),
        // What Kubernetes takes when nothing is said.
        Duration.ofSeconds(seconds.isAbsent() ? 3600 : seconds.integer()),
        token.member("path").text());
  }

  private static Optional<String> text(JsonNode node) {
    return node.isAbsent() ? Optional.empty() : Optional.of(node.text());
  }
}
