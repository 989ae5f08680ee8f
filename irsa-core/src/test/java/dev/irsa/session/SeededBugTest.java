package dev.irsa.session;

import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SeededBugTest {

  private static final int HISTORIES = 2000;

  @ParameterizedTest
  @EnumSource
  void theNetCatchesTheBug(SeededBug bug) {
    for (long seed = 1; seed <= HISTORIES; seed++) {
      try {
        var unused = new Simulation(History.of(Histories.mixed(seed)), bug.engines(), false).run();
      } catch (Simulation.Broken broken) {
        if (bug.isCaughtBy(broken.invariant)) {
          return;
        }
      }
    }
    fail("not caught in " + HISTORIES + " histories");
  }
}
