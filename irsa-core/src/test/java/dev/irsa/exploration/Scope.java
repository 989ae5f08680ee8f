package dev.irsa.exploration;

import static java.util.stream.Collectors.toCollection;

import dev.irsa.exploration.Explorer.Result;
import dev.irsa.exploration.World.Conditions;
import dev.irsa.simulation.Invariant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * How many events a search combines; {@link Event} says which. The fewer kinds there are, the
 * deeper it gets.
 */
public enum Scope {
  /** Faults of STS and of the token. */
  FAULTS(8),
  /** Steps of the wall clock, sleep, outages. */
  CLOCKS(7),
  /** Handles that are closed and opened, interrupts, denials. */
  HANDLES(10),
  /**
   * Explicit refreshes, rejected credentials, calls for lasting ones, the same ones again, faults.
   */
  DEMANDS(6),
  /** Faults of two endpoints, and sleep. */
  ENDPOINTS(6),
  EVERYTHING(4);

  /** Walks until every invariant has caught a mistake, at most so many. */
  private static final int WALKS = 10_000;

  private final int depth;

  Scope(int depth) {
    this.depth = depth;
  }

  /**
   * Plays every order of as many events as find all mistakes, and some more or fewer, with the
   * least and with the most jitter, until one of the wanted violations is found.
   */
  Result search(int more, List<Invariant> wanted) {
    List<Supplier<World>> starts =
        DoubleStream.of(0, Math.nextDown(1.0)).mapToObj(this::world).toList();
    Set<Event> events =
        Stream.of(Event.values())
            .filter(event -> event.isIn(this))
            .collect(toCollection(() -> EnumSet.noneOf(Event.class)));
    return new Explorer(starts, events).explore(depth + more, wanted);
  }

  /**
   * Returns the finder of a mistake: the search finds a violation of one of the invariants, and
   * walks find violations of all of them.
   */
  public Supplier<String> finds(Invariant... violated) {
    List<Invariant> wanted = List.of(violated);
    return () ->
        Collections.disjoint(search(0, wanted).found().keySet(), wanted)
            ? this + " does not find " + wanted
            : missingOnWalks(wanted);
  }

  private static String missingOnWalks(List<Invariant> violated) {
    Set<Invariant> missing = EnumSet.copyOf(violated);
    for (int seed = 0; seed < WALKS && !missing.isEmpty(); seed++) {
      missing.removeAll(Walk.of(seed).play().violated());
    }
    return missing.isEmpty() ? "" : "no walk finds " + missing;
  }

  private Supplier<World> world(double share) {
    Conditions conditions = this == ENDPOINTS ? Conditions.USUAL.withSpare() : Conditions.USUAL;
    return () -> new World(conditions, () -> share);
  }
}
