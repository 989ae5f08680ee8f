package dev.irsa.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
  void thereAreThirtyRowsAllMeasuredAndEachThatIsMissedSaysWhy() throws Exception {
    List<Row> rows = Rows.of(Results.in(Path.of("")));

    assertEquals(30, rows.size());
    for (Row row : rows) {
      assertNotNull(row.target().measured(), row.what());
      assertFalse(row.target().isMissed() && row.reason().isEmpty(), row.what());
    }
  }

  @Test
  void withoutResultsNothingIsMetAndNothingMissed() throws Exception {
    Page page = new Page(Results.in(empty));

    assertEquals("0 of 30 targets are met.", page.summary());
    assertTrue(page.replaced(Page.BEGIN + Page.END).contains("| not measured |"));
  }

  @Test
  void aPageWithoutMarksIsAnError() throws Exception {
    Page page = new Page(Results.in(empty));

    assertThrows(IOException.class, () -> page.replaced("text"));
  }
}
