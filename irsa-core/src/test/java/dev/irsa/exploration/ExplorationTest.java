package dev.irsa.exploration;

import static dev.irsa.exploration.Scope.CLOCKS;
import static dev.irsa.exploration.Scope.DEMANDS;
import static dev.irsa.exploration.Scope.FAULTS;
import static dev.irsa.exploration.Scope.HANDLES;
import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.exploration.Explorer.Path;
import dev.irsa.exploration.Explorer.Result;
import dev.irsa.simulation.SeededBug;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Plays every order of a few events ({@code docs/internals/proof.md}). Random histories are longer,
 * but meet few of the orders.
 */
class ExplorationTest {

  private static final Map<Scope, Result> ENGINE = new EnumMap<>(Scope.class);
  private static final Map<SeededBug, Result> BUGS = new EnumMap<>(SeededBug.class);
  private static final Map<Rules, Result> HARMS = new EnumMap<>(Rules.class);

  private static Result engine(Scope scope) {
    return ENGINE.computeIfAbsent(scope, each -> Rules.invariants(each, each.depth()));
  }

  private static Result bug(SeededBug bug) {
    return BUGS.computeIfAbsent(bug, each -> Rules.invariants(scopeOf(each), each));
  }

  private static Result harms(Rules rules) {
    return HARMS.computeIfAbsent(rules, Rules::harms);
  }

  private static Scope scopeOf(SeededBug bug) {
    return switch (bug) {
      case A_WINDOW_THAT_ENDS_LATE,
          ONLY_THE_WALL_CLOCK,
          ONLY_THE_MONOTONIC_CLOCK,
          A_STATUS_THAT_ONLY_LOOKS ->
          CLOCKS;
      case A_CLOSE_THAT_LEAKS, A_CLOSE_THAT_FORGETS, A_CLOSE_THAT_FORGIVES -> HANDLES;
      case AN_UNCHANGED_RESPONSE_THAT_HAMMERS,
          INVALIDATIONS_WITHOUT_END,
          LASTING_CALLS_WITHOUT_END,
          LASTING_CALLS_LIKE_ALL_OTHERS,
          A_FLOOR_THAT_GIVES_WAY ->
          DEMANDS;
      default -> FAULTS;
    };
  }

  @ParameterizedTest
  @EnumSource(names = "CALLS", mode = EnumSource.Mode.EXCLUDE)
  void theEngineViolatesNoInvariantInAnyOrderOfEvents(Scope scope) {
    assertEquals("", timelines(engine(scope)), scope::description);
  }

  @ParameterizedTest
  @EnumSource
  void theSearchFindsTheSeededBug(SeededBug bug) {
    assertTrue(
        bug.catchers().stream().anyMatch(bug(bug).found()::containsKey),
        () -> bug.description() + "\n" + timelines(bug(bug)));
  }

  @Test
  void callersOfTheEngineSufferNothingInAnyOrderOfCallsAndFaults() {
    assertEquals("", timelines(harms(Rules.STANDARD)));
  }

  @Test
  void awsRulesHarmCallersInEachWay() {
    assertEquals(Set.of(Harm.values()), harms(Rules.AWS).found().keySet());
  }

  @Test
  void aTimelineTellsWhatFollowsFromEachEvent() {
    assertEquals(
        """
        0:00:00.0  ASK: a caller asks for credentials -> a caller waits, STS is called
        0:00:00.0  SUCCESS: STS issues credentials -> there are new credentials, the caller gets credentials
        0:40:00.0  NEXT: time passes until something is due -> STS is called
        0:40:00.0  SLEEP: the machine sleeps for 30 min -> nothing
        0:40:00.0  ASK: a caller asks for credentials -> the caller gets expired credentials, NEVER_AN_EXPIRED_SESSION is violated: expired credentials are served
        """,
        Timeline.text(violation(SeededBug.ONLY_THE_MONOTONIC_CLOCK)));
  }

  private static String timelines(Result result) {
    return result.found().entrySet().stream()
        .map(each -> each.getKey() + " in\n" + Timeline.text(each.getValue()))
        .collect(joining("\n"));
  }

  private static Path violation(SeededBug bug) {
    return bug.catchers().stream()
        .filter(bug(bug).found()::containsKey)
        .map(bug(bug).found()::get)
        .findFirst()
        .orElseThrow();
  }
}
