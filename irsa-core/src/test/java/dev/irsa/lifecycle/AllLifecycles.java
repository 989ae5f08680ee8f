package dev.irsa.lifecycle;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.lifecycle.Interleavings.Bound;
import dev.irsa.lifecycle.Interleavings.Result;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Explores all programs of two actors with two operations each: one handle or two, strict ones or
 * such that open again. Not part of the build, see docs/proof.md.
 */
class AllLifecycles {

  private static final List<String> OPERATIONS =
      List.of("ask", "get", "role1", "get2", "close", "open", "forget");

  private final InstrumentedClasses library = new InstrumentedClasses(null);
  private long programs;
  private long executions;
  private long states;

  @Test
  void everyInvariantHoldsInAllOfThem() {
    for (Program program : all()) {
      explore(program, Bound.STEPS);
      explore(program, new Bound(true, Integer.getInteger("irsa.preemptions", 1)));
      programs++;
    }

    System.out.printf("%,d programs, %,d executions, %,d states%n", programs, executions, states);
    assertTrue(programs > 0);
  }

  private void explore(Program program, Bound bound) {
    Result result = Interleavings.explore(library.worlds(program), bound);
    executions += result.executions();
    states += result.states();
    assertNull(result.counterexample(), () -> program + ", " + bound);
  }

  private static List<Program> all() {
    List<Program> all = new ArrayList<>();
    for (String other : List.of("a", "b")) {
      List<String> first = pairs("a");
      List<String> second = pairs(other);
      for (int i = 0; i < first.size(); i++) {
        // With one handle, exchanging the actors makes no difference.
        for (int j = other.equals("a") ? i : 0; j < second.size(); j++) {
          all.add(Program.ofEachAnswer(first.get(i) + " | " + second.get(j)));
        }
      }
    }
    return all;
  }

  private static List<String> pairs(String handle) {
    List<String> pairs = new ArrayList<>();
    for (String first : OPERATIONS) {
      for (String second : OPERATIONS) {
        pairs.add(handle + "." + first + " " + handle + "." + second);
      }
    }
    return pairs;
  }
}
