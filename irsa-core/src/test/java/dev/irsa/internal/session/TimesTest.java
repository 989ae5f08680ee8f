package dev.irsa.internal.session;

import static dev.irsa.internal.time.Nanos.SECOND;
import static dev.irsa.simulation.Moments.at;
import static dev.irsa.simulation.Moments.atSeconds;
import static dev.irsa.simulation.Moments.session;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.internal.refresh.Freshness;
import dev.irsa.internal.refresh.TimedCredentials;
import dev.irsa.internal.refresh.Timings;
import dev.irsa.internal.time.Deadline;
import dev.irsa.internal.time.DueTime;
import dev.irsa.internal.time.Nanos;
import dev.irsa.internal.time.TimePoint;
import dev.irsa.simulation.Moments;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the thresholds and the freshness of credentials. */
class TimesTest {

  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void dueTimesCountTimeThatPassesByEitherClock() {
    DueTime due = DueTime.in(atSeconds(10), 5 * SECOND);
    TimePoint slept = new TimePoint(0, 10 * SECOND, 15 * SECOND);
    assertFalse(due.isDueAt(at(Duration.ofSeconds(15).minusNanos(1))));
    assertTrue(due.isDueAt(slept));
    assertEquals(2 * SECOND, due.remainingAt(atSeconds(13)));
    assertEquals(0, due.remainingAt(atSeconds(99)));
  }

  @Test
  void deadlinesCountOnlyTheMonotonicClock() {
    Deadline bound = Deadline.in(atSeconds(10), 5 * SECOND);
    TimePoint slept = new TimePoint(0, 10 * SECOND, 99 * SECOND);
    assertFalse(bound.isOverAt(slept));
    assertEquals(5 * SECOND, bound.remainingAt(slept));
    assertFalse(bound.isOverAt(at(Duration.ofSeconds(15).minusNanos(1))));
    assertTrue(bound.isOverAt(atSeconds(15)));
    assertEquals(0, bound.remainingAt(atSeconds(16)));
    assertEquals(5 * SECOND, bound.length());
  }

  @Test
  void endlessTimesDoNotOverflow() {
    assertEquals(Long.MAX_VALUE, DueTime.in(atSeconds(10), Long.MAX_VALUE).at());
    assertEquals(Long.MAX_VALUE, Deadline.in(atSeconds(10), Long.MAX_VALUE).at());
    long most = Long.MAX_VALUE - 10 * SECOND;
    assertEquals(Long.MAX_VALUE, DueTime.in(atSeconds(10), most).at());
    assertEquals(Long.MAX_VALUE - 1, DueTime.in(atSeconds(10), most - 1).at());
    assertEquals(Long.MAX_VALUE - 1, Deadline.in(atSeconds(10), most - 1).at());
    assertEquals(Long.MAX_VALUE, Deadline.in(atSeconds(10), most + 1).at());
  }

  @Test
  void theLaterAndTheEarlierOfTwo() {
    DueTime soon = new DueTime(1);
    DueTime late = new DueTime(2);
    assertEquals(late, soon.orLater(late));
    assertEquals(late, late.orLater(soon));
    assertEquals(soon, soon.orEarlier(late));
    assertEquals(soon, late.orEarlier(soon));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "received, 0, FRESH, true, 3600",
    "a second before the refresh is due, 2399, FRESH, true, 1201",
    "the refresh is due, 2400, REFRESH_DUE, true, 1200",
    "the last second, 3599, REFRESH_DUE, true, 1",
    "expired, 3600, EXPIRED, false, 0",
    "long expired, 9999, EXPIRED, false, 0"
  })
  void freshnessAdvances(
      String sentence, long second, Freshness expected, boolean valid, long remaining) {
    TimedCredentials hour = session(HOUR);
    assertEquals(expected, hour.freshness(atSeconds(second)));
    assertEquals(valid, hour.isValidAt(atSeconds(second)));
    assertEquals(remaining * SECOND, hour.remainingAt(atSeconds(second)));
  }

  @Property
  void freshnessNeverGoesBack(
      @ForAll @LongRange(min = 1, max = 43_200) long lifetime,
      @ForAll @LongRange(min = 0, max = 50_000) long one,
      @ForAll @LongRange(min = 0, max = 50_000) long other) {
    TimedCredentials session = session(Duration.ofSeconds(lifetime));
    Freshness earlier = session.freshness(atSeconds(Math.min(one, other)));
    Freshness later = session.freshness(atSeconds(Math.max(one, other)));
    assertTrue(later.compareTo(earlier) >= 0);
  }

  @Test
  void thresholdsOfAnHour() {
    TimedCredentials hour = session(HOUR);
    assertEquals(2400 * SECOND, hour.refreshDue().at());
    assertEquals(3590 * SECOND, hour.lastChance().at());
    assertEquals(3600 * SECOND, hour.expiry().at());
    TimedCredentials minute = session(Duration.ofMinutes(1));
    assertEquals(59_333, minute.lastChance().at() / Nanos.MILLISECOND, "ten seconds, scaled");
  }

  @Test
  void aTokenThatExpiresSoonMakesTheRefreshEarlier() {
    TimedCredentials hour = session(HOUR);
    assertEquals(100 * SECOND, hour.refreshedBy(new DueTime(100 * SECOND)).refreshAfter());
    assertEquals(2400 * SECOND, hour.refreshedBy(new DueTime(9999 * SECOND)).refreshAfter());
    assertEquals(0, hour.refreshedBy(new DueTime(-1)).refreshAfter());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "no lifetime, 0, 0",
    "a refresh before the receipt, 10, -1",
    "a refresh after the end, 10, 11"
  })
  void invalidTimesAreRejected(String sentence, long lifetime, long refreshAfter) {
    var credentials = Moments.credentials("ASIA1", Moments.START);
    TimePoint now = atSeconds(0);
    assertThrows(
        IllegalArgumentException.class,
        () -> new TimedCredentials(credentials, now, lifetime, refreshAfter, Timings.STANDARD));
  }

  @Test
  void theBoundsOfASessionAreAllowed() {
    var credentials = Moments.credentials("ASIA1", Moments.START);
    assertEquals(
        1, new TimedCredentials(credentials, atSeconds(0), 1, 0, Timings.STANDARD).lifetime());
    assertEquals(
        1, new TimedCredentials(credentials, atSeconds(0), 1, 1, Timings.STANDARD).refreshAfter());
  }
}
