package dev.irsa.simulation;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * The same property with any number of histories: the number is jqwik's default, which a system
 * property sets (docs/internals/proof.md contains the command). Its name excludes it from the
 * build.
 */
class LongHistories {

  @Property(generation = GenerationMode.RANDOMIZED)
  void everyInvariantHoldsInEveryHistory(@ForAll("histories") History history) {
    HistoryPropertyTest.check(history, 3);
  }

  @Provide
  Arbitrary<History> histories() {
    return new AnyHistory();
  }
}
