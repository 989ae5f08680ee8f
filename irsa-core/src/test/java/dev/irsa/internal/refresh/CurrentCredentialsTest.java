package dev.irsa.internal.refresh;

import static dev.irsa.internal.time.Nanos.SECOND;
import static dev.irsa.simulation.Moments.atSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.internal.time.TimePoint;
import dev.irsa.simulation.Moments;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Credentials of an hour are due for a refresh after 2400 s, have their last chance after 3590 s
 * and expire after 3600 s.
 */
class CurrentCredentialsTest {

  private final TimedCredentials hour = Moments.session(Duration.ofHours(1));
  private final CurrentCredentials held = new CurrentCredentials();

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "received, 0, true",
    "the last second, 3599, true",
    "the end, 3600, false",
    "long after, 9999, false"
  })
  void aSessionIsValidOrExpired(String sentence, long second, boolean valid) {
    held.take(hour);
    TimePoint now = atSeconds(second);
    assertEquals(valid, held.isValidAt(now));
    assertEquals(!valid, held.isExpiredAt(now));
    assertSame(valid ? hour : null, held.validAt(now));
    assertSame(hour, held.session());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "the refresh comes first, 0, 2400",
    "a second before it is due, 2399, 1",
    "then the last chance, 2400, 1190",
    "just before the last chance, 3589, 1"
  })
  void theNextThreshold(String sentence, long second, long left) {
    held.take(hour);
    assertEquals(left * SECOND, held.nextThreshold(atSeconds(second)));
  }

  @Test
  void theIssuersClockShowsASleepThatTheClocksOfThisMachineMissed() {
    held.take(hour);
    TimePoint now = atSeconds(100);
    held.expireBy(new ServerClock(Moments.START.plusSeconds(3300), now), now);
    assertEquals(290 * SECOND, held.nextThreshold(now), "the last chance");
    assertTrue(held.isExpiredAt(atSeconds(400)));
  }

  @Test
  void theIssuersClockNeverProlongsCredentials() {
    held.take(hour);
    TimePoint now = atSeconds(100);
    held.expireBy(new ServerClock(Moments.START, now), now);
    assertSame(hour, held.session());
  }

  @Test
  void eachThresholdIsPassedOnce() {
    held.take(hour);
    assertFalse(held.passesLastChance(atSeconds(3589)));
    assertFalse(held.passesExpiry(atSeconds(3589)));

    assertTrue(held.passesLastChance(atSeconds(3590)));
    assertFalse(held.passesLastChance(atSeconds(3590)), "once");
    assertFalse(held.passesExpiry(atSeconds(3599)));
    assertEquals(10 * SECOND, held.nextThreshold(atSeconds(3590)));

    assertTrue(held.passesExpiry(atSeconds(3600)));
    assertFalse(held.passesExpiry(atSeconds(3601)), "once");
    assertEquals(Long.MAX_VALUE, held.nextThreshold(atSeconds(3600)));
  }

  @Test
  void aSleepPastBothThresholdsPassesBoth() {
    held.take(hour);
    assertTrue(held.passesExpiry(atSeconds(4000)));
    assertEquals(0, held.nextThreshold(atSeconds(4000)), "the last chance is not passed yet");
    assertTrue(held.passesLastChance(atSeconds(4000)));
    assertEquals(Long.MAX_VALUE, held.nextThreshold(atSeconds(4000)));
  }
}
