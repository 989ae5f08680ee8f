package dev.irsa.integration.clients;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * {@code docs/pod-identity.md}, whose tables tests measure row by row. A row that differs from the
 * page is a failure; {@code target/pod-identity.md} is the page with the rows of this run.
 * Thread-safe.
 */
final class PodIdentityPage {

  private static final String END = "<!-- end of what is measured -->";
  private static final Path WRITTEN = Path.of("target", "pod-identity.md");

  /** The lines of a table's header. */
  private static final int HEADER = 2;

  private static final PodIdentityPage ONLY = new PodIdentityPage(read());

  private final String documented;
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by {@code lock}. */
  private String measured;

  private PodIdentityPage(String documented) {
    this.documented = documented;
    this.measured = documented;
  }

  /** Returns the page of this build. */
  static PodIdentityPage instance() {
    return ONLY;
  }

  private static String read() {
    try {
      return Files.readString(
          Path.of(System.getProperty("irsa.test.root"), "docs", "pod-identity.md"));
    } catch (IOException e) {
      throw new IllegalStateException("cannot read docs/pod-identity.md", e);
    }
  }

  /** Returns the lines of a table's rows, without its header. */
  List<String> rows(PodIdentityTable table) {
    return section(documented, table.toString())
        .lines()
        .filter(line -> line.startsWith("|"))
        .skip(HEADER)
        .toList();
  }

  /** Returns the line about the versions that were measured. */
  String versions() {
    return section(documented, "versions").strip();
  }

  /** Writes the versions of this run, which may differ from those of the page. */
  void write(String versions) throws IOException {
    lock.lock();
    try {
      measured = replaced(measured, "versions", "\n\n" + versions + "\n\n");
      Files.writeString(WRITTEN, measured);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Checks that the page shows this row, but for the noise of measurements.
   *
   * @param cells the first one says which row it is
   */
  void assertShows(PodIdentityTable table, String... cells) throws IOException {
    String row = "| " + String.join(" | ", cells) + " |";
    System.out.println("measured: " + table + ": " + row);
    write(table, cells[0], row);
    Optional<String> shown = row(section(documented, table.toString()), cells[0]);
    assertTrue(
        shown.filter(line -> MeasuredRow.isLike(line, row)).isPresent(),
        () ->
            "docs/pod-identity.md, %s, shows %s, but measured was %s; if that is right, copy %s"
                .formatted(table, shown.orElse("nothing"), row, WRITTEN.toAbsolutePath()));
  }

  private void write(PodIdentityTable table, String name, String row) throws IOException {
    lock.lock();
    try {
      String section = section(measured, table.toString());
      Stream<String> header = section.lines().filter(line -> line.startsWith("|")).limit(HEADER);
      Stream<String> rows =
          table.rows().stream()
              .flatMap(each -> each.equals(name) ? Stream.of(row) : row(section, each).stream());
      String lines = Stream.concat(header, rows).collect(joining("\n"));
      measured = replaced(measured, table.toString(), "\n\n" + lines + "\n\n");
      Files.writeString(WRITTEN, measured);
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
