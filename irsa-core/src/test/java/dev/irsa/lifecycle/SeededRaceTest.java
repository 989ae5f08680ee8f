package dev.irsa.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.irsa.lifecycle.Interleavings.Counterexample;
import dev.irsa.simulation.SourceChange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SeededRaceTest {

  /** Those of every build; all of them with {@code -Dirsa.exploration=2}. */
  private static final Set<SeededRace> FEW =
      EnumSet.of(
          SeededRace.A_CLOSE_THAT_ENDS_THE_LEASE_OF_WAITERS,
          SeededRace.A_HOLD_OF_WHAT_WAS_GIVEN_BACK,
          SeededRace.A_CLOSE_THAT_MISSES_THE_VIEWS,
          SeededRace.A_LAST_CLOSE_DECIDED_BY_THE_REGISTRY);

  static Set<SeededRace> races() {
    return LifecycleExplorationTest.PREEMPTIONS > 1 ? EnumSet.allOf(SeededRace.class) : FEW;
  }

  @AfterAll
  static void unload() {
    InstrumentedClasses.unload();
  }

  @Test
  void theMistakesCanBeMadeInTheCurrentSources() throws IOException {
    for (SeededRace race : SeededRace.values()) {
      assertFalse(SourceChange.sources(race.changes()).isEmpty(), race::toString);
    }
  }

  @ParameterizedTest
  @MethodSource("races")
  void theExplorationFindsTheMistakeWithAShortestCounterexample(
      SeededRace race, @TempDir Path directory) throws IOException {
    SourceChange.compile(race.changes(), directory);

    Counterexample found =
        Interleavings.explore(
                new InstrumentedClasses(directory).worlds(race.program()), race.bound())
            .counterexample();

    assertNotNull(found, race.description());
    System.out.printf("%s: %s%n", race, found);
    assertEquals(race.catcher(), found.violation().invariant(), found::toString);
    assertEquals(race.preemptions(), found.preemptions(), found::toString);
    assertEquals(race.steps(), found.steps(), found::toString);
  }
}
