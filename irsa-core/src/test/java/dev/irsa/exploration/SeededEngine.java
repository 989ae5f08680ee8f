package dev.irsa.exploration;

import static java.util.stream.Collectors.joining;

import dev.irsa.exploration.Explorer.Path;
import dev.irsa.simulation.ChangedLibrary;
import dev.irsa.simulation.Invariant;
import dev.irsa.simulation.PlantedBug;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

/** Searches a version of the library with a mistake for it. */
public final class SeededEngine {

  /** Walks until every invariant has caught the mistake, at most so many. */
  private static final int WALKS = 20_000;

  private SeededEngine() {}

  /**
   * How a mistake was caught.
   *
   * @param timeline the shortest order of events that shows it
   * @param missing the invariants that no walk violated
   */
  record Found(String timeline, String missing) {}

  static Found find(PlantedBug bug) {
    String[] found =
        (String[])
            new ChangedLibrary(bug.name(), bug.changes())
                .call(SeededEngine.class, "search", String.class, bug.name());
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
}
