package dev.irsa.integration.promises;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Mistakes put into the product from outside are found by histories that it passes without. */
@Tag("deep")
class PlantedDefectTest {

  /** Real threads take turns differently each time, and a mistake may not matter in one of them. */
  private static final int PLAYS = 3;

  @ParameterizedTest
  @EnumSource
  void theHistoryCatchesTheBugAndNothingElse(PlantedDefect bug) {
    bug.history().play();

    int unused = Mistake.times();
    LifecycleHistory.Failed failed = null;
    for (int play = 0; play < PLAYS && failed == null; play++) {
      failed = play(bug);
    }

    assertNotNull(failed, bug::toString);
    assertEquals(bug.broken(), failed.promise, failed.getMessage());
    assertTrue(Mistake.times() > 0, "the mistake was not made");
  }

  private static LifecycleHistory.@Nullable Failed play(PlantedDefect bug) {
    try {
      bug.history().play(bug.change(), bug.patience());
      return null;
    } catch (LifecycleHistory.Failed failed) {
      return failed;
    }
  }
}
