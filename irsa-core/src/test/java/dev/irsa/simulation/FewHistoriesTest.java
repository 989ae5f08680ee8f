package dev.irsa.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.irsa.internal.refresh.RefreshEngine;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A few fixed histories of {@link HistoryPropertyTest}, which take about a second. They detect a
 * badly broken engine immediately, and are fast enough to run against every mutation of
 * docs/internals/proof.md.
 */
class FewHistoriesTest {

  private static final int EACH = 12;

  @ParameterizedTest(name = "from {0}")
  @ValueSource(longs = {100, 200, 300, 400, 500})
  void everyInvariantHolds(long from) {
    Set<String> covered = new TreeSet<>();
    for (long seed = from; seed < from + EACH; seed++) {
      covered.addAll(Histories.play(Histories.mixed(seed), new RefreshEngine.StandardFactory()));
    }

    Set<String> missing = new TreeSet<>(HistoryPropertyTest.TO_COVER);
    missing.removeAll(covered);
    missing.removeIf(each -> !each.startsWith("state ") && !each.startsWith("step "));
    assertEquals(Set.of(), missing, "not covered");
  }
}
