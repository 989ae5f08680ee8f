package dev.irsa.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds figures in the raw results. A figure that does not exist is a missing node. */
final class Results {

  private final ObjectNode root;

  Results(ObjectNode root) {
    this.root = root;
  }

  JsonNode machine() {
    return root.path("machine");
  }

  JsonNode part(String name) {
    return root.path(name);
  }

  /** Returns the cold start figures of a variant. */
  JsonNode coldStart(int jdk, String processor, String archive, String variant) {
    return find(
            part("coldstart").path("cells"),
            Map.of("jdk", Integer.toString(jdk), "processor", processor, "archive", archive))
        .path("variants")
        .path(variant);
  }

  /** Returns the figures of a variant that gets container credentials. */
  JsonNode container(int jdk, String variant) {
    return started("container", jdk, variant);
  }

  /** Returns the variants of the first call of an application. */
  JsonNode firstCall(String application, int jdk, String archive) {
    return find(
            part("firstcall").path("cells"),
            Map.of("application", application, "jdk", Integer.toString(jdk), "archive", archive))
        .path("variants");
  }

  /** Returns the figures of an application of SDK v2, with the agent or without. */
  JsonNode application(int jdk, String variant) {
    return started("agent", jdk, variant);
  }

  /** Returns the figures of a program outside of a pod, with the agent or without. */
  JsonNode outside(int jdk, String variant) {
    return started("outside", jdk, variant);
  }

  /** Returns the figures of a process that was measured by JDK only. */
  private JsonNode started(String cells, int jdk, String variant) {
    return find(part("coldstart").path(cells), Map.of("jdk", Integer.toString(jdk)))
        .path("variants")
        .path(variant);
  }

  /** Returns a JMH result of the hot path; without a label, the one on the newest class path. */
  JsonNode hotPath(String benchmark, String label, int threads) {
    return find(
        part("hotpath").path("cells"),
        Map.of("benchmark", benchmark, "label", label, "threads", Integer.toString(threads)));
  }

  /** Returns a JMH result of the other calls. */
  JsonNode call(String benchmark, Map<String, String> parameters) {
    Map<String, String> wanted = new HashMap<>(parameters);
    wanted.put("benchmark", benchmark);
    return find(part("calls").path("cells"), wanted);
  }

  /** Returns a JMH result of the refresh path. */
  JsonNode refresh(String benchmark, Map<String, String> parameters) {
    Map<String, String> wanted = new HashMap<>(parameters);
    wanted.put("benchmark", benchmark);
    return find(part("refresh").path("cells"), wanted);
  }

  /** Returns every round of a scenario for a provider. */
  List<JsonNode> stall(String scenario, String provider) {
    return all(part("stall").path("cells"), Map.of("scenario", scenario, "provider", provider));
  }

  JsonNode scale(int roles) {
    return find(part("scale").path("cells"), Map.of("roles", Integer.toString(roles)));
  }

  JsonNode fleet(String policy) {
    return find(part("fleet").path("cells"), Map.of("policy", policy));
  }

  JsonNode footprint(String name) {
    return find(part("footprint").path("cells"), Map.of("name", name));
  }

  String newestSdk() {
    return machine().path("sdkV2Newest").asText("newest");
  }

  private static JsonNode find(JsonNode list, Map<String, String> wanted) {
    List<JsonNode> found = all(list, wanted);
    return found.isEmpty() ? MissingNode.getInstance() : found.get(0);
  }

  private static List<JsonNode> all(JsonNode list, Map<String, String> wanted) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode candidate : list) {
      boolean same =
          wanted.entrySet().stream()
              .allMatch(entry -> candidate.path(entry.getKey()).asText().equals(entry.getValue()));
      if (same) {
        found.add(candidate);
      }
    }
    return found;
  }
}
