package dev.irsa.exploration;

import dev.irsa.exploration.Explorer.Result;
import dev.irsa.internal.refresh.RefreshEngine;
import dev.irsa.simulation.Invariant;
import dev.irsa.simulation.SeededBug;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;

/** The rules to explore, always with the least and with the most jitter. */
enum Rules {
  STANDARD("`standard`") {
    @Override
    Provider provider(World world, double share) {
      return new EngineProvider(world, new RefreshEngine.StandardFactory(), share);
    }
  },
  AWS("AWS's rules") {
    @Override
    Provider provider(World world, double share) {
      return new AwsRulesProvider(world, share);
    }
  };

  private final String description;

  Rules(String description) {
    this.description = description;
  }

  abstract Provider provider(World world, double share);

  /** Explores what callers suffer. */
  Result harms() {
    return new Explorer(starts(Harm.class, this::provider), Scope.CALLS.events(), false)
        .explore(Scope.CALLS.depth(), List.of());
  }

  /** Explores which invariants the engine violates. */
  static Result invariants(Scope scope, int depth) {
    return new Explorer(starts(Invariant.class, STANDARD::provider), scope.events(), true)
        .explore(depth, List.of());
  }

  /** Explores until an engine with a mistake violates one of the invariants that catch it. */
  static Result invariants(Scope scope, SeededBug bug) {
    BiFunction<World, Double, Provider> wrong =
        (world, share) -> new EngineProvider(world, bug.engines(), share);
    return new Explorer(starts(Invariant.class, wrong), scope.events(), true)
        .explore(scope.depth(), bug.catchers());
  }

  static List<Supplier<World>> starts(
      Class<? extends Enum<?>> sought, BiFunction<World, Double, Provider> maker) {
    return DoubleStream.of(0, Math.nextDown(1.0))
        .<Supplier<World>>mapToObj(
            share -> () -> new World(world -> maker.apply(world, share), sought))
        .toList();
  }

  @Override
  public String toString() {
    return description;
  }
}
