package dev.irsa.simulation;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.lifecycle.LifecycleInvariant;
import dev.irsa.lifecycle.SeededRace;
import dev.irsa.simulation.OutageSweep.Cell;
import dev.irsa.simulation.OutageSweep.Entrant;
import dev.irsa.simulation.OutageSweep.Sessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Generates the tables of {@code docs/outages.md} and {@code docs/proof.md} from what the tests
 * run, and the picture {@code docs/outage.svg}, and compares them with the pages.
 */
class RefreshPageTest {

  private static final String END = "<!-- end of what is generated -->";

  @Test
  void thePageOfOutagesShowsWhatTheTestsFind() throws IOException {
    compare("outages.md", "failed calls", failedCalls(), "calls of STS", callsOfSts());
  }

  @Test
  void thePageOfProofShowsWhatTheTestsCheck() throws IOException {
    compare(
        "proof.md",
        "invariants",
        invariants(),
        "seeded bugs",
        seededBugs(),
        "invariants of lifecycles",
        LifecycleInvariant.table(),
        "seeded races",
        SeededRace.table());
  }

  @Test
  void thePictureShowsWhatTheTestsFind() throws IOException {
    OutagePicture picture = new OutagePicture();
    Files.writeString(Path.of("target", "outage.svg"), picture.svg());

    assertEquals(picture.svg(), Files.readString(Path.of("..", "docs", "outage.svg")));
    for (String page : List.of("README.md", "docs/outages.md")) {
      String text = Files.readString(Path.of("..", page));
      assertTrue(text.contains(picture.description()), picture.description());
    }
  }

  /** Compares a page with itself after its generated parts were replaced. */
  private static void compare(String name, String... parts) throws IOException {
    String page = Files.readString(Path.of("..", "docs", name));
    String updated = page;
    for (int i = 0; i < parts.length; i += 2) {
      updated = replaced(updated, parts[i], parts[i + 1]);
    }
    Path written = Path.of("target", name);
    Files.writeString(written, updated);
    assertEquals(
        updated,
        page,
        "docs/%s differs from what the tests find; if they are right, copy %s"
            .formatted(name, written.toAbsolutePath()));
  }

  private static String replaced(String page, String name, String generated) {
    String mark = "<!-- generated, " + name + ": do not edit -->";
    int begin = page.indexOf(mark);
    assertTrue(begin >= 0, "the page lacks the mark " + mark);
    int end = page.indexOf(END, begin);
    assertTrue(end >= 0, "the page lacks the end of " + mark);
    return page.substring(0, begin + mark.length())
        + "\n\n"
        + generated
        + "\n"
        + page.substring(end);
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

  private static String invariants() {
    return "| `Invariant` | what holds in every history |\n|---|---|\n"
        + Arrays.stream(Invariant.values())
            .map(each -> "| %s | %s |\n".formatted(each, each.description()))
            .collect(joining());
  }

  private static String seededBugs() {
    return "| `SeededBug` | the mistake | caught by |\n|---|---|---|\n"
        + Arrays.stream(SeededBug.values())
            .map(
                bug ->
                    "| %s | %s | %s |\n"
                        .formatted(
                            bug,
                            bug.description(),
                            bug.catchers().stream().map(Enum::name).collect(joining(", "))))
            .collect(joining());
  }

  @Test
  void theSweepHasEveryRow() {
    assertEquals(
        Sessions.values().length * 4 * Outage.Kind.values().length * Entrant.values().length,
        OutageSweep.whole().cells().size());
  }
}
