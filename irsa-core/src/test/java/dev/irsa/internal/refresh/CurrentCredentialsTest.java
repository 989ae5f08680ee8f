package dev.irsa.internal.refresh;

import static dev.irsa.internal.time.Nanos.SECOND;
import static dev.irsa.simulation.Moments.START;
import static dev.irsa.simulation.Moments.atSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.internal.time.DueTime;
import dev.irsa.internal.time.TimePoint;
import dev.irsa.simulation.Moments;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Credentials of an hour are due for a refresh after 2400 s, have their last chance after 3590 s
 * and expire after 3600 s.
 */
class CurrentCredentialsTest {

  /** Returns credentials that are received at zero and refreshed ahead without jitter. */
  static CurrentCredentials of(Duration lifetime) {
    CurrentCredentials current = new CurrentCredentials();
    current.take(
        Moments.credentials("ASIA1", START.plus(lifetime)),
        lifetime,
        RefreshPolicy.standard(),
        Moments.drawing(0),
        atSeconds(0));
    return current;
  }

  private final CurrentCredentials hour = of(Duration.ofHours(1));

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "received, 0, FRESH, 3600, 2400",
    "a second before the refresh is due, 2399, FRESH, 1201, 1",
    "the refresh is due, 2400, REFRESH_DUE, 1200, 1190",
    "just before the last chance, 3589, REFRESH_DUE, 11, 1",
    "the last second, 3599, REFRESH_DUE, 1, 0",
    "expired, 3600, EXPIRED, 0, 0",
    "long expired, 9999, EXPIRED, 0, 0"
  })
  void freshnessAdvances(
      String sentence, long second, Freshness expected, long remaining, long nextThreshold) {
    TimePoint now = atSeconds(second);
    assertEquals(expected, hour.freshness(now));
    assertEquals(expected != Freshness.EXPIRED, hour.isValidAt(now));
    assertEquals(expected == Freshness.EXPIRED, hour.isExpiredAt(now));
    assertEquals(remaining * SECOND, hour.remainingAt(now));
    assertEquals(nextThreshold * SECOND, hour.nextThreshold(now));
  }

  @Property
  void freshnessNeverGoesBack(
      @ForAll @LongRange(min = 1, max = 43_200) long lifetime,
      @ForAll @LongRange(min = 0, max = 50_000) long one,
      @ForAll @LongRange(min = 0, max = 50_000) long other) {
    CurrentCredentials held = of(Duration.ofSeconds(lifetime));
    Freshness earlier = held.freshness(atSeconds(Math.min(one, other)));
    Freshness later = held.freshness(atSeconds(Math.max(one, other)));
    assertTrue(later.compareTo(earlier) >= 0);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"earlier, 100, 100", "never later, 9999, 2400", "not before the receipt, -1, 0"})
  void aTokenThatExpiresSoonMakesTheRefreshEarlier(String sentence, long due, long expected) {
    hour.refreshBy(new DueTime(due * SECOND));
    assertEquals(expected * SECOND, hour.refreshDue().at());
  }

  @Test
  void theIssuersClockShowsASleepThatTheClocksOfThisMachineMissedAndNeverProlongsCredentials() {
    TimePoint now = atSeconds(100);
    hour.expireBy(new ServerClock(START, now), now);
    assertEquals(3500 * SECOND, hour.remainingAt(now));
    hour.expireBy(new ServerClock(START.plusSeconds(3300), now), now);
    assertEquals(290 * SECOND, hour.nextThreshold(now), "the last chance");
    assertTrue(hour.isExpiredAt(atSeconds(400)));
  }

  @Test
  void eachThresholdIsPassedOnce() {
    assertFalse(hour.passesLastChance(atSeconds(3589)));
    assertTrue(hour.passesLastChance(atSeconds(3590)));
    assertFalse(hour.passesLastChance(atSeconds(3590)), "once");
    assertFalse(hour.passesExpiry(atSeconds(3599)));
    assertEquals(10 * SECOND, hour.nextThreshold(atSeconds(3590)));

    assertTrue(hour.passesExpiry(atSeconds(3600)));
    assertFalse(hour.passesExpiry(atSeconds(3601)), "once");
    assertEquals(Long.MAX_VALUE, hour.nextThreshold(atSeconds(3600)));
  }

  @Test
  void aSleepPastBothThresholdsPassesBoth() {
    assertTrue(hour.passesExpiry(atSeconds(4000)));
    assertEquals(0, hour.nextThreshold(atSeconds(4000)), "the last chance is not passed yet");
    assertTrue(hour.passesLastChance(atSeconds(4000)));
    assertEquals(Long.MAX_VALUE, hour.nextThreshold(atSeconds(4000)));
  }
}
