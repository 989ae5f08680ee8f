package dev.irsa.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the figures of the results into the pages: what a user gains into docs/performance.md, the
 * targets into docs/internals/benchmarks.md, and into both the machine and the commits. All other
 * words of the pages stay.
 */
public final class Page {

  static final String RESULTS = "performance.md";
  static final String TARGETS = "internals/benchmarks.md";

  private static final Pattern TABLE = Pattern.compile("(?m)(^\\|.*\n)+");
  private static final Pattern MACHINE = Pattern.compile("(?m)^Measured .*$");

  private final Results results;
  private final List<Row> rows;

  /** Creates the page of these results. */
  public Page(Results results) {
    this.results = results;
    this.rows = Rows.of(results);
  }

  /** Rewrites the figures in the pages below a folder. */
  public void write(Path docs) throws IOException {
    Path results = docs.resolve(RESULTS);
    Files.writeString(results, withResults(Files.readString(results)));
    Path targets = docs.resolve(TARGETS);
    Files.writeString(targets, withTargets(Files.readString(targets)));
  }

  String withResults(String document) throws IOException {
    return withFigures(document, "# Performance", highlights());
  }

  String withTargets(String document) throws IOException {
    return withFigures(document, "## Targets", table());
  }

  private String withFigures(String document, String heading, String table) throws IOException {
    return replaced(replaced(document, heading, MACHINE, machine()), heading, TABLE, table);
  }

  /** Replaces what a pattern finds first below a heading. */
  private static String replaced(String text, String heading, Pattern what, String by)
      throws IOException {
    Matcher found = what.matcher(text);
    int from = text.indexOf(heading + "\n");
    if (from < 0 || !found.find(from)) {
      throw new IOException("A page lacks \"" + heading + "\", or what belongs there");
    }
    return text.substring(0, found.start()) + by + text.substring(found.end());
  }

  /** Returns how many targets are met, and the rows that were measured and miss theirs. */
  public String summary() {
    return count()
        + rows.stream()
            .filter(row -> row.compared() != null && !row.isMet())
            .map(row -> "\n  %s: %s".formatted(row.what(), row.targetText()))
            .collect(Collectors.joining());
  }

  private String count() {
    return rows.stream().filter(Row::isMet).count() + " of " + rows.size() + " targets are met.";
  }

  private String highlights() {
    return """
        | | irsa | SDK 2.x |
        |---|---:|---:|
        """
        + line(
            "worst outage of STS: longest wait, failed calls while credentials are valid",
            "Outages, longest wait, v2",
            "Outages, exceptions while valid, v2")
        + line(
            "pods of 10,000 whose credentials expire in 20 min without STS, simulated",
            "Fleet, pods past expiry after 20 min")
        + line("first credentials of a JVM, JDK 17, CPU", "Cold start, irsa-core, JDK 17")
        + line("first credentials of a JVM, JDK 25, CPU", "Cold start, irsa-core, JDK 25")
        + line(
            "what credentials add to twelve starts of applications, CPU",
            "First call, twelve starts, CPU")
        + line(
            "credentials of one request: time, allocated",
            "Every request, irsa-sdk-v2",
            "Every request, allocated")
        + line("one refresh, allocated", "One refresh, allocated")
        + line("jars added to an application with the SDK", "Size");
  }

  /** Returns a line with our figures and the SDK's of some rows. */
  private String line(String what, String... names) {
    return "| %s | %s | %s |\n"
        .formatted(what, figures(names, Row::ours), figures(names, Row::sdk));
  }

  private String figures(String[] names, Function<Row, List<Double>> whose) {
    return Stream.of(names)
        .map(this::row)
        .map(row -> row.unit().format(whose.apply(row)))
        .collect(Collectors.joining(", "));
  }

  private Row row(String name) {
    return rows.stream().filter(row -> row.what().startsWith(name)).findFirst().orElseThrow();
  }

  private String machine() {
    JsonNode machine = results.at("machine");
    return "Measured on %s at commit %s: %s cores of %s, %s, JDK %s and %s, SDK %s and %s."
        .formatted(
            Stream.concat(
                    Stream.of(
                        ofParts(part -> part.path("takenAt").asText("–").split("T", 2)[0]),
                        ofParts(part -> part.path("commit").asText("–"))),
                    Stream.of("cpus", "cpu", "system", "jdk17", "jdk25", "sdkV2", "sdkV1")
                        .map(name -> machine.path(name).asText("–")))
                .toArray());
  }

  /** Returns what the parts say, each once: they may have been measured one after the other. */
  private String ofParts(Function<JsonNode, String> what) {
    return Results.PARTS.stream()
        .map(results::at)
        .map(what)
        .distinct()
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private String table() {
    return rows.stream()
        .map(Row::markdown)
        .collect(
            Collectors.joining(
                "",
                "| | ours | SDK | floor | target | result |\n|---|---:|---:|---:|---:|---|\n",
                ""));
  }
}
