package dev.irsa.exploration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.irsa.exploration.Walk.Outcome;
import dev.irsa.simulation.Invariant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;

/** Checks the invariants on random walks, which are longer than what the search can exhaust. */
class WalksTest {

  @Property(tries = 300, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
  void everyInvariantHoldsOnEveryWalk(@ForAll long seed) {
    var unused = check(seed);
  }

  @Tag("deep")
  @Property(tries = 10_000, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
  void everyInvariantHoldsOnManyMoreWalks(@ForAll long seed) {
    var unused = check(seed);
  }

  private static Outcome check(long seed) {
    Walk walk = Walk.of(seed);
    Outcome outcome = walk.play();
    Set<Invariant> violated = outcome.violated();
    if (!violated.isEmpty()) {
      throw new AssertionError(walk.shortened(violated.iterator().next()).text());
    }
    return outcome;
  }

  @Example
  void everyInvariantHoldsWhereEveryEventHappensOftenAndEveryFaultInEveryState() {
    Map<String, Integer> walks = new TreeMap<>();
    for (int seed = 0; seed < 1_000; seed++) {
      Set<String> covered = new TreeSet<>(check(seed).covered());
      Set<String> events = new TreeSet<>();
      covered.forEach(each -> events.add(each.substring(0, each.indexOf(' '))));
      covered.addAll(events);
      covered.forEach(each -> walks.merge(each, 1, Integer::sum));
    }
    Set<String> rare = new TreeSet<>();
    Set<Event> ofSearch = EnumSet.of(Event.NEXT, Event.HALF, Event.FAULT_LASTS);
    for (Event event : EnumSet.complementOf(EnumSet.copyOf(ofSearch))) {
      rare.add(event.name());
      if (event.isFault()) {
        rare.add(event + " while EMPTY");
        rare.add(event + " while VALID");
        rare.add(event + " while EXPIRED");
      }
    }
    rare.removeIf(each -> walks.getOrDefault(each, 0) >= 30);
    assertEquals(Set.of(), rare, walks::toString);
  }

  @Example
  void aSeedMakesTheSameWalkAgain() {
    for (int seed = 0; seed < 10; seed++) {
      Outcome once = Walk.of(seed).play();
      Outcome again = Walk.of(seed).play();

      assertEquals(once.timeline(), again.timeline());
    }
  }
}
