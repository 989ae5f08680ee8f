package dev.irsa.simulation;

import dev.irsa.internal.refresh.RefreshEngine;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/**
 * Checks the invariants of docs/internals/proof.md in random histories: {@link Invariant} lists
 * them, {@link JudgedSession} checks them. The coverage of the histories is asserted as well.
 */
class HistoryPropertyTest {

  /** Returns what must occur in at least 3 % of the histories. */
  static final Set<String> TO_COVER = toCover();

  private static Set<String> toCover() {
    Set<String> all =
        new TreeSet<>(
            List.of(
                "state EMPTY",
                "state FRESH",
                "state AHEAD",
                "state EXPIRED",
                "mode STANDARD",
                "mode LAZY",
                "waits",
                "step ASK_LASTING",
                "a refresh in vain",
                "interrupt",
                "caller fails",
                "race: close during a flight",
                "race: last close during a flight",
                "race: close while waiting",
                "race: acquire during the last close",
                "step STEP_FORWARD",
                "step STEP_BACK",
                "step SUSPEND",
                "step ROTATE",
                "step INVALIDATE",
                "step REFRESH",
                "step FORGET",
                "step REJECT",
                "step LISTENER_THROWS"));
    for (SimulatedFault fault : SimulatedFault.values()) {
      all.add("fault " + fault + " while EMPTY");
      all.add("fault " + fault + " while valid");
      all.add("fault " + fault + " while EXPIRED");
    }
    return all;
  }

  @StatisticsReport(onFailureOnly = true)
  @Property(
      tries = 5_000,
      generation = GenerationMode.RANDOMIZED,
      shrinking = ShrinkingMode.BOUNDED)
  void everyInvariantHoldsInEveryHistory(@ForAll("histories") History history) {
    check(history);
  }

  static void check(History history) {
    if (history.length().compareTo(Duration.ofHours(24)) < 0) {
      throw new AssertionError("too short: " + history.length());
    }
    Set<String> covered = Histories.play(history, new RefreshEngine.StandardFactory());
    for (String each : TO_COVER) {
      Statistics.label(each).collect(covered.contains(each));
    }
    for (String each : TO_COVER) {
      Statistics.label(each)
          .coverage(coverage -> coverage.check(true).percentage(share -> share >= 3.0));
    }
  }

  @Provide
  Arbitrary<History> histories() {
    return new AnyHistory();
  }
}
