package dev.irsa.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The machine, time and commit of a measurement. */
final class Stamp {

  private Stamp() {}

  static String machine(Results results) {
    JsonNode machine = results.machine();
    List<String> lines = new ArrayList<>();
    lines.add(machine.path("cpus").asText() + " cores of " + machine.path("cpu").asText());
    lines.add(machine.path("memory").asText() + " memory");
    lines.add(machine.path("system").asText());
    for (int jdk : new int[] {17, 25}) {
      if (machine.has("jdk" + jdk)) {
        lines.add(machine.path("jdk" + jdk).asText());
      }
    }
    lines.add(
        "SDK v2 "
            + machine.path("sdkV2Newest").asText()
            + " and "
            + machine.path("sdkV2").asText());
    lines.add("SDK v1 " + machine.path("sdkV1").asText());
    return String.join(" · ", lines);
  }

  static String part(Results results, String name) {
    JsonNode part = results.part(name);
    if (part.isMissingNode()) {
      return "Not measured.";
    }
    return String.format(
        Locale.ROOT,
        "Taken %s at commit %s in %.0f s, %s run, load average %.1f before.",
        part.path("takenAt").asText(),
        part.path("commit").asText(),
        part.path("seconds").asDouble(),
        part.path("quick").asBoolean() ? "quick" : "full",
        part.path("loadBefore").asDouble());
  }

  /** Returns the omitted measurements, with reasons. */
  static List<String> omitted(Results results, String name) {
    List<String> lines = new ArrayList<>();
    for (JsonNode omission : results.part(name).path("omitted")) {
      lines.add(omission.path("what").asText() + ": " + omission.path("reason").asText());
    }
    for (JsonNode cell : results.part(name).path("cells")) {
      for (JsonNode omission : cell.path("omitted")) {
        lines.add(omission.path("what").asText() + ": " + omission.path("reason").asText());
      }
    }
    return lines;
  }
}
