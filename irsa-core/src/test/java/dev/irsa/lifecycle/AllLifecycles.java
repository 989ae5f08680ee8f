package dev.irsa.lifecycle;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.lifecycle.Interleavings.Bound;
import dev.irsa.lifecycle.Interleavings.Result;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Explores all orders of the steps of all programs of two actors with two operations each, on one
 * handle or two. Not part of the build, see docs/internals/proof.md.
 */
class AllLifecycles {

  private static final List<String> OPERATIONS = List.of("ask", "role1", "close", "forget");

  private final InstrumentedClasses library = new InstrumentedClasses(null);
  private long programs;
  private long executions;
  private long states;

  @Test
  void everyInvariantHoldsInAllOfThem() {
    for (Program program : all()) {
      Result result = Interleavings.explore(library.worlds(program), Bound.STEPS);
      assertNull(result.counterexample(), program::text);
      programs++;
      executions += result.executions();
      states += result.states();
    }

    System.out.printf("%,d programs, %,d executions, %,d states%n", programs, executions, states);
    assertTrue(programs > 0);
  }

  private static List<Program> all() {
    List<Program> all = new ArrayList<>();
    for (String other : List.of("a", "b")) {
      List<String> first = pairs("a");
      List<String> second = pairs(other);
      for (int i = 0; i < first.size(); i++) {
        // With one handle, exchanging the actors makes no difference.
        for (int j = other.equals("a") ? i : 0; j < second.size(); j++) {
          all.add(Program.of(first.get(i) + " | " + second.get(j)).withEachAnswer());
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
