package dev.irsa.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {

  private static final Path DOCUMENTS = Path.of("..", "docs");

  @TempDir Path empty;

  @Test
  void thePublishedPagesShowTheResultsOfTheLastRun() throws Exception {
    Page page = new Page(Results.in(Path.of("")));
    String results = published(Page.RESULTS);
    String targets = published(Page.TARGETS);

    assertEquals(page.withResults(results), results, "run benchmarks/run --page-only");
    assertEquals(page.withTargets(targets), targets, "run benchmarks/run --page-only");
  }

  private static String published(String page) throws IOException {
    return Files.readString(DOCUMENTS.resolve(page));
  }

  @Test
  void thePageHasAFewRowsAndSaysWhyWhereATargetIsNotMet() throws Exception {
    List<Row> rows = Rows.of(Results.in(Path.of("")));
    Set<String> notMet =
        rows.stream().filter(row -> !row.isMet()).map(Row::what).collect(Collectors.toSet());

    assertTrue(rows.size() <= 30, "rows: " + rows.size());
    assertEquals(notMet, explained());
  }

  /** Returns the rows in the list below the table: "- one; another: Because." */
  private static Set<String> explained() throws IOException {
    return published(Page.TARGETS)
        .lines()
        .filter(line -> line.startsWith("- ") && !line.startsWith("- **"))
        .flatMap(line -> Stream.of(line.substring(2).split(": (?=[A-Z])", 2)[0].split("; ")))
        .collect(Collectors.toSet());
  }

  @Test
  void withoutResultsNothingIsMetAndNothingMissed() throws Exception {
    Page page = new Page(Results.in(empty));

    assertTrue(page.summary().startsWith("0 of "), page.summary());
    assertTrue(page.withTargets(published(Page.TARGETS)).contains("| not measured |"));
    assertTrue(page.withResults(published(Page.RESULTS)).contains("| – | – |"));
  }

  @Test
  void aTargetIsPromisedToItsLastDigit() {
    assertTrue(allocating(0.4).isMet());
    assertFalse(allocating(0.6).isMet());
  }

  private static Row allocating(double bytes) {
    List<Double> none = List.of();
    return new Row("any", Unit.BYTES, TargetKind.AT_MOST, 0, List.of(bytes), none, none);
  }

  @Test
  void aPageWithoutTheHeadingsIsAnError() throws Exception {
    Page page = new Page(Results.in(empty));

    assertThrows(IOException.class, () -> page.withResults("text"));
  }
}
