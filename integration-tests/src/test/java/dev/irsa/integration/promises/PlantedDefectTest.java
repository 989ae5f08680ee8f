package dev.irsa.integration.promises;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Mistakes put into the product from outside are found by histories that it passes without. */
@Tag("deep")
class PlantedDefectTest {

  @ParameterizedTest
  @EnumSource
  void theHistoryCatchesTheBugAndNothingElse(PlantedDefect bug) {
    bug.history().play();

    int unused = Mistake.times();
    var failed =
        assertThrows(
            LifecycleHistory.Failed.class,
            () -> bug.history().play(bug.change(), bug.patience()),
            bug::toString);

    assertEquals(bug.broken(), failed.promise, failed.getMessage());
    assertTrue(Mistake.times() > 0, "the mistake was not made");
  }
}
