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
 * Writes the figures of the results into docs/performance.md: the list at its beginning, and the
 * machine, the commits and the table of its targets. All other words of the page stay.
 */
public final class Page {

  private static final Pattern LIST = Pattern.compile("(?m)(^- .*\n)+");
  private static final Pattern TABLE = Pattern.compile("(?m)(^\\|.*\n)+");
  private static final Pattern MACHINE = Pattern.compile("(?m)^Measured .*$");

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
    return replaced(text, "## Targets", TABLE, table());
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
        - **Outages**: the longest wait is %s (SDK v2: %s); %s calls fail while valid (SDK v2: %s).
        - **Fleet**: %s of 10,000 pods lose their credentials in 20 min without STS (SDK v2: %s).
        - **Cold start**: first credentials cost %s of CPU (SDK: %s) on JDK 17, %s (%s) on JDK 25.
        - **First call**: twelve starts of applications take %s more CPU together (SDK: %s).
        - **Every request**: a call takes %s (SDK v2: %s) and allocates %s B (%s B).
        - **Targets**: %s Each that is missed has its reason below the table.
        """
        .formatted(
            Stream.concat(
                    Stream.of(
                            "Outages, longest wait, v2",
                            "Outages, exceptions while valid, v2",
                            "Fleet, pods past expiry after 20 min",
                            "Cold start, irsa-core, JDK 17",
                            "Cold start, irsa-core, JDK 25",
                            "First call, twelve starts, CPU",
                            "Every request, irsa-sdk-v2")
                        .flatMap(this::oursAndTheSdks),
                    Stream.of(allocated("Calls.v2"), allocated("Calls.sdkV2"), count()))
                .toArray());
  }

  private Stream<String> oursAndTheSdks(String what) {
    Row row = rows.stream().filter(each -> each.what().equals(what)).findFirst().orElseThrow();
    return Stream.of(row.unit().format(row.ours()), row.unit().format(row.sdk()));
  }

  private String allocated(String benchmark) {
    return Unit.COUNT.format(results.bytes("calls", benchmark));
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
