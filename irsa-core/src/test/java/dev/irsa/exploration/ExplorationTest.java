package dev.irsa.exploration;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.irsa.exploration.Explorer.Result;
import dev.irsa.simulation.PlantedBug;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

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

  static List<PlantedBug> bugs() {
    return PlantedBug.foundBy("search");
  }

  /** One in each build, below. */
  @Tag("deep")
  @ParameterizedTest
  @MethodSource("bugs")
  void theSearchAndTheWalksFindTheMistake(PlantedBug bug) {
    assertEquals("", SeededEngine.find(bug).missing(), () -> "on no walk: " + bug);
  }

  @Test
  void aTimelineTellsWhatFollowsFromEachEvent() {
    assertEquals(
        """
        0:00:00.0  ASK: a caller asks for credentials -> STS is called, a caller waits
        0:00:00.0  SUCCESS: STS issues credentials -> there are new credentials, the caller gets credentials
        0:40:00.0  NEXT: time passes until something is due -> STS is called
        0:40:00.0  SLEEP: the machine sleeps for 30 min -> nothing
        0:40:00.0  ASK: a caller asks for credentials -> the caller gets expired credentials, NEVER_AN_EXPIRED_SESSION is violated: expired credentials are served
        """,
        SeededEngine.find(PlantedBug.named("ONLY_THE_MONOTONIC_CLOCK")).timeline());
  }

  private static String timelines(Result result) {
    return result.found().entrySet().stream()
        .map(each -> each.getKey() + " in\n" + each.getValue().timeline())
        .collect(joining("\n"));
  }
}
