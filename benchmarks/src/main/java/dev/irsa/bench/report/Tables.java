package dev.irsa.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tables of each part, for HTML and Markdown. */
final class Tables {

  private static final double KILO = 1024;

  private final Results results;
  private final Labels labels;

  Tables(Results results) {
    this.results = results;
    this.labels = new Labels(results);
  }

  static Table targets(List<Target> targets) {
    Table table = new Table("target", "limit", "measured", "quartiles", "");
    for (Target target : targets) {
      table.row(
          switch (target.verdict()) {
            case MET -> "met";
            case MISSED -> "missed";
            case OPEN -> "open";
          },
          target.what(),
          target.limitText(),
          target.measuredText(),
          target.spreadText(),
          switch (target.verdict()) {
            case MET -> "met";
            case MISSED -> "missed";
            case OPEN -> "not measured";
          });
    }
    return table;
  }

  /** Returns a table for each combination, with ratios to the minimum and to the newest SDK v2. */
  Map<String, Table> coldStart() {
    return firstCredentials("cells");
  }

  /** Returns the same for container credentials. */
  Map<String, Table> container() {
    return firstCredentials("container");
  }

  private Map<String, Table> firstCredentials(String cells) {
    Map<String, Table> tables = new LinkedHashMap<>();
    for (JsonNode cell : results.part("coldstart").path(cells)) {
      JsonNode variants = cell.path("variants");
      Table table =
          new Table(
              "variant",
              "CPU ms",
              "/ raw",
              "/ SDK v2",
              "wall ms",
              "/ SDK v2",
              "peak MB",
              "classes");
      for (Map.Entry<String, JsonNode> each : variants.properties()) {
        JsonNode figures = each.getValue();
        table.row(
            Labels.kind(each.getKey()),
            labels.variant(each.getKey()),
            Numbers.spread(Spread.of(figures.path("cpuMs"))),
            ratio(figures, variants.path("raw"), "cpuMs"),
            ratio(figures, variants.path("sdk-v2-newest"), "cpuMs"),
            Numbers.spread(Spread.of(figures.path("wallMs"))),
            ratio(figures, variants.path("sdk-v2-newest"), "wallMs"),
            Numbers.plain(Spread.of(figures.path("rssMb"))),
            classes(figures));
      }
      tables.put(
          Labels.cell(
              cell.path("jdk").asInt(),
              cell.path("processor").asText(),
              cell.path("archive").asText()),
          table);
    }
    return tables;
  }

  /** Returns the tables of applications with agents and without. */
  Map<String, Table> agent() {
    return withAgents("agent");
  }

  /** Returns the tables of a program outside of a pod, with agents and without. */
  Map<String, Table> outside() {
    return withAgents("outside");
  }

  private Map<String, Table> withAgents(String cells) {
    Map<String, Table> tables = new LinkedHashMap<>();
    for (JsonNode cell : results.part("coldstart").path(cells)) {
      Table table = new Table("process", "CPU ms", "wall ms", "peak MB", "classes");
      for (Map.Entry<String, JsonNode> each : cell.path("variants").properties()) {
        JsonNode figures = each.getValue();
        table.row(
            Labels.kind(each.getKey()),
            labels.variant(each.getKey()),
            Numbers.spread(Spread.of(figures.path("cpuMs"))),
            Numbers.spread(Spread.of(figures.path("wallMs"))),
            Numbers.plain(Spread.of(figures.path("rssMb"))),
            classes(figures));
      }
      tables.put("JDK " + cell.path("jdk").asInt(), table);
    }
    return tables;
  }

  private static String classes(JsonNode figures) {
    return figures.has("classes")
        ? Numbers.plain(figures.path("classes").asDouble())
        : Numbers.NONE;
  }

  /** Returns the tables of the first call of each application. */
  Map<String, Table> firstCall() {
    Map<String, Table> tables = new LinkedHashMap<>();
    for (JsonNode cell : results.part("firstcall").path("cells")) {
      JsonNode variants = cell.path("variants");
      Table table = new Table("credentials", "CPU ms", "added", "wall ms", "added", "classes");
      for (Map.Entry<String, JsonNode> each : variants.properties()) {
        JsonNode figures = each.getValue();
        JsonNode base = variants.path("static");
        table.row(
            Labels.kind(each.getKey()),
            labels.variant(each.getKey()),
            Numbers.spread(Spread.of(figures.path("cpuMs"))),
            added(figures, base, "cpuMs"),
            Numbers.spread(Spread.of(figures.path("wallMs"))),
            added(figures, base, "wallMs"),
            classes(figures));
      }
      tables.put(
          Labels.application(cell.path("application").asText())
              + Labels.jdk(cell.path("jdk").asInt(), cell.path("archive").asText()),
          table);
    }
    return tables;
  }

  /** Returns the table of the hot path on one or eight threads. */
  Table hotPath(int threads) {
    Table table = new Table("call", "ns", "/ volatile read and clock", "B");
    JsonNode floor = results.hotPath("FloorHotPath.volatileReadAndClock", "", threads);
    for (JsonNode cell : results.part("hotpath").path("cells")) {
      if (cell.path("threads").asInt() == threads) {
        Spread ratio = Spread.ratio(cell.path("time"), floor.path("time"));
        table.row(
            Labels.kind(cell.path("benchmark").asText()),
            labels.benchmark(cell.path("benchmark").asText(), cell.path("label").asText()),
            Numbers.spread(Spread.of(cell.path("time"))),
            ratio == null ? Numbers.NONE : Numbers.ratio(ratio.median()),
            bytes(Spread.of(cell.path("bytes"))));
      }
    }
    return table;
  }

  private static String bytes(@Nullable Spread spread) {
    return spread == null ? Numbers.NONE : Target.Unit.BYTES.format(spread.median());
  }

  /** Returns the table of the other calls. */
  Table calls() {
    Table table = new Table("call", "roles", "beside", "ns", "B");
    for (JsonNode cell : results.part("calls").path("cells")) {
      table.row(
          Labels.kind(cell.path("benchmark").asText()),
          labels.benchmark(cell.path("benchmark").asText(), cell.path("label").asText()),
          cell.path("roles").asText(Numbers.NONE),
          cell.path("beside").asText(Numbers.NONE),
          Numbers.spread(Spread.of(cell.path("time"))),
          bytes(Spread.of(cell.path("bytes"))));
    }
    return table;
  }

  /** Returns the table of one refresh. */
  Table refresh() {
    Table table = new Table("what", "scheme", "HTTP client", "µs", "kB");
    for (JsonNode cell : results.part("refresh").path("cells")) {
      Spread bytes = Spread.of(cell.path("bytes"));
      table.row(
          Labels.kind(cell.path("benchmark").asText()),
          labels.benchmark(cell.path("benchmark").asText(), cell.path("label").asText()),
          cell.path("scheme").asText(Numbers.NONE),
          cell.path("client").asText(Numbers.NONE),
          Numbers.spread(Spread.of(cell.path("time"))),
          bytes == null ? Numbers.NONE : Numbers.plain(bytes.times(1 / KILO)));
    }
    return table;
  }

  /** Returns a table for each scenario, over all its rounds. */
  Map<String, Table> stalls() {
    Map<String, List<JsonNode>> rounds = new LinkedHashMap<>();
    Map<String, Table> tables = new LinkedHashMap<>();
    for (JsonNode cell : results.part("stall").path("cells")) {
      rounds
          .computeIfAbsent(
              cell.path("scenario").asText() + "/" + cell.path("provider").asText(),
              unused -> new ArrayList<>())
          .add(cell);
    }
    rounds.forEach(
        (key, cells) -> {
          String provider = key.substring(key.indexOf('/') + 1);
          tables
              .computeIfAbsent(
                  cells.get(0).path("title").asText(),
                  unused ->
                      new Table(
                          "provider",
                          "worst wait ms",
                          "p99.9 ms",
                          "waits above 20 ms",
                          "exceptions while valid",
                          "exceptions",
                          "stuck threads",
                          "STS calls"))
              .row(
                  Labels.kind(provider),
                  labels.variant(provider),
                  most(cells, "worstMs"),
                  most(cells, "p999Ms"),
                  most(cells, "above20ms"),
                  most(cells, "failuresWhileValid"),
                  most(cells, "failures"),
                  most(cells, "stuck"),
                  most(cells, "stsCalls"));
        });
    return tables;
  }

  private static String most(List<JsonNode> cells, String figure) {
    return Numbers.plain(
        cells.stream().mapToDouble(cell -> cell.path(figure).asDouble()).max().orElse(0));
  }

  /** Returns the table of many roles. */
  Table scale() {
    Table table =
        new Table(
            "roles",
            "session",
            "heap per role kB",
            "threads at rest",
            "most threads",
            "refreshes/s",
            "worst lateness ms",
            "p99 ms",
            "failures");
    for (JsonNode cell : results.part("scale").path("cells")) {
      table.row(
          "ours",
          Numbers.plain(cell.path("roles").asDouble()),
          cell.path("sessionSeconds").asInt() + " s",
          cell.has("heapBytesPerRole")
              ? Numbers.plain(cell.path("heapBytesPerRole").asDouble() / KILO)
              : Numbers.NONE,
          cell.path("threadsAtRest").asText(Numbers.NONE),
          cell.path("mostThreads").asText(),
          Numbers.plain(cell.path("refreshes").asDouble() / cell.path("seconds").asDouble(1)),
          Numbers.plain(cell.path("worstLatenessMs").asDouble()),
          Numbers.plain(cell.path("p99LatenessMs").asDouble()),
          cell.path("failures").asText());
    }
    return table;
  }

  /** Returns the table of a fleet without an outage. */
  Table fleet() {
    Table table =
        new Table("policy", "peak at start", "peak by hour", "mean after 1 h", "peak after start");
    for (JsonNode cell : results.part("fleet").path("cells")) {
      List<String> hours = new ArrayList<>();
      cell.path("peakByHour").forEach(peak -> hours.add(peak.asText()));
      table.row(
          Labels.kind(cell.path("policy").asText()),
          labels.fleet(cell.path("policy").asText()),
          cell.path("peakAtStart").asText(),
          String.join(", ", hours),
          Numbers.plain(cell.path("meanSteady").asDouble()),
          cell.path("peakSteady").asText());
    }
    return table;
  }

  /** Returns the table of a fleet with an outage, for its worst start. */
  Table outages() {
    Table table =
        new Table(
            "policy",
            "outage",
            "pods past expiry",
            "mean calls/s",
            "peak calls/s",
            "recovery peak");
    for (JsonNode cell : results.part("fleet").path("cells")) {
      for (JsonNode outage : cell.path("outages")) {
        table.row(
            Labels.kind(cell.path("policy").asText()),
            labels.fleet(cell.path("policy").asText()),
            outage.path("minutes").asInt() + " min",
            Numbers.plain(outage.path("podsPastExpiry").asDouble()),
            Numbers.plain(outage.path("podsPastExpiryMean").asDouble()),
            outage.has("meanDuring")
                ? Numbers.plain(outage.path("meanDuring").asDouble())
                : Numbers.NONE,
            outage.has("peakDuring") ? outage.path("peakDuring").asText() : Numbers.NONE,
            Numbers.plain(outage.path("recoveryPeak").asDouble()));
      }
    }
    return table;
  }

  /** Returns the table of jars and bytes. */
  Table footprint() {
    Table table = new Table("class path", "jars", "MB");
    for (JsonNode cell : results.part("footprint").path("cells")) {
      String name = cell.path("name").asText();
      table.row(
          name.contains("irsa") ? "ours" : "peer",
          name,
          cell.path("jars").asText(),
          Numbers.plain(cell.path("bytes").asDouble() / 1e6));
    }
    return table;
  }

  private static String ratio(JsonNode ours, JsonNode theirs, String figure) {
    Spread ratio = Spread.ratio(ours.path(figure), theirs.path(figure));
    return ratio == null ? Numbers.NONE : Numbers.ratio(ratio.median());
  }

  private static String added(JsonNode ours, JsonNode base, String figure) {
    Spread added = Spread.added(ours.path(figure), base.path(figure));
    return added == null ? Numbers.NONE : Numbers.percent(added.median());
  }
}
