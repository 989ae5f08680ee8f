package dev.irsa.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCases;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.ShrinkingDistance;

/**
 * Histories for jqwik. Each is created from a seed and shrunk by removing steps, large parts first.
 */
final class AnyHistory implements Arbitrary<History> {

  @Override
  public RandomGenerator<History> generator(int genSize) {
    return (Random random) -> new Shrinking(History.of(random.nextLong()));
  }

  @Override
  public EdgeCases<History> edgeCases(int maxEdgeCases) {
    return EdgeCases.none();
  }

  private record Shrinking(History value) implements Shrinkable<History> {

    @Override
    public Stream<Shrinkable<History>> shrink() {
      List<Shrinkable<History>> smaller = new ArrayList<>();
      int length = value.steps().size();
      for (int size = length / 2; size >= 1; size /= 2) {
        for (int from = 0; from < length; from += size) {
          History without = value.without(from, Math.min(length, from + size));
          if (without.events() < value.events()) {
            smaller.add(new Shrinking(without));
          }
        }
      }
      return smaller.stream();
    }

    @Override
    public Optional<Shrinkable<History>> grow(Shrinkable<?> before, Shrinkable<?> after) {
      return Optional.empty();
    }

    @Override
    public ShrinkingDistance distance() {
      return ShrinkingDistance.of(value.events());
    }
  }
}
