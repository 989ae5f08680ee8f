package dev.irsa.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
  void thePublishedPageShowsTheResultsOfTheLastRun() throws Exception {
    Results results = Results.in(Path.of(""));
    Page page = new Page(results);
    String published = Files.readString(DOCUMENTS.resolve("performance.md"));

    assertEquals(page.replaced(published), published, "run benchmarks/run --page-only");
  }

  @Test
  void thePageHasAFewRowsAndSaysWhyWhereATargetIsNotMet() throws Exception {
    List<Row> rows = Rows.of(Results.in(Path.of("")));
    Set<String> notMet =
        rows.stream().filter(row -> !row.isMet()).map(Row::what).collect(Collectors.toSet());

    assertTrue(rows.size() <= 25, "rows: " + rows.size());
    assertEquals(notMet, explained());
  }

  /** Returns the rows in the list below the table: "- one; another: Because." */
  private static Set<String> explained() throws IOException {
    return Files.readString(DOCUMENTS.resolve("performance.md"))
        .lines()
        .filter(line -> line.startsWith("- ") && !line.startsWith("- **"))
        .flatMap(line -> Stream.of(line.substring(2).split(": (?=[A-Z])", 2)[0].split("; ")))
        .collect(Collectors.toSet());
  }

  @Test
  void withoutResultsNothingIsMetAndNothingMissed() throws Exception {
    Page page = new Page(Results.in(empty));
    String published = Files.readString(DOCUMENTS.resolve("performance.md"));

    assertEquals("0 of 25 targets are met.", page.summary());
    assertTrue(page.replaced(published).contains("| not measured |"));
  }

  @Test
  void aPageWithoutTheHeadingsIsAnError() throws Exception {
    Page page = new Page(Results.in(empty));

    assertThrows(IOException.class, () -> page.replaced("text"));
  }
}
