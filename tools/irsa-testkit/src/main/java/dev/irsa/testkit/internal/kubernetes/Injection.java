package dev.irsa.testkit.internal.kubernetes;

import dev.irsa.testkit.internal.JsonObjects;
import dev.irsa.testkit.internal.kubernetes.Pod.TokenProjection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the webhook adds to one pod.
 *
 * @param volume the name of the volume
 * @param mountPath where containers mount it
 * @param token the token that it projects
 * @param labels the labels of the pod
 * @param identity the variables of the identity, in order; a container that has one of them is
 *     given none
 * @param common the other variables
 * @param skippedContainers the names of the containers that stay as they are
 */
record Injection(
    String volume,
    String mountPath,
    TokenProjection token,
    Map<String, String> labels,
    Map<String, String> identity,
    CommonVariables common,
    Set<String> skippedContainers) {

  /**
   * The variables that do not depend on the kind of identity.
   *
   * @param regionalEndpoints whether to ask for regional endpoints of STS
   * @param region the region; if empty, it is not set
   */
  record CommonVariables(boolean regionalEndpoints, String region) {}

  void addTo(Pod pod) {
    for (var container : pod.containers()) {
      if (!skippedContainers.contains(container.member("name").text())) {
        addToContainer(container);
      }
    }
    if (!labels.isEmpty()) {
      pod.addLabels(labels);
    }
    addVolume(pod);
  }

  private void addToContainer(JsonNode container) {
    var names =
        container.member("env").items().stream()
            .map(variable -> variable.member("name").text())
            .collect(Collectors.toSet());
    boolean hasIdentity = identity.keySet().stream().anyMatch(names::contains);
    boolean hasRegion = names.contains("AWS_REGION") || names.contains("AWS_DEFAULT_REGION");
    boolean hasEndpoints = names.contains("AWS_STS_REGIONAL_ENDPOINTS");
    if (hasIdentity && hasRegion && hasEndpoints) {
      // A container that already has all variables does not get a mount either.
      return;
    }
    var environment = new LinkedHashMap<String, String>();
    if (!hasEndpoints && common.regionalEndpoints()) {
      environment.put("AWS_STS_REGIONAL_ENDPOINTS", "regional");
    }
    if (!hasRegion && !common.region().isEmpty()) {
      environment.put("AWS_DEFAULT_REGION", common.region());
      environment.put("AWS_REGION", common.region());
    }
    if (!hasIdentity) {
      environment.putAll(identity);
    }
    addEnvironment(container, environment);
    addMount(container);
  }

  private static void addEnvironment(JsonNode container, Map<String, String> environment) {
    if (environment.isEmpty()) {
      return;
    }
    var variables = container.memberArray("env");
    environment.forEach(
        (name, value) -> variables.add(JsonObjects.of("name", name, "value", value)));
  }

  private void addMount(JsonNode container) {
    if (!isNamed(container.member("volumeMounts").items())) {
      var mount = JsonObjects.of("mountPath", mountPath, "name", volume, "readOnly", true);
      container.memberArray("volumeMounts").add(mount);
    }
  }

  private void addVolume(Pod pod) {
    if (!isNamed(pod.volumes())) {
      var projection =
          JsonObjects.of(
              "audience", token.audience(),
              "expirationSeconds", token.expiration().toSeconds(),
              "path", token.path());
      var sources = List.of(JsonObjects.of("serviceAccountToken", projection));
      // The mode is the API server's default, which appears in every stored pod.
      var projected = JsonObjects.of("defaultMode", 0644, "sources", sources);
      pod.spec()
          .memberArray("volumes")
          .add(0, JsonObjects.of("name", volume, "projected", projected));
    }
  }

  private boolean isNamed(List<JsonNode> nodes) {
    return nodes.stream().anyMatch(node -> node.member("name").text().equals(volume));
  }
}
