package dev.irsa.integration.clients;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table of a page that tests measure row by row. A row that differs from the page is a failure;
 * the file of the page's name in {@code target/} is the page with the rows of this run.
 * Thread-safe.
 *
 * @param page its path
 * @param title its name in the page
 */
record MeasuredTable(String page, String title) {

  /** Pages with the rows of this run, by their names. */
  private static final ConcurrentMap<String, String> MEASURED = new ConcurrentHashMap<>();

  static MeasuredTable of(String page, String title) {
    return new MeasuredTable(page, title);
  }

  /**
   * Checks that the page shows this row, but for the noise of measurements.
   *
   * @param cells the first one says which row it is
   */
  void assertShows(List<String> cells) throws IOException {
    String row = "| " + String.join(" | ", cells) + " |";
    System.out.println("measured: " + title + ": " + row);
    Path written = Path.of("target").resolve(Path.of(page).getFileName()).toAbsolutePath();
    String documented = Files.readString(Path.of(System.getProperty("irsa.test.root"), page));
    Matcher shown =
        Pattern.compile(
                "(?s)<!-- measured, %s: do not edit -->(?:(?!<!-- end).)*?\n(%s[^\n]*)"
                    .formatted(Pattern.quote(title), Pattern.quote("| " + cells.get(0) + " |")))
            .matcher(documented);
    assertTrue(shown.find(), () -> page + ", " + title + ", lacks the row " + row);
    String before = shown.group(1);
    Files.writeString(
        written,
        MEASURED.merge(
            page, documented.replace(before, row), (all, any) -> all.replace(before, row)));
    assertTrue(
        MeasuredRow.isLike(before, row),
        () ->
            "%s, %s, shows %s, but measured was %s; if that is right, copy %s"
                .formatted(page, title, before, row, written));
  }
}
