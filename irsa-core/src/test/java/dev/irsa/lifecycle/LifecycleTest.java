package dev.irsa.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.irsa.lifecycle.Interleavings.Bound;
import dev.irsa.lifecycle.Interleavings.Counterexample;
import dev.irsa.lifecycle.Interleavings.Result;
import dev.irsa.simulation.PlantedBug;
import dev.irsa.simulation.SourceChange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Explores lifecycles that differ in what they share: a session, a handle, the bound of roles, the
 * limits of the endpoint, the time. All orders of their steps are tried, and those of the points
 * within steps with a number of preemptions: one, or more with {@code -Dirsa.exploration=2} or so,
 * which also tries the orders of steps of many more programs.
 */
class LifecycleTest {

  private static final int PREEMPTIONS = Integer.getInteger("irsa.exploration", 1);

  private static @Nullable InstrumentedClasses library = new InstrumentedClasses("0", List.of());

  /**
   * Unloads what is no longer used. Lincheck, which may run in the same process afterwards, would
   * instrument these classes as well.
   */
  @AfterAll
  static void unload() {
    library = null;
    System.gc();
  }

  static List<Program> programs() {
    return List.of(
        Program.of("a.ask a.close | b.ask b.close"),
        Program.of("a.ask a.close a.open a.ask | b.ask"),
        Program.of("a.ask a.close a.open a.ask | b.forget"),
        Program.of("a.ask | a.get | a.close"),
        Program.of("a.role1 a.role1 | a.role2"),
        Program.of("a.role1 a.role2 | a.close"),
        Program.of("a.get1 | a.get2"),
        Program.of("a.role1 | a.close | b.role1"),
        Program.of("a.ask a.close | time.time time.time"),
        Program.of("a.ask a.close | b.role1 b.close ; busy 7"),
        Program.of("a.ask a.close | a.get"),
        // Waiters across eviction, close and forgetting.
        Program.of("a.get1 | a.role2 a.close"),
        Program.of("a.get1 | a.role2 b.forget"),
        // An exchange that ends after its session was parked, and after it was dropped.
        Program.of("a.ask a.forget a.close a.ask | time.time"),
        // Use after close, again and again.
        Program.of("a.ask a.close a.ask a.close a.ask a.close"),
        Program.of("a.ask a.close a.ask | b.ask b.close"),
        Program.of("a.chain a.close"),
        Program.of("a.chain | a.ask a.close"),
        Program.of("a.chain | a.chain"),
        Program.of("a.chain | b.forget"),
        Program.of("a.chain a.close a.chain"));
  }

  @ParameterizedTest
  @MethodSource("programs")
  @Tag("deep")
  void everyInvariantHoldsInEveryOrderOfSteps(Program program) {
    check(program.withEachAnswer(), Bound.STEPS);
  }

  @ParameterizedTest
  @MethodSource("programs")
  @Tag("deep")
  void everyInvariantHoldsIfThreadsAreInterruptedWithinSteps(Program program) {
    check(PREEMPTIONS > 1 ? program.withEachAnswer() : program, new Bound(true, PREEMPTIONS));
  }

  /** All programs of two actors with two operations each, on one handle or two. */
  @Test
  @Tag("deep")
  void everyInvariantHoldsInEveryOrderOfStepsOfAllShortPrograms() {
    List<String> operations = List.of("ask", "role1", "close", "forget");
    List<String> pairs = new ArrayList<>();
    for (String first : operations) {
      operations.forEach(second -> pairs.add("a." + first + " a." + second));
    }
    int tried = PREEMPTIONS > 1 ? pairs.size() : 1;
    for (int i = 0; i < tried; i++) {
      for (int j = 0; j < pairs.size(); j++) {
        check(Program.of(pairs.get(i) + " | " + pairs.get(j).replace("a.", "b.")).withEachAnswer());
        // With one handle, exchanging the actors makes no difference.
        if (j >= i) {
          check(Program.of(pairs.get(i) + " | " + pairs.get(j)).withEachAnswer());
        }
      }
    }
  }

  private static void check(Program program) {
    check(program, Bound.STEPS);
  }

  private static void check(Program program, Bound bound) {
    Result result = explore(library, program, bound);
    System.out.printf(
        "%s, %s: %,d executions, %,d states%n",
        program, bound, result.executions(), result.states());
    assertNull(result.counterexample(), program::text);
  }

  private static Result explore(InstrumentedClasses version, Program program, Bound bound) {
    return Interleavings.explore(version.worlds(program), bound);
  }

  @Test
  void allMistakesCanBeMadeInTheCurrentSources() throws IOException {
    for (PlantedBug bug : PlantedBug.all()) {
      assertFalse(SourceChange.sources(bug.changes()).isEmpty(), bug::name);
    }
  }

  static List<PlantedBug> races() {
    return PlantedBug.foundBy("program");
  }

  @ParameterizedTest
  @MethodSource("races")
  @Tag("deep")
  void theExplorationFindsTheMistake(PlantedBug race) {
    InstrumentedClasses version = new InstrumentedClasses(race.name(), race.changes());
    Program program = Program.of(race.where());
    Counterexample found = explore(version, program, Bound.STEPS).counterexample();
    if (found == null) {
      found = explore(version, program, new Bound(true, 2)).counterexample();
    }

    assertNotNull(found, race::name);
    System.out.printf("%s: %s%n", race, found);
    assertEquals(race.violated(), List.of(found.violation().invariant()), found::toString);
  }
}
