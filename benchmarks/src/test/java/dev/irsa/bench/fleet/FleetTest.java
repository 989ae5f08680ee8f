package dev.irsa.bench.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.internal.time.Nanos;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FleetTest {

  private static final int PODS = 200;
  private static final int HOUR = 3600;

  @Test
  void everyPodCallsOnceAtTheStartAndOnceInEachSession() {
    FleetLoad load = Fleet.simulate(plan(Long.MAX_VALUE, 0));

    assertEquals(PODS, calls(load, 0, 60));
    // The first refresh is due after 25 to 40 min, the second one 31 min later at the earliest.
    assertEquals(PODS, calls(load, 60, 55 * 60));
    assertEquals(0, load.podsPastExpiry());
  }

  @Test
  void theSameSeedGivesTheSameLoad() {
    FleetLoad first = Fleet.simulate(plan(HOUR, 600));
    FleetLoad second = Fleet.simulate(plan(HOUR, 600));

    assertEquals(calls(first, 0, 3 * HOUR), calls(second, 0, 3 * HOUR));
    assertEquals(first.peak(0, 3 * HOUR), second.peak(0, 3 * HOUR));
  }

  @Test
  void noSessionExpiresInTenMinutesWithoutSts() {
    FleetLoad load = Fleet.simulate(plan(HOUR + 1200, 600));

    assertEquals(0, load.podsPastExpiry());
    assertTrue(calls(load, HOUR + 1200, HOUR + 1800) > 0, "pods retry during the outage");
  }

  @Test
  void everySessionExpiresInAnOutageLongerThanItsLifetime() {
    FleetLoad load = Fleet.simulate(plan(HOUR, 3700));

    assertEquals(PODS, load.podsPastExpiry());
  }

  @Test
  void thePeakOfAThousandPodsIsBoundedAfterTheStartAndRemainsSo() {
    assertPeaks(1_000, 10, 20);
  }

  @Test
  @Tag("deep")
  void thePeakOfTenThousandPodsIsBoundedAfterTheStartAndRemainsSo() {
    assertPeaks(10_000, 30, 200);
  }

  private static void assertPeaks(int pods, int most, int withoutJitter) {
    RefreshPolicy standard = RefreshPolicy.standard();
    FleetLoad load = Fleet.simulate(plan(pods, standard, Long.MAX_VALUE, 0, 6));

    int first = load.peak(31, HOUR);
    int later = load.peak(HOUR, 6 * HOUR);
    assertTrue(first <= most, "in the first wave of refreshes: " + first);
    assertTrue(later <= most, "later: " + later);
    assertEquals(0, load.podsPastExpiry());
    FleetPlan inStep = plan(pods, standard.withJitter(0, 0), Long.MAX_VALUE, 0, 6);
    int peak = Fleet.simulate(inStep).peak(HOUR, 6 * HOUR);
    assertTrue(peak > withoutJitter, "without jitter: " + peak);
  }

  @Test
  void inAnOutageOf20MinNoCredentialsExpireAndItsEndCausesNoStampede() {
    assertNoStampede(1_000, 13, 20);
  }

  @Test
  @Tag("deep")
  void theSameHoldsForTenThousandPods() {
    assertNoStampede(10_000, 130, 100);
  }

  private static void assertNoStampede(int pods, int callsPerSecond, int most) {
    int end = 2 * HOUR + 20 * 60;
    FleetLoad load = Fleet.simulate(plan(pods, RefreshPolicy.standard(), 2 * HOUR, 20 * 60, 4));

    assertEquals(0, load.podsPastExpiry());
    double during = calls(load, 2 * HOUR, end) / (20.0 * 60);
    assertTrue(during <= callsPerSecond, "calls per second during the outage: " + during);
    int recovery = load.peak(end, 4 * HOUR);
    assertTrue(recovery <= most, "peak after the outage: " + recovery);
  }

  @Test
  void theModelOfWindowsRefreshesInsideThem() {
    FleetLoad load = WindowModel.sdkV2().simulate(plan(Long.MAX_VALUE, 0));

    assertEquals(PODS, calls(load, HOUR - 300, HOUR - 120 + 30));
    assertEquals(0, load.podsPastExpiry());
  }

  @Test
  void theModelOfWindowsExpiresWhenAnOutageCoversThem() {
    FleetLoad load = WindowModel.sdkV2().simulate(plan(HOUR - 400, 600));

    assertEquals(PODS, load.podsPastExpiry());
  }

  private static FleetPlan plan(long outageFromSeconds, long outageForSeconds) {
    return plan(PODS, RefreshPolicy.standard(), outageFromSeconds, outageForSeconds, 4);
  }

  private static FleetPlan plan(
      int pods, RefreshPolicy policy, long outageFromSeconds, long outageForSeconds, long hours) {
    return new FleetPlan(
        pods,
        30 * Nanos.SECOND,
        HOUR * Nanos.SECOND,
        policy,
        outageFromSeconds == Long.MAX_VALUE ? Long.MAX_VALUE : outageFromSeconds * Nanos.SECOND,
        outageForSeconds * Nanos.SECOND,
        hours * HOUR * Nanos.SECOND,
        1);
  }

  private static long calls(FleetLoad load, int from, int to) {
    return IntStream.range(from, to).mapToLong(second -> load.peak(second, second + 1)).sum();
  }
}
