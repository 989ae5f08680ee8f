package dev.irsa.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.simulation.OutageSweep.Cell;
import dev.irsa.simulation.OutageSweep.Entrant;
import dev.irsa.simulation.OutageSweep.Sessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Compares the tables of {@code docs/refresh.md} and its picture of outages with what is found. */
@Tag("deep")
class RefreshPageTest {

  private static String text(String page) throws IOException {
    return Files.readString(Path.of("..", page));
  }

  @Test
  void theTablesShowWhatTheTestsFind() throws IOException {
    for (String table : List.of(failedCalls(), callsOfSts())) {
      assertTrue(text("docs/refresh.md").contains("\n" + table + "\n"), table);
    }
  }

  @Test
  void thePictureShowsWhatTheTestsFind() throws IOException {
    OutagePicture picture = new OutagePicture();
    Files.writeString(Path.of("target", "outage.svg"), picture.svg());

    assertEquals(picture.svg(), text("docs/outage.svg"));
    for (String page : List.of("README.md", "docs/refresh.md")) {
      assertTrue(text(page).contains(picture.description()), picture.description());
    }
  }

  private static String failedCalls() {
    return table(
        cell -> {
          long starts = cell.startsWithFailures();
          return starts == 0
              ? "0"
              : "%d of %d, up to %d".formatted(starts, cell.runs().size(), cell.mostFailedCalls());
        });
  }

  private static String callsOfSts() {
    return table(
        cell ->
            String.format(
                Locale.ROOT,
                "%.1f (%d)%s",
                cell.callsOnAverage(),
                cell.mostCalls(),
                cell.longestWhileValid() == 0
                    ? ""
                    : String.format(Locale.ROOT, ", %.1f s", cell.longestWhileValid() / 1000.0)));
  }

  private static String table(Function<Cell, String> text) {
    StringBuilder table = new StringBuilder("| sessions | outage | STS |");
    for (Entrant entrant : Entrant.values()) {
      table.append(' ').append(entrant).append(" |");
    }
    table.append("\n|---|---|---|").append("---|".repeat(Entrant.values().length)).append('\n');
    List<Cell> cells = OutageSweep.whole().cells();
    for (int i = 0; i < cells.size(); i += Entrant.values().length) {
      Cell first = cells.get(i);
      if (!isShown(first)) {
        continue;
      }
      table.append(
          "| %d s | %d s | %s |"
              .formatted(
                  first.sessions().lifetime.toSeconds(), first.outageSeconds(), first.kind()));
      for (Cell cell : cells.subList(i, i + Entrant.values().length)) {
        table.append(' ').append(text.apply(cell)).append(" |");
      }
      table.append('\n');
    }
    return table.toString();
  }

  /** Sessions of an hour, and the longest outage of all sessions. */
  private static boolean isShown(Cell cell) {
    return cell.outageSeconds() == 840
        || (cell.outageSeconds() > 30 && cell.sessions().lifetime.toHours() == 1);
  }

  @Test
  void theSweepHasEveryRow() {
    assertEquals(
        Sessions.values().length * 4 * Outage.Kind.values().length * Entrant.values().length,
        OutageSweep.whole().cells().size());
  }
}
