package dev.irsa.exploration;

import dev.irsa.exploration.Explorer.Result;
import dev.irsa.exploration.World.Conditions;
import dev.irsa.simulation.Invariant;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;

/** The searches, always with the least and with the most jitter. */
final class Search {

  private Search() {}

  /** Explores what callers suffer. */
  static Result harms() {
    return new Explorer(starts(Harm.class), Scope.CALLS.events(), false)
        .explore(Scope.CALLS.depth(), List.of());
  }

  /** Explores which invariants the engine violates, until one of the wanted is found. */
  static Result invariants(Scope scope, int depth, List<Invariant> wanted) {
    return new Explorer(starts(Invariant.class), scope.events(), true).explore(depth, wanted);
  }

  private static List<Supplier<World>> starts(Class<? extends Enum<?>> sought) {
    return DoubleStream.of(0, Math.nextDown(1.0))
        .<Supplier<World>>mapToObj(
            share ->
                () ->
                    new World(
                        Conditions.USUAL, world -> new EngineProvider(world, () -> share), sought))
        .toList();
  }
}
