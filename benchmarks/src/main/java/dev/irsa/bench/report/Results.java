package dev.irsa.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The file with the results. A figure that is missing is an empty list.
 *
 * @param file the file, which need not exist
 * @param root its content, by part
 */
public record Results(Path file, ObjectNode root) {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Returns the results in a directory. */
  public static Results in(Path directory) throws IOException {
    Path file = directory.resolve("results.json");
    return new Results(
        file,
        Files.exists(file) ? (ObjectNode) JSON.readTree(file.toFile()) : JSON.createObjectNode());
  }

  /** Writes the file. */
  public void write() throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, JSON.writeValueAsString(root) + "\n");
  }

  JsonNode part(String name) {
    return root.path(name);
  }

  /** Returns a figure of a process, in each round: cpuMs, wallMs, or one of a profile. */
  List<Double> process(String part, Map<String, String> cell, String variant, String figure) {
    List<Double> figures = new ArrayList<>();
    cells(part, cell)
        .forEach(
            found ->
                found
                    .path("variants")
                    .path(variant)
                    .path(figure)
                    .forEach(each -> figures.add(each.asDouble())));
    return figures;
  }

  /** Returns what credentials add to a figure of an application; null if it was not measured. */
  @Nullable Spread added(String part, Map<String, String> cell, String variant, String figure) {
    return Spread.of(
        Spread.difference(
            process(part, cell, variant, figure), process(part, cell, "static", figure)));
  }

  /** Returns the time of a call in each round of JMH, in the benchmark's unit. */
  List<Double> time(String part, String benchmark, String scheme) {
    return jmh(part, benchmark, scheme).stream()
        .map(each -> each.path("primaryMetric").path("score").asDouble())
        .toList();
  }

  /** Returns the bytes that a call allocates, in each round of JMH. */
  List<Double> bytes(String part, String benchmark, String scheme) {
    return jmh(part, benchmark, scheme).stream()
        .map(each -> each.path("secondaryMetrics").path("gc.alloc.rate.norm"))
        .map(each -> each.path("score").asDouble())
        .toList();
  }

  private List<JsonNode> jmh(String part, String benchmark, String scheme) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode each : part(part).path("jmh")) {
      if (each.path("benchmark").asText().equals(benchmark)
          && each.path("params").path("scheme").asText().equals(scheme)) {
        found.add(each);
      }
    }
    return found;
  }

  /** Returns the cells of a part in which these fields have these values. */
  List<JsonNode> cells(String part, Map<String, String> wanted) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode cell : part(part).path("cells")) {
      if (wanted.entrySet().stream()
          .allMatch(entry -> cell.path(entry.getKey()).asText().equals(entry.getValue()))) {
        found.add(cell);
      }
    }
    return found;
  }
}
