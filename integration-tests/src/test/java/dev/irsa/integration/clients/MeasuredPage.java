package dev.irsa.integration.clients;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * A page whose tables tests measure row by row. A row that differs from the page is a failure; the
 * file of its name in {@code target/} is the page with the rows of this run. Thread-safe.
 */
final class MeasuredPage {

  private static final String END = "<!-- end of what is measured -->";

  /** The lines of a table's header. */
  private static final int HEADER = 2;

  /** By the name of the file; tests write the rows of a page from several threads. */
  private static final Map<String, MeasuredPage> PAGES = new ConcurrentHashMap<>();

  private final String name;
  private final Path written;
  private final String documented;
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by {@code lock}. */
  private String measured;

  private MeasuredPage(String name) {
    this.name = name;
    this.written = Path.of("target").resolve(Path.of(name).getFileName());
    this.documented = read(name);
    this.measured = documented;
  }

  static MeasuredPage of(String name) {
    return PAGES.computeIfAbsent(name, MeasuredPage::new);
  }

  private static String read(String name) {
    try {
      return Files.readString(Path.of(System.getProperty("irsa.test.root"), name));
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + name, e);
    }
  }

  /** Returns the lines of a table's rows, without its header. */
  List<String> rows(FaultTable table) {
    return section(documented, table.toString())
        .lines()
        .filter(line -> line.startsWith("|"))
        .skip(HEADER)
        .toList();
  }

  /**
   * Checks that the page shows this row, but for the noise of measurements.
   *
   * @param cells the first one says which row it is
   */
  void assertShows(FaultTable table, String... cells) throws IOException {
    String row = "| " + String.join(" | ", cells) + " |";
    System.out.println("measured: " + table + ": " + row);
    write(table, cells[0], row);
    Optional<String> shown = row(section(documented, table.toString()), cells[0]);
    assertTrue(
        shown.filter(line -> MeasuredRow.isLike(line, row)).isPresent(),
        () ->
            "%s, %s, shows %s, but measured was %s; if that is right, copy %s"
                .formatted(name, table, shown.orElse("nothing"), row, written.toAbsolutePath()));
  }

  private void write(FaultTable table, String first, String row) throws IOException {
    lock.lock();
    try {
      String section = section(measured, table.toString());
      Stream<String> header = section.lines().filter(line -> line.startsWith("|")).limit(HEADER);
      Stream<String> rows =
          table.rows().stream()
              .flatMap(each -> each.equals(first) ? Stream.of(row) : row(section, each).stream());
      String lines = Stream.concat(header, rows).collect(joining("\n"));
      measured = replaced(measured, table.toString(), "\n\n" + lines + "\n\n");
      Files.writeString(written, measured);
    } finally {
      lock.unlock();
    }
  }

  private static Optional<String> row(String section, String name) {
    return section.lines().filter(line -> line.startsWith("| " + name + " |")).findFirst();
  }

  /** Returns what is between the marks. */
  private static String section(String page, String name) {
    return page.substring(begin(page, name), page.indexOf(END, begin(page, name)));
  }

  private static String replaced(String page, String name, String section) {
    int begin = begin(page, name);
    return page.substring(0, begin) + section + page.substring(page.indexOf(END, begin));
  }

  private static int begin(String page, String name) {
    String mark = "<!-- measured, " + name + ": do not edit -->";
    int begin = page.indexOf(mark);
    assertTrue(begin >= 0, () -> "the page lacks the mark " + mark);
    assertEquals(begin, page.lastIndexOf(mark), () -> "the page has twice the mark " + mark);
    assertTrue(page.indexOf(END, begin) >= 0, () -> "the page lacks the end of " + mark);
    return begin + mark.length();
  }
}
