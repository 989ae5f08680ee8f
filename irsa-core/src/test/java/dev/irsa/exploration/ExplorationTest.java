package dev.irsa.exploration;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.irsa.exploration.Explorer.Path;
import dev.irsa.exploration.Explorer.Result;
import dev.irsa.simulation.ChangedLibrary;
import dev.irsa.simulation.Invariant;
import dev.irsa.simulation.PlantedBug;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Plays every order of a few events ({@code docs/internals/proof.md}). Random walks are longer, but
 * meet few of the orders.
 */
public class ExplorationTest {

  /** Walks until every invariant has caught the mistake, at most so many. */
  private static final int WALKS = 20_000;

  /**
   * How a mistake was caught.
   *
   * @param timeline the shortest order of events that shows it
   * @param missing the invariants that no walk violated
   */
  private record Found(String timeline, String missing) {}

  private static Found find(PlantedBug bug) {
    String[] found =
        (String[])
            new ChangedLibrary(bug.name(), bug.changes())
                .call(ExplorationTest.class, "search", String.class, bug.name());
    return new Found(found[0], found[1]);
  }

  /** Searches for a mistake of the library that is loaded with this class. */
  public static String[] search(String name) {
    PlantedBug bug = PlantedBug.named(name);
    var found = Scope.valueOf(bug.where()).search(0, bug.violated()).found();
    Path path =
        bug.violated().stream()
            .map(found::get)
            .filter(Objects::nonNull)
            .findFirst()
            .orElseThrow(() -> new AssertionError("not found: " + bug));
    Set<Invariant> missing = new LinkedHashSet<>(bug.violated());
    for (int seed = 0; seed < WALKS && !missing.isEmpty(); seed++) {
      missing.removeAll(Walk.of(seed).play().violated());
    }
    return new String[] {path.timeline(), missing.stream().map(Enum::name).collect(joining(", "))};
  }

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
    assertEquals("", find(bug).missing(), () -> "on no walk: " + bug);
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
        find(PlantedBug.named("ONLY_THE_MONOTONIC_CLOCK")).timeline());
  }

  private static String timelines(Result result) {
    return result.found().entrySet().stream()
        .map(each -> each.getKey() + " in\n" + each.getValue().timeline())
        .collect(joining("\n"));
  }
}
