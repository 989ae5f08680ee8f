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
import dev.irsa.lifecycle.LifecycleInvariant;
import dev.irsa.lifecycle.SeededRace;
import dev.irsa.simulation.GeneratedPage;
import dev.irsa.simulation.Invariant;
import dev.irsa.simulation.SeededBug;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Plays every order of a few events, and compares what is found with {@code
 * docs/internals/proof.md}. Random histories are longer, but meet few of the orders.
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
    assertEquals("", timelines(engine(scope)));
  }

  @ParameterizedTest
  @EnumSource
  void theSearchFindsTheSeededBug(SeededBug bug) {
    assertTrue(
        bug.catchers().stream().anyMatch(bug(bug).found()::containsKey), timelines(bug(bug)));
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

  // ---- the page

  @Test
  void thePageShowsWhatTheTestsFind() throws IOException {
    GeneratedPage.compare(
        "internals/proof.md",
        "invariants",
        invariants(),
        "seeded bugs",
        seededBugs(),
        "invariants of lifecycles",
        LifecycleInvariant.table(),
        "seeded races",
        SeededRace.table(),
        "orders of events",
        orders(),
        "shortest counterexamples",
        counterexamples(),
        "what callers suffer",
        sufferings(),
        "AWS's rules",
        timelinesOfAws());
  }

  private static String invariants() {
    return "| `Invariant` | what holds in every history |\n|---|---|\n"
        + Arrays.stream(Invariant.values())
            .map(each -> "| %s | %s |\n".formatted(each, each.description()))
            .collect(joining());
  }

  private static String seededBugs() {
    return "| `SeededBug` | the mistake | caught by |\n|---|---|---|\n"
        + Arrays.stream(SeededBug.values())
            .map(
                bug ->
                    "| %s | %s | %s |\n"
                        .formatted(
                            bug,
                            bug.description(),
                            bug.catchers().stream().map(Enum::name).collect(joining(", "))))
            .collect(joining());
  }

  private static String orders() {
    return "| `Scope` | besides calls and time | events | states | transitions | violations |\n"
        + "|---|---|---|---|---|---|\n"
        + Arrays.stream(Scope.values())
            .filter(scope -> scope != Scope.CALLS)
            .map(
                scope ->
                    "| %s | %s | %d | %s | %s | %s |\n"
                        .formatted(
                            scope,
                            scope.description(),
                            engine(scope).depth(),
                            count(engine(scope).states()),
                            count(engine(scope).transitions()),
                            violations(engine(scope))))
            .collect(joining());
  }

  private static String count(int number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String violations(Result result) {
    return result.found().isEmpty()
        ? "none"
        : result.found().keySet().stream().map(Enum::name).collect(joining(", "));
  }

  private static String counterexamples() {
    return "| `SeededBug` | `Scope` | shortest counterexample |\n|---|---|---|\n"
        + Arrays.stream(SeededBug.values())
            .map(
                bug ->
                    "| %s | %s | %s |\n"
                        .formatted(
                            bug,
                            scopeOf(bug),
                            violation(bug).events().stream()
                                .map(Enum::name)
                                .collect(joining(", "))))
            .collect(joining());
  }

  private static String sufferings() {
    String header =
        Arrays.stream(Rules.values()).map(rules -> " " + rules + " |").collect(joining());
    return "| what a caller suffers |%s\n|---|%s\n"
            .formatted(header, "---|".repeat(Rules.values().length))
        + Arrays.stream(Harm.values())
            .map(
                harm ->
                    "| %s |%s\n"
                        .formatted(
                            harm.description(),
                            Arrays.stream(Rules.values())
                                .map(rules -> " " + suffering(rules, harm) + " |")
                                .collect(joining())))
            .collect(joining());
  }

  private static String suffering(Rules rules, Harm harm) {
    Path path = harms(rules).found().get(harm);
    return path == null
        ? "in none of %s states".formatted(count(harms(rules).states()))
        : "after %d events".formatted(path.events().size());
  }

  private static String timelinesOfAws() {
    List<Harm> shown =
        List.of(Harm.FAILS_WHILE_VALID, Harm.SERVED_EXPIRED, Harm.HARMED_THOUGH_STS_WAS_WELL);
    return shown.stream()
        .map(
            harm ->
                "**%s:**\n\n| time | event | what follows |\n|---|---|---|\n%s"
                    .formatted(
                        capitalized(harm.description()),
                        Timeline.rows(harms(Rules.AWS).found().get(harm))))
        .collect(joining("\n"));
  }

  private static String capitalized(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
