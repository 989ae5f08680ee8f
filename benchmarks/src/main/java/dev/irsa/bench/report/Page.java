package dev.irsa.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.irsa.bench.report.Row.Group;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the figures of the results into docs/performance.md: the list at its beginning, the
 * machine, and the table and the date below each heading. All other words are those of the page.
 */
public final class Page {

  private static final Pattern LIST = Pattern.compile("(?m)(^- .*\n)+");
  private static final Pattern TABLE = Pattern.compile("(?m)(^\\|.*\n)+");
  private static final Pattern MACHINE = Pattern.compile("(?m)^\\d+ cores of .* and [\\d.]+\\d");
  private static final Pattern TAKEN = Pattern.compile("Measured on \\S+ at commit [^\\s.]+");

  private final Results results;
  private final List<Row> rows;

  /** Creates the page of these results. */
  public Page(Results results) {
    this.results = results;
    this.rows = Rows.of(results);
  }

  /** Rewrites the figures in docs/performance.md. */
  public void write(Path docs) throws IOException {
    Path page = docs.resolve("performance.md");
    Files.writeString(page, replaced(Files.readString(page)));
  }

  String replaced(String document) throws IOException {
    String text = replaced(document, "# Performance", LIST, highlights());
    text = replaced(text, "## Targets", MACHINE, machine());
    for (Group group : Group.values()) {
      text = replaced(text, "### " + group.title, TAKEN, taken(results.at(group.part)));
      text = replaced(text, "### " + group.title, TABLE, table(group));
    }
    return replaced(text, "### Whole starts", TABLE, wholeStarts());
  }

  /** Replaces what a pattern finds first below a heading. */
  private static String replaced(String text, String heading, Pattern what, String by)
      throws IOException {
    Matcher found = what.matcher(text);
    int from = text.indexOf(heading + "\n");
    if (from < 0 || !found.find(from)) {
      throw new IOException("docs/performance.md lacks \"" + heading + "\", or what belongs there");
    }
    return text.substring(0, found.start()) + by + text.substring(found.end());
  }

  /** Returns how many targets are met, and the rows that are not. */
  public String summary() {
    return count()
        + rows.stream()
            .filter(Row::isMissed)
            .map(row -> "\n  %s: %s: %s".formatted(row.group().title, row.what(), row.targetText()))
            .collect(Collectors.joining());
  }

  private String count() {
    long met = rows.stream().filter(row -> row.compared() != null && !row.isMissed()).count();
    return met + " of " + rows.size() + " targets are met.";
  }

  private String highlights() {
    return """
        - **Outages**: the longest wait is %s (SDK v2: %s); %s calls fail while valid (the SDKs: %s).
        - **Fleet**: %s of 10,000 pods lose their credentials in 20 min without STS (SDK v2: %s).
        - **Cold start**: first credentials cost %s of CPU (SDK: %s) on JDK 17, %s (%s) on JDK 25.
        - **First call**: twelve starts of applications take %s more CPU together (SDK: %s).
        - **Every request**: a call takes %s (SDK v2: %s) and allocates %s B (%s B).
        - **Targets**: %s Each that is missed has its reason below its table.
        """
        .formatted(
            Stream.concat(
                    Stream.of(
                            "worst wait, v2",
                            "exceptions while valid, v2 and v1",
                            "pods past expiry after 20 min",
                            "irsa-core, JDK 17",
                            "irsa-core, JDK 25",
                            "twelve starts together",
                            "irsa-sdk-v2")
                        .flatMap(this::oursAndTheSdks),
                    Stream.of(allocated("Calls.v2"), allocated("Calls.sdkV2"), count()))
                .toArray());
  }

  private Stream<String> oursAndTheSdks(String what) {
    Row row = rows.stream().filter(each -> each.what().equals(what)).findFirst().orElseThrow();
    return Stream.of(row.unit().format(row.ours()), row.unit().format(row.sdk()));
  }

  private String allocated(String benchmark) {
    return Unit.COUNT.format(results.bytes("calls", benchmark, ""));
  }

  private String machine() {
    JsonNode machine = results.at("machine");
    return "%s cores of %s, %s, JDK %s and %s, SDK %s and %s"
        .formatted(
            Stream.of("cpus", "cpu", "system", "jdk17", "jdk25", "sdkV2", "sdkV1")
                .map(name -> machine.path(name).asText("0"))
                .toArray());
  }

  private static String taken(JsonNode part) {
    return "Measured on %s at commit %s"
        .formatted(
            part.path("takenAt").asText("–").split("T", 2)[0], part.path("commit").asText("–"));
  }

  private String table(Group group) {
    return rows.stream()
        .filter(row -> row.group() == group)
        .map(Row::markdown)
        .collect(
            Collectors.joining(
                "",
                "| | ours | SDK | floor | target | result |\n|---|---:|---:|---:|---:|---|\n",
                ""));
  }

  /** Returns what whole starts cost, and in which threads, for those who want to start faster. */
  private String wholeStarts() {
    StringBuilder table =
        new StringBuilder(
            """
            | start | CPU | ratio | caller | provider | JIT | types | threads | waits | wall, static | ours | ours, eager | SDK |
            |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
            """);
    for (JsonNode cell : results.at("firstcall/cells")) {
      List<String> columns = new ArrayList<>();
      String start = Rows.start(cell.path("jdk").asInt(), cell.path("archive").asText());
      columns.add(Rows.application(cell.path("application").asText()) + start);
      Map<String, String> wanted =
          Stream.of("application", "jdk", "archive")
              .collect(Collectors.toMap(name -> name, name -> cell.path(name).asText()));
      columns.add(added("firstcall", wanted, "cpuMs"));
      columns.add(ratio(wanted));
      for (String figure :
          new String[] {"callerMs", "workerMs", "compilersMs", "classes", "threads", "waits"}) {
        columns.add(added("profile", wanted, figure));
      }
      for (String variant : new String[] {"static", "irsa", "eager", "sdk"}) {
        columns.add(Unit.COUNT.format(results.process("firstcall", wanted, variant, "wallMs")));
      }
      table.append("| ").append(String.join(" | ", columns)).append(" |\n");
    }
    return table.toString();
  }

  private String added(String part, Map<String, String> wanted, String figure) {
    return Unit.COUNT.format(results.added(part, wanted, "irsa", figure))
        + " / "
        + Unit.COUNT.format(results.added(part, wanted, "sdk", figure));
  }

  private String ratio(Map<String, String> wanted) {
    List<Double> ours = results.added("firstcall", wanted, "irsa", "cpuMs");
    List<Double> sdk = results.added("firstcall", wanted, "sdk", "cpuMs");
    Spread ratio = TargetKind.OF_MEDIAN_OF_SDK.compared(ours, sdk, List.of());
    return ratio == null ? "–" : Unit.RATIO.withQuartiles(ratio);
  }
}
