package dev.irsa.exploration;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.irsa.exploration.Explorer.Result;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Plays every order of a few events ({@code docs/internals/proof.md}). Random walks are longer, but
 * meet few of the orders.
 */
class ExplorationTest {

  @ParameterizedTest
  @EnumSource
  void theEngineViolatesNoInvariantInAnyOrderOfEvents(Scope scope) {
    Result result = scope.search(Integer.getInteger("irsa.exploration.deeper", 0), List.of());

    System.out.printf(
        "%s: %d events, %,d states, %,d transitions%n",
        scope, result.depth(), result.states(), result.transitions());
    assertEquals("", timelines(result), scope::name);
  }

  private static String timelines(Result result) {
    return result.found().entrySet().stream()
        .map(each -> each.getKey() + " in\n" + each.getValue().timeline())
        .collect(joining("\n"));
  }
}
