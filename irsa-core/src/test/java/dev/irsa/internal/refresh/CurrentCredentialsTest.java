package dev.irsa.internal.refresh;

import static dev.irsa.internal.time.Nanos.MILLISECOND;
import static dev.irsa.internal.time.Nanos.SECOND;
import static dev.irsa.simulation.Moments.START;
import static dev.irsa.simulation.Moments.atSeconds;
import static dev.irsa.simulation.Moments.drawing;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.internal.time.DueTime;
import dev.irsa.internal.time.TimePoint;
import dev.irsa.simulation.Moments;
import java.time.Duration;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Credentials of an hour are due for a refresh after 2400 s, have their last chance after 3590 s
 * and expire after 3600 s.
 */
class CurrentCredentialsTest {

  private static final RefreshPolicy STANDARD = RefreshPolicy.standard();
  private static final long NEVER_IDLE = Duration.ofDays(365).toNanos();

  /** Returns credentials that are received at zero and refreshed ahead without jitter. */
  static CurrentCredentials of(Duration lifetime) {
    CurrentCredentials current = new CurrentCredentials();
    current.take(
        Moments.credentials("ASIA1", START.plus(lifetime)),
        lifetime,
        STANDARD,
        drawing(0),
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

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "a quarter of an hour: a third of it, 900, 300",
    "an hour: a third of it, 3600, 1200",
    "three hours: a third of it, 10800, 3600",
    "twelve hours: an hour, 43200, 3600",
    "twelve seconds: a third of it, 12, 4"
  })
  void theWindowFollowsTheLifetimeReceived(String sentence, long lifetime, double window) {
    assertEquals(window, RefreshSchedule.window(lifetime * SECOND, STANDARD) / 1e9, 1e-6);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "as configured, 3600, 1800, 1800",
    "kept to half of the lifetime, 3600, 1801, 1800",
    "not scaled, 600, 200, 200"
  })
  void aConfiguredWindowTakesPrecedence(
      String sentence, long lifetime, long window, long expected) {
    RefreshPolicy policy = STANDARD.withAdvisoryWindow(Duration.ofSeconds(window));
    assertEquals(expected * SECOND, RefreshSchedule.window(lifetime * SECOND, policy));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "the latest, 3600, false, 0, 2400",
    "the earliest, 3600, false, 1, 1860",
    "the earliest of the first, 3600, true, 1, 1500",
    "halfway, 3600, false, 0.5, 2130"
  })
  void theRefreshComesBeforeTheWindowByJitter(
      String sentence, long lifetime, boolean first, double share, long expected) {
    long after = RefreshSchedule.refreshAfter(lifetime * SECOND, STANDARD, first, drawing(share));
    assertEquals(expected, Math.round(after / 1e9));
  }

  @Property
  void theRefreshLiesBetweenReceiptAndExpiration(
      @ForAll @LongRange(min = 1, max = 43_200) long lifetime, @ForAll long seed) {
    long after =
        RefreshSchedule.refreshAfter(
            lifetime * SECOND, STANDARD, seed % 2 == 0, new SplittableRandom(seed));
    assertTrue(after >= 0 && after < lifetime * SECOND, () -> after + " of " + lifetime);
    assertTrue(after >= 0.4 * lifetime * SECOND, () -> after + " is early for " + lifetime);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "half of what is left, 900, 0, 450",
    "half of what is left at the reserve, 28, 0, 14",
    "the reserve of an agent, 20, 0, 6",
    "the reserve of an agent with jitter, 20, 1, 8.8",
    "within the reserve half again, 14, 0, 7",
    "a second at least, 1.5, 0, 1",
    "never after the expiration, 0.5, 0, 0.5"
  })
  void afterTheSameCredentialsTheNextRefreshIsPlannedByWhatIsLeft(
      String sentence, double remaining, double share, double pause) {
    long planned =
        RefreshSchedule.afterUnchanged(
            (long) (remaining * SECOND), Timings.STANDARD, drawing(share));
    assertEquals(pause, planned / 1e9, 1e-6);
  }

  @Property
  void theSameCredentialsAgainAndAgainCostFewRequestsAndTheLastComesInTime(
      @ForAll @LongRange(min = 1, max = 12 * 3600) long seconds, @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Timings timings = Timings.forLifetime(seconds * SECOND);
    long remaining = RefreshSchedule.window(seconds * SECOND, STANDARD);
    int requests = 0;
    boolean withinReserve = false;
    while (remaining > timings.of(RefreshSchedule.LEAST_UNCHANGED_PAUSE)) {
      requests++;
      withinReserve |= remaining <= timings.of(RefreshSchedule.AGENT_RESERVE);
      remaining -= RefreshSchedule.afterUnchanged(remaining, timings, random);
    }
    assertTrue(requests <= 14, requests + " requests");
    assertTrue(withinReserve, "none within the reserve of the agent");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "fresh for long: five minutes, 0, false, , 300",
    "fresh for less: until the loop should have started the refresh, 2300, false, , 101",
    "due and nothing under way: not at all, 2400, false, , 0",
    "during a refresh: five minutes, 2400, true, , 300",
    "during a refresh: at most until the end, 3550, true, , 50",
    "after a failure: until the next refresh is due, 2400, false, 2430, 31",
    "after a failure: until shortly after it is due, 2429, false, 2430, 2",
    "after a failure: not once it is due, 2430, false, 2430, 0"
  })
  void callersAreServedWithoutTheEngine(
      String sentence, long now, boolean refreshing, @Nullable Long next, long seconds) {
    DueTime due = next == null ? null : DueTime.in(atSeconds(next), 0);
    assertEquals(seconds * SECOND, hour.quietFor(refreshing, due, atSeconds(now)));
  }

  @Test
  void callersOfShortSessionsAreServedWithoutTheEngineForLess() {
    CurrentCredentials valid = of(Duration.ofSeconds(90));
    assertEquals(30 * SECOND, valid.quietFor(false, null, atSeconds(0)));
    assertEquals(21 * SECOND / 10, valid.quietFor(false, null, atSeconds(58)));
  }

  private static boolean wants(CurrentCredentials session, long unused, long idle, long now) {
    return session.wantsRefresh(unused * SECOND, idle, atSeconds(now));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "fresh, 2399, 2399, false",
    "due, 2400, 2400, true",
    "due and asked for long ago, 3599, 3599, true",
    "expired and nobody asked lately, 3600, 3600, false",
    "expired and asked for just now, 0, 3600, true",
    "expired and asked for nearly 15 min ago, 899, 4499, true",
    "expired and not asked for in 15 min, 900, 4500, false"
  })
  void refreshesContinueWithoutACaller(String sentence, long unused, long now, boolean wanted) {
    assertEquals(wanted, wants(hour, unused, NEVER_IDLE, now));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"idle for nearly long enough, 7199, true", "idle, 7200, false"})
  void anIdleSessionIsNotRefreshed(String sentence, long unused, boolean wanted) {
    CurrentCredentials session = of(Duration.ofMinutes(125));
    assertEquals(Freshness.REFRESH_DUE, session.freshness(atSeconds(unused)));
    assertEquals(wanted, wants(session, unused, 7200 * SECOND, unused));
  }

  @Test
  void everyLifetimeOfAwsHasTheStandardTimings() {
    assertSame(Timings.STANDARD, Timings.forLifetime(900 * SECOND));
    assertSame(Timings.STANDARD, Timings.forLifetime(43_200 * SECOND));
    assertFalse(Timings.STANDARD.areShort());
    assertEquals(60 * SECOND, Timings.STANDARD.of(60 * SECOND));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "half a quarter of an hour: half, 450, 30000",
    "a tenth of it: a tenth, 90, 6000",
    "at most to a hundredth, 9, 600",
    "however short, 1, 600"
  })
  void shorterLifetimesShrinkPauses(String sentence, long lifetime, long minuteMillis) {
    Timings timings = Timings.forLifetime(lifetime * SECOND);
    assertTrue(timings.areShort());
    assertEquals(minuteMillis * MILLISECOND, timings.of(60 * SECOND));
  }
}
