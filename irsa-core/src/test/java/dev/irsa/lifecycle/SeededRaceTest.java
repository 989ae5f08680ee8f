package dev.irsa.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.irsa.lifecycle.Interleavings.Counterexample;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SeededRaceTest {

  @ParameterizedTest
  @EnumSource
  void theExplorationFindsTheMistakeWithAShortestCounterexample(
      SeededRace race, @TempDir Path directory) throws IOException {
    race.compileTo(directory);

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
