package dev.irsa.bench.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.internal.time.Nanos;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FleetRuleTest {

  private static final long HOUR = 60 * Nanos.MINUTE;
  private static final long OUTAGE = 20 * Nanos.MINUTE;
  private static final FleetRule STANDARD = FleetRule.standard(HOUR);
  private static final FleetRule FIFTEEN_MINUTES = new FleetRule(HOUR, 15 * Nanos.MINUTE, 0.15);

  private static FleetPlan plan(int pods, long startSpread, long outageFrom) {
    return new FleetPlan(
        pods,
        startSpread,
        HOUR,
        RefreshPolicy.standard(),
        outageFrom,
        OUTAGE,
        outageFrom + 2 * OUTAGE,
        1);
  }

  @Test
  void theStandardRuleIsThatOfTheStandardPolicy() {
    FleetPlan plan = plan(200, 30 * Nanos.SECOND, 2 * HOUR);
    FleetLoad policy = Fleet.simulate(plan);
    FleetLoad rule = Fleet.simulate(plan.with(STANDARD.policy()));

    for (int second = 0; second < 3 * 3600; second++) {
      assertEquals(policy.peak(second, second + 1), rule.peak(second, second + 1));
    }
  }

  @Test
  void nobodyExpiresInAnOutageAsLongAsTheWindowWheneverItBegins() {
    assertEquals(0, mostExpired(STANDARD));
    assertTrue(mostExpired(FIFTEEN_MINUTES) > 0.03 * 300, "a shorter window misses the target");
  }

  /** Returns the pods past expiry in the worst outage of the third hour. */
  private static int mostExpired(FleetRule rule) {
    return IntStream.range(0, 12)
        .mapToLong(offset -> 2 * HOUR + Nanos.MINUTE * 5 * offset)
        .mapToObj(from -> plan(300, 30 * Nanos.SECOND, from).with(rule.policy()))
        .mapToInt(plan -> Fleet.simulate(plan).podsPastExpiry())
        .max()
        .orElseThrow();
  }

  @Test
  void anEarlierRefreshCostsCalls() {
    assertEquals(1.690, STANDARD.callsPerHour(), 0.001);
    assertEquals(1.481, FIFTEEN_MINUTES.callsPerHour(), 0.001);
  }
}
