package dev.irsa.simulation;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.simulation.OutageSweep.Cell;
import dev.irsa.simulation.OutageSweep.Entrant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Checks the promises for outages that begin at any time of a session, and the tables and the
 * picture of {@code docs/internals/proof.md} and {@code docs/refresh.md}.
 */
class OutageSweepTest {

  private static final long SECOND = 1_000;

  @Test
  void thePromisesHoldForSomeStartsOfOutages() {
    check(new OutageSweep(11));
  }

  /** The same for the starts that the page shows: about half a minute. */
  @Test
  @Tag("deep")
  void thePageShowsWhatTheTestsFind() throws IOException {
    OutageSweep sweep = new OutageSweep(1);

    check(sweep);
    String page = text("docs/internals/proof.md");
    String failed = table(sweep, OutageSweepTest::failedCalls);
    assertAll(
        Stream.of(failed, table(sweep, OutageSweepTest::callsOfSts))
            .map(table -> () -> assertTrue(page.contains("\n" + table + "\n"), table)));
    List<String> some =
        text("docs/refresh.md").lines().filter(line -> line.startsWith("| 3600 s |")).toList();
    assertEquals(3, some.size());
    assertEquals(some, failed.lines().filter(some::contains).toList());
  }

  @Test
  @Tag("deep")
  void thePictureShowsWhatTheTestsFind() throws IOException {
    OutagePicture picture = new OutagePicture();
    String shown = text("docs/outage.svg");
    Files.writeString(Path.of("target", "outage.svg"), picture.in(shown));

    assertEquals(picture.in(shown), shown);
    for (String page : List.of("README.md", "docs/refresh.md", "docs/outage.svg")) {
      assertTrue(text(page).contains(picture.description()), picture.description());
    }
  }

  private static String text(String page) throws IOException {
    return Files.readString(Path.of("..", page));
  }

  private static void check(OutageSweep sweep) {
    List<Cell> ours = sweep.cellsOf(Entrant.STANDARD);
    assertFalse(ours.isEmpty());
    for (Cell cell : ours) {
      assertFalse(cell.runs().isEmpty(), cell::toString);
      cell.runs().forEach(run -> check(cell, run));
    }
    // A caller that hangs in the SDK for minutes does not count as failed; only a result does.
    for (Entrant other : Entrant.values()) {
      List<Cell> theirs = sweep.cellsOf(other);
      for (int i = 0; i < ours.size(); i++) {
        Cell its = theirs.get(i);
        assertTrue(
            ours.get(i).startsWithFailures()
                <= its.startsWithFailures() + its.startsWithLongWaits(),
            its::toString);
      }
    }
  }

  /**
   * The pause is 30 s after expiration, a minute after throttling, plus the duration of an attempt
   * in progress.
   */
  private static void check(Cell cell, OutageRun run) {
    long pause = cell.kind() == Outage.Kind.THROTTLES ? 60 * SECOND : 30 * SECOND;
    long attempt = cell.kind() == Outage.Kind.HANGS ? 18 * SECOND : SECOND;
    assertTrue(
        run.failedWhileValid() == 0
            && run.longestWhileValid() == 0
            && (run.failedCalls() == 0 || run.validAtEnd() < 15 * SECOND)
            && run.withoutAfter() <= pause + attempt
            && run.busiestMinute() <= 15,
        () -> cell + ": " + run);
  }

  private static String failedCalls(Cell cell) {
    long starts = cell.startsWithFailures();
    return starts == 0
        ? "0"
        : "%d of %d, up to %d".formatted(starts, cell.runs().size(), cell.mostFailedCalls());
  }

  private static String callsOfSts(Cell cell) {
    String calls = String.format(Locale.ROOT, "%.1f (%d)", cell.callsOnAverage(), cell.mostCalls());
    return cell.longestWhileValid() == 0
        ? calls
        : String.format(Locale.ROOT, "%s, %.1f s", calls, cell.longestWhileValid() / 1000.0);
  }

  private static String table(OutageSweep sweep, Function<Cell, String> text) {
    int entrants = Entrant.values().length;
    StringBuilder table = new StringBuilder("| sessions | outage | STS |");
    for (Entrant entrant : Entrant.values()) {
      table.append(' ').append(entrant).append(" |");
    }
    table.append("\n|---|---|---|").append("---|".repeat(entrants)).append('\n');
    List<Cell> cells = sweep.cells();
    for (int i = 0; i < cells.size(); i += entrants) {
      Cell first = cells.get(i);
      if (!isShown(first)) {
        continue;
      }
      table.append(
          "| %d s | %d s | %s |"
              .formatted(
                  first.sessions().lifetime.toSeconds(), first.outageSeconds(), first.kind()));
      cells.subList(i, i + entrants).forEach(each -> table.append(' ' + text.apply(each) + " |"));
      table.append('\n');
    }
    return table.toString();
  }

  /** Sessions of an hour, and the longest outage of all sessions. */
  private static boolean isShown(Cell cell) {
    return cell.outageSeconds() == 840
        || (cell.outageSeconds() > 30 && cell.sessions().lifetime.toHours() == 1);
  }
}
