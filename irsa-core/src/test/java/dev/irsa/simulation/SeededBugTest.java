package dev.irsa.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SeededBugTest {

  private static final int HISTORIES = 2000;

  @ParameterizedTest
  @EnumSource
  void theInvariantsCatchTheBug(SeededBug bug) {
    Set<Invariant> missing = EnumSet.copyOf(bug.catchers());
    for (long seed = 1; seed <= HISTORIES && !missing.isEmpty(); seed++) {
      try {
        var unused = new Simulation(History.of(Histories.mixed(seed)), bug.engines(), false).run();
      } catch (Simulation.Broken broken) {
        missing.remove(broken.invariant);
      }
    }
    assertEquals(Set.of(), missing, "not caught by these in " + HISTORIES + " histories");
  }
}
