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
import net.jqwik.api.Tag;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/**
 * Checks the invariants of docs/internals/proof.md in random histories: {@link Invariant} lists
 * them, {@link JudgedSession} checks them. The coverage of the histories is asserted as well.
 */
class HistoryPropertyTest {

  /** Returns what must occur in a share of the histories. */
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
                "a refresh that brought too little",
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
      tries = 1_000,
      generation = GenerationMode.RANDOMIZED,
      shrinking = ShrinkingMode.BOUNDED)
  void everyInvariantHoldsInEveryHistory(@ForAll("histories") History history) {
    check(history, 1);
  }

  @Tag("deep")
  @StatisticsReport(onFailureOnly = true)
  @Property(
      tries = 10_000,
      generation = GenerationMode.RANDOMIZED,
      shrinking = ShrinkingMode.BOUNDED)
  void everyInvariantHoldsInTenThousandHistories(@ForAll("histories") History history) {
    check(history, 3);
  }

  /**
   * Plays a history.
   *
   * @param percent the share of the histories in which each of {@link #TO_COVER} must occur; small
   *     where so few are played that the share varies
   */
  static void check(History history, double percent) {
    if (history.length().compareTo(Duration.ofHours(24)) < 0) {
      throw new AssertionError("too short: " + history.length());
    }
    Set<String> covered = Histories.play(history, new RefreshEngine.StandardFactory());
    for (String each : TO_COVER) {
      Statistics.label(each).collect(covered.contains(each));
    }
    for (String each : TO_COVER) {
      Statistics.label(each)
          .coverage(coverage -> coverage.check(true).percentage(share -> share >= percent));
    }
  }

  @Provide
  Arbitrary<History> histories() {
    return new AnyHistory();
  }
}
