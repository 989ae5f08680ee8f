package dev.irsa.simulation;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * The same property for as long as one likes: the number of histories is jqwik's default, which a
 * system property sets (docs/refresh.md has the command). Not part of the build by its name.
 */
class LongHistories {

  @Property(generation = GenerationMode.RANDOMIZED)
  void everyInvariantHoldsInEveryHistory(@ForAll("histories") History history) {
    HistoryPropertyTest.check(history);
  }

  @Provide
  Arbitrary<History> histories() {
    return new AnyHistory();
  }
}
