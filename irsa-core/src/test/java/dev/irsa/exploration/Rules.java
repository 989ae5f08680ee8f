package dev.irsa.exploration;

import dev.irsa.exploration.Explorer.Result;
import dev.irsa.exploration.World.Conditions;
import dev.irsa.simulation.Invariant;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;

/** The rules to explore, always with the least and with the most jitter. */
enum Rules {
  STANDARD("`standard`") {
    @Override
    Provider provider(World world, double share) {
      return new EngineProvider(world, () -> share);
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

  /** Explores which invariants the engine violates, until one of the wanted is found. */
  static Result invariants(Scope scope, int depth, List<Invariant> wanted) {
    return new Explorer(starts(Invariant.class, STANDARD::provider), scope.events(), true)
        .explore(depth, wanted);
  }

  static List<Supplier<World>> starts(
      Class<? extends Enum<?>> sought, BiFunction<World, Double, Provider> maker) {
    return DoubleStream.of(0, Math.nextDown(1.0))
        .<Supplier<World>>mapToObj(
            share -> () -> new World(Conditions.USUAL, world -> maker.apply(world, share), sought))
        .toList();
  }

  @Override
  public String toString() {
    return description;
  }
}
