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

/**
 * The file with the results. A figure that is missing is an empty list.
 *
 * @param file the file, which need not exist
 * @param root its content, by part
 */
public record Results(Path file, ObjectNode root) {

  /** The parts of a run. */
  public static final List<String> PARTS =
      List.of("size", "calls", "refresh", "tenants", "coldstart", "firstcall", "outages", "fleet");

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

  /** Returns a part, or something in it. */
  JsonNode at(String place) {
    return root.at("/" + place);
  }

  /**
   * Returns figures in the order of their rounds; none if they were not measured.
   *
   * @param found an object, or a list of some
   * @param wanted the fields of those that count, and their values
   * @param figure where in these the figures are: a number, or a list
   */
  static List<Double> figures(JsonNode found, Map<String, String> wanted, String figure) {
    List<Double> figures = new ArrayList<>();
    for (JsonNode each : found.isArray() ? found : List.of(found)) {
      if (wanted.entrySet().stream()
          .allMatch(field -> each.at("/" + field.getKey()).asText().equals(field.getValue()))) {
        JsonNode value = each.at("/" + figure);
        (value.isArray() ? value : List.of(value))
            .forEach(number -> figures.add(number.asDouble(Double.NaN)));
      }
    }
    figures.removeIf(number -> number.isNaN());
    return figures;
  }

  /** Returns a figure of a process: cpuMs or wallMs. */
  static List<Double> process(JsonNode cell, String variant, String figure) {
    return figures(cell, Map.of(), "variants/" + variant + "/" + figure);
  }

  /** Returns what credentials add to a figure of an application. */
  static List<Double> added(JsonNode cell, String variant, String figure) {
    return Spread.difference(process(cell, variant, figure), process(cell, "static", figure));
  }

  /** Returns the time of a call, in the benchmark's unit. */
  List<Double> time(String part, String benchmark) {
    return jmh(part, benchmark, "primaryMetric/score");
  }

  /** Returns the bytes that a call allocates. */
  List<Double> bytes(String part, String benchmark) {
    return jmh(part, benchmark, "secondaryMetrics/gc.alloc.rate.norm/score");
  }

  /** Returns the time of a step of the loop, in the benchmark's unit. */
  List<Double> step(String part, String benchmark) {
    return jmh(part, benchmark, "secondaryMetrics/steps/score");
  }

  private List<Double> jmh(String part, String benchmark, String figure) {
    return figures(at(part + "/jmh"), Map.of("benchmark", benchmark), figure);
  }
}
