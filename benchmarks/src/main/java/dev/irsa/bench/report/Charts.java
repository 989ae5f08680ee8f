package dev.irsa.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The charts of each part. */
final class Charts {

  private static final double HIGHEST_FLEET_PEAK = 400;

  private final Results results;
  private final Labels labels;

  Charts(Results results) {
    this.results = results;
    this.labels = new Labels(results);
  }

  /** Returns charts of the CPU time of each variant, for each JDK on two cores. */
  String coldStart() {
    StringBuilder charts = new StringBuilder();
    for (JsonNode cell : results.part("coldstart").path("cells")) {
      boolean plain =
          cell.path("archive").asText().equals("NONE")
              && cell.path("processor").asText().equals("TWO");
      if (plain) {
        BarChart chart =
            new BarChart(
                "CPU milliseconds from a fresh JVM to first credentials, JDK "
                    + cell.path("jdk").asInt()
                    + ", two cores",
                false);
        for (Map.Entry<String, JsonNode> each : cell.path("variants").properties()) {
          chart.bar(
              labels.variant(each.getKey()),
              Labels.kind(each.getKey()),
              Spread.of(each.getValue().path("cpuMs")),
              "ms");
        }
        charts.append(chart.svg());
      }
    }
    return charts.toString();
  }

  /** Returns a chart of nanoseconds per call. */
  String hotPath(int threads) {
    BarChart chart =
        new BarChart(
            "Nanoseconds per call, " + threads + (threads == 1 ? " thread" : " threads"), false);
    for (JsonNode cell : results.part("hotpath").path("cells")) {
      if (cell.path("threads").asInt() == threads) {
        chart.bar(
            labels.benchmark(cell.path("benchmark").asText(), cell.path("label").asText()),
            Labels.kind(cell.path("benchmark").asText()),
            Spread.of(cell.path("time")),
            "ns");
      }
    }
    return chart.svg();
  }

  /** Returns a chart of bytes per refresh over TLS. */
  String refresh() {
    BarChart chart = new BarChart("Kilobytes allocated per refresh, HTTPS", false);
    for (JsonNode cell : results.part("refresh").path("cells")) {
      if (cell.path("scheme").asText().equals("https")) {
        Spread bytes = Spread.of(cell.path("bytes"));
        String client = cell.has("client") ? ", " + cell.path("client").asText() : "";
        chart.bar(
            labels.benchmark(cell.path("benchmark").asText(), cell.path("label").asText()) + client,
            Labels.kind(cell.path("benchmark").asText()),
            bytes == null ? null : bytes.times(1 / 1024.0),
            "kB");
      }
    }
    return chart.svg();
  }

  /** Returns a chart of the worst wait of each provider in each scenario. */
  String stalls() {
    StringBuilder charts = new StringBuilder();
    for (String scenario : List.of("AHEAD", "LATE", "DOWN", "THROTTLED", "HANGS")) {
      BarChart chart = null;
      for (String provider :
          List.of("static", "irsa-v2", "irsa-v1", "sdk-v2", "sdk-v2-async", "sdk-v1")) {
        List<JsonNode> rounds = results.stall(scenario, provider);
        if (rounds.isEmpty()) {
          continue;
        }
        if (chart == null) {
          chart =
              new BarChart(
                      "Worst wait of 16 callers, logarithmic: "
                          + rounds.get(0).path("title").asText(),
                      true)
                  .limit(20, "target 20 ms");
        }
        chart.bar(labels.variant(provider), Labels.kind(provider), worst(rounds), "ms");
      }
      charts.append(chart == null ? "" : chart.svg());
    }
    return charts.toString();
  }

  private static @Nullable Spread worst(List<JsonNode> rounds) {
    return Spread.of(
        List.of(
            rounds.stream().mapToDouble(cell -> cell.path("worstMs").asDouble()).max().orElse(0)));
  }

  /** Returns a chart of the busiest second of each minute. */
  String fleet() {
    LineChart chart =
        new LineChart(
            "STS calls in the busiest second of each minute, 10,000 pods that start within 30 s;"
                + " the start itself exceeds the scale",
            60,
            HIGHEST_FLEET_PEAK);
    for (JsonNode cell : results.part("fleet").path("cells")) {
      String policy = cell.path("policy").asText();
      String kind =
          switch (policy) {
            case "irsa" -> "ours";
            case "aws-specification" -> "second";
            case "sdk-v2" -> "peer";
            default -> "third";
          };
      chart.line(labels.fleet(policy), kind, Spread.figures(cell.path("peakByMinute")));
    }
    return chart.svg();
  }
}
