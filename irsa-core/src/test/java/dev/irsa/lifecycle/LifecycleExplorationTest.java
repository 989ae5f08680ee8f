package dev.irsa.lifecycle;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.irsa.lifecycle.Interleavings.Bound;
import dev.irsa.lifecycle.Interleavings.Result;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Explores lifecycles that differ in what they share: a session, a handle, the bound of roles, the
 * limits of the endpoint, the time. All orders of their steps are tried, and those of the points
 * within steps with a number of preemptions: one, or more with {@code -Dirsa.exploration=2} or so.
 */
@Tag("deep")
class LifecycleExplorationTest {

  static final int PREEMPTIONS = Integer.getInteger("irsa.exploration", 1);

  private static @Nullable InstrumentedClasses library;

  @BeforeAll
  static void load() {
    library = new InstrumentedClasses(null);
  }

  @AfterAll
  static void unload() {
    library = null;
    InstrumentedClasses.unload();
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
        Program.of("a.ask a.close | b.role1 b.close").whileBusy(6),
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
  void everyInvariantHoldsInEveryOrderOfSteps(Program program) {
    check(program.withEachAnswer(), Bound.STEPS);
  }

  @ParameterizedTest
  @MethodSource("programs")
  void everyInvariantHoldsIfThreadsAreInterruptedWithinSteps(Program program) {
    check(PREEMPTIONS > 1 ? program.withEachAnswer() : program, new Bound(true, PREEMPTIONS));
  }

  private static void check(Program program, Bound bound) {
    Result result = Interleavings.explore(requireNonNull(library).worlds(program), bound);
    System.out.printf(
        "%s, %s: %,d executions, %,d states%n",
        program, bound, result.executions(), result.states());
    assertNull(result.counterexample());
  }
}
