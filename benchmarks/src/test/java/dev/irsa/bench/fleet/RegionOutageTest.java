package dev.irsa.bench.fleet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.bench.fleet.RegionOutage.Failure;
import dev.irsa.bench.fleet.RegionOutage.Result;
import dev.irsa.bench.fleet.RegionOutage.Strategy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RegionOutageTest {

  private static final int[] MINUTES = {30, 88, 240};
  private static final long SEED = 20_261_201;

  @Test
  void withASpareEndpointNobodyIsWithoutCredentialsForMoreThanFiveSeconds() {
    for (Failure failure : List.of(Failure.HANGS, Failure.ERRORS)) {
      Result result = RegionOutage.simulate(Strategy.SPARE, 100, 2, 88, failure, SEED);

      assertEquals(0, result.pastExpiry());
      assertEquals(0, result.withoutAfter5());
    }
  }

  /** The same fleet without an outage: each of its refreshes may make one call more. */
  @ParameterizedTest
  @EnumSource(names = {"SPARE", "BOTH"})
  void theOutageOfOneRegionMakesAtMostTwiceTheCalls(Strategy strategy) {
    double today = calls(RegionOutage.simulate(strategy, 300, 4, 88, Failure.NONE, SEED));
    for (Failure failure : List.of(Failure.HANGS, Failure.ERRORS)) {
      double made = calls(RegionOutage.simulate(strategy, 300, 4, 88, failure, SEED));

      assertTrue(made <= 2 * today, made + " instead of " + today + " calls per second");
    }
  }

  private static double calls(Result result) {
    return result.meanDuring(result.first()) + result.meanDuring(result.spare());
  }

  @ParameterizedTest
  @EnumSource
  void theResultDependsOnTheSeedAlone(Strategy strategy) {
    Result one = RegionOutage.simulate(strategy, 50, 1, 30, Failure.ERRORS, SEED);
    Result again = RegionOutage.simulate(strategy, 50, 1, 30, Failure.ERRORS, SEED);

    assertArrayEquals(one.first(), again.first());
    assertArrayEquals(one.spare(), again.spare());
  }

  @Test
  void theReturnOfARegionCausesNoStampede() {
    Result result = RegionOutage.simulate(Strategy.SPARE, 1_000, 20, 30, Failure.ERRORS, SEED);

    assertTrue(result.peakAtReturn() <= 10, () -> "peak: " + result.peakAtReturn());
  }

  /**
   * Takes five minutes of a processor, so it is run when the page is to change: with {@code
   * -Dgroups=fleet}. Writes what the page has to show.
   */
  @Test
  @Tag("fleet")
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void thePageShowsTenThousandPods() throws IOException {
    String table = table(Integer.getInteger("irsa.fleet.pods", 10_000));
    Files.writeString(Path.of("target", "region.md"), table);

    Path docs = Path.of("..", "docs");
    assertTrue(Files.readString(docs.resolve("internals/benchmarks.md")).contains(table), table);
    List<String> some =
        Files.readString(docs.resolve("refresh.md"))
            .lines()
            .filter(line -> line.startsWith("| 88 min, "))
            .toList();
    assertEquals(5, some.size());
    assertEquals(some, table.lines().filter(some::contains).toList());
  }

  private static String table(int pods) {
    StringBuilder table =
        new StringBuilder(
            """
            | outage | strategy | pods past expiry | new pods without credentials after 5 s | after 30 s | calls/s of the first endpoint, mean (peak) | of the spare | peak at the return |
            |---|---|---|---|---|---|---|---|
            """);
    for (Failure failure : List.of(Failure.ERRORS, Failure.HANGS)) {
      for (int minutes : MINUTES) {
        if (failure == Failure.HANGS && minutes != 88) {
          continue;
        }
        for (Strategy strategy : Strategy.values()) {
          Result result = RegionOutage.simulate(strategy, pods, pods / 50, minutes, failure, SEED);
          table.append(row(strategy, pods, minutes, failure, result));
        }
      }
    }
    return table.toString();
  }

  private static String row(
      Strategy strategy, int pods, int minutes, Failure failure, Result result) {
    int started = pods / 50 * minutes;
    int worst = result.peakAtReturn();
    assertTrue(
        !strategy.hasSpare() || worst <= pods / 100,
        () -> strategy + ": peak at the return " + worst);
    return String.format(
        Locale.ROOT,
        "| %d min, %s | %s | %s | %s | %s | %s | %s | %d |%n",
        minutes,
        failure,
        strategy,
        share(result.pastExpiry(), pods),
        share(result.withoutAfter5(), started),
        share(result.withoutAfter30(), started),
        calls(result, result.first()),
        calls(result, result.spare()),
        worst);
  }

  private static String share(int part, int all) {
    return part == 0 ? "0" : String.format(Locale.ROOT, "%.0f %%", 100.0 * part / all);
  }

  private static String calls(Result result, int[] calls) {
    return String.format(
        Locale.ROOT, "%.1f (%d)", result.meanDuring(calls), result.peakDuring(calls));
  }
}
