package dev.irsa.lifecycle;

import static org.junit.jupiter.api.Assertions.assertNull;

import dev.irsa.lifecycle.Interleavings.Bound;
import dev.irsa.lifecycle.Interleavings.Result;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Explores lifecycles that differ in what they share: a session, a handle, the bound of roles, the
 * limits of the endpoint, the time. All interleavings of their steps are tried, and those of the
 * points within steps with at most one preemption.
 */
class LifecycleExplorationTest {

  /** How often a thread is interrupted within a step, for longer runs. */
  private static final Bound FINE = new Bound(true, Integer.getInteger("irsa.preemptions", 1));

  private static final InstrumentedClasses LIBRARY = new InstrumentedClasses(null);

  static List<Program> programs() {
    return List.of(
        Program.ofEachAnswer("a.ask a.close | b.ask b.close"),
        Program.ofEachAnswer("a.ask a.close a.open a.ask | b.ask"),
        Program.ofEachAnswer("a.ask a.close a.open a.ask | b.forget"),
        Program.ofEachAnswer("a.ask | a.get | a.close"),
        Program.of("a.role1 a.role1 | a.role2"),
        Program.ofEachAnswer("a.role1 a.role2 | a.close"),
        Program.ofEachAnswer("a.get1 | a.get2"),
        Program.ofEachAnswer("a.role1 | a.close | b.role1"),
        Program.ofEachAnswer("a.ask a.close | time.time time.time"),
        Program.ofEachAnswer("a.ask a.close | b.role1 b.close").whileBusy(6),
        // Not "never": a call that waits when its handle is closed opens the handle again.
        Program.of("r.ask r.close | r.get", "credentials", "denied"));
  }

  @ParameterizedTest
  @MethodSource("programs")
  void everyInvariantHoldsInEveryOrderOfSteps(Program program) {
    check(program, Bound.STEPS);
  }

  @ParameterizedTest
  @MethodSource("programs")
  void everyInvariantHoldsIfThreadsAreInterruptedWithinSteps(Program program) {
    check(program, FINE);
  }

  static void check(Program program, Bound bound) {
    Result result = Interleavings.explore(LIBRARY.worlds(program), bound);
    System.out.printf(
        "%s, %s: %,d executions, %,d states%n",
        program, bound, result.executions(), result.states());
    assertNull(result.counterexample());
  }
}
