package dev.irsa.simulation;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.internal.refresh.RefreshEngine;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoriesTest {

  @Test
  void oneSeedReplaysOneHistoryExactly() {
    for (long seed = 1; seed <= 20; seed++) {
      assertTrue(timeline(seed).equals(timeline(seed)), "seed " + seed);
    }
  }

  private static List<String> timeline(long seed) {
    Simulation simulation =
        new Simulation(
            History.of(Histories.mixed(seed)), new RefreshEngine.StandardFactory(), true);
    simulation.run();
    return simulation.timeline();
  }

  @Test
  void aFailedHistoryReportsItsSeedAndATimeline() {
    History history = History.of(7);

    Simulation.Broken broken =
        assertThrows(
            Simulation.Broken.class,
            () -> Histories.play(history, SeededBug.A_FLIGHT_FOR_EACH_CALLER.engines()));

    assertTrue(broken.getMessage().contains("History.of(7L)"), broken.getMessage());
    assertTrue(broken.getMessage().contains("exchange 1 starts"), broken.getMessage());
  }

  @Test
  void everyHistoryHasAtLeastSixtyEventsAndADay() {
    for (long seed = 1; seed <= 1000; seed++) {
      History history = History.of(Histories.mixed(seed));
      assertTrue(history.events() >= 60, () -> "events: " + history.events());
      assertTrue(history.length().compareTo(History.LENGTH) >= 0, history::toString);
    }
  }
}
