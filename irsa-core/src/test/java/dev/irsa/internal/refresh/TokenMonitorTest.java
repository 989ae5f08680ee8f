package dev.irsa.internal.refresh;

import static dev.irsa.internal.refresh.TokenMonitor.Change.NONE;
import static dev.irsa.internal.refresh.TokenMonitor.Change.ROTATED;
import static dev.irsa.internal.refresh.TokenMonitor.Change.STALLED;
import static dev.irsa.internal.time.Nanos.MILLISECOND;
import static dev.irsa.internal.time.Nanos.SECOND;
import static dev.irsa.simulation.Moments.START;
import static dev.irsa.simulation.Moments.atMillis;
import static dev.irsa.simulation.Moments.atSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.TokenClaims;
import dev.irsa.internal.time.TimePoint;
import dev.irsa.internal.token.JwtClaims;
import dev.irsa.simulation.SimulatedFailures;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenMonitorTest {

  private final ServerClock server = new ServerClock(null, atSeconds(0));
  private final TokenMonitor monitor = new TokenMonitor();

  private void renew(Timings timings, long second) {
    monitor.renewed(timings, atSeconds(second), server);
  }

  private void fail(long second) {
    monitor.failed(SimulatedFailures.noToken(), Timings.STANDARD, atSeconds(second));
  }

  private boolean looks(TimePoint now) {
    return monitor.takeLook(true, Timings.STANDARD, now);
  }

  @Test
  void theFileIsNotCheckedWithoutAReason() {
    assertFalse(monitor.takeFirstReading());
    assertFalse(monitor.takeReading(atSeconds(9999)));
    assertFalse(looks(atSeconds(9999)));
    assertEquals(Long.MAX_VALUE, monitor.nextWake(atSeconds(0)));
    assertFalse(monitor.found());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"an hour, 3600, 10000", "five minutes, 300, 3333"})
  void claimsAreReadTenSecondsAfterARefresh(String sentence, long life, long millis) {
    renew(Timings.forLifetime(life * SECOND), 0);
    assertEquals(millis, monitor.nextWake(atSeconds(0)) / MILLISECOND);
    assertFalse(monitor.takeReading(atMillis(millis - 1)));
    assertTrue(monitor.takeReading(atMillis(millis + 1)));
    assertFalse(monitor.takeReading(atMillis(millis + 2)), "once");
    assertEquals(Long.MAX_VALUE, monitor.nextWake(atSeconds(11)));
  }

  @Test
  void inLazyModeClaimsAreReadByTheNextCall() {
    renew(Timings.STANDARD, 0);
    assertTrue(monitor.takeFirstReading());
    assertFalse(monitor.takeFirstReading());
    assertEquals(Long.MAX_VALUE, monitor.nextWake(atSeconds(1)));
  }

  @Test
  void afterAFailureOfTheTokenTheFileIsCheckedEverySecond() {
    fail(100);
    assertEquals(SECOND, monitor.nextWake(atSeconds(100)));
    assertFalse(looks(atMillis(100_999)));
    assertTrue(looks(atSeconds(101)));
    assertFalse(looks(atSeconds(101)));
    assertEquals(SECOND, monitor.nextWake(atSeconds(101)));
    assertTrue(looks(atSeconds(102)));
  }

  @Test
  void checksThatAreNoLongerNeededEnd() {
    fail(900);
    assertFalse(monitor.takeLook(false, Timings.STANDARD, atSeconds(901)));
    assertEquals(Long.MAX_VALUE, monitor.nextWake(atSeconds(901)));
    assertFalse(monitor.found());
  }

  @Test
  void anotherTokenIsWaitedForOnce() {
    fail(100);
    assertTrue(monitor.found());
    assertFalse(monitor.found());
    assertEquals(Long.MAX_VALUE, monitor.nextWake(atSeconds(100)));
  }

  /** Returns the claims of a token issued at time zero. */
  private static TokenClaims living(long seconds) {
    return issuedAt(0, seconds);
  }

  private static TokenClaims issuedAt(long at, long seconds) {
    return new JwtClaims(
        "issuer", "sub", List.of("sts"), START.plusSeconds(at), START.plusSeconds(at + seconds));
  }

  private TokenMonitor.Change read(@Nullable TokenClaims found, long second) {
    return monitor.claimsRead(found, Timings.STANDARD, atSeconds(second), server);
  }

  /** Returns the second at which the token is used once more, or null if that is not planned. */
  private @Nullable Long lastUse(Timings timings, long now) {
    var due = monitor.lastUse(timings, atSeconds(now), server);
    return due == null ? null : due.at() / SECOND;
  }

  private @Nullable Long lastUse(long now) {
    return lastUse(Timings.STANDARD, now);
  }

  @Test
  void claimsOfShortSessionsAreReadTenTimesAsOften() {
    Timings ofATenth = Timings.forLifetime(90 * SECOND);
    assertEquals(STALLED, monitor.claimsRead(living(3600), ofATenth, atSeconds(3600), server));
    assertEquals(6 * SECOND, monitor.nextWake(atSeconds(3600)));
    assertEquals(NONE, monitor.claimsRead(null, ofATenth, atSeconds(3601), server));
    assertEquals(6 * SECOND, monitor.nextWake(atSeconds(3601)));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "a day: three minutes past 80 %, 86400, 69300",
    "an hour: three minutes past 80 %, 3600, 3060",
    "less than an hour: one minute past 80 %, 3599, 2939.2"
  })
  void aTokenStallsSomeMinutesPastFourFifthsOfItsLife(String sentence, long life, double stallsAt) {
    assertEquals(NONE, read(living(life), 0));
    assertEquals(stallsAt, monitor.nextWake(atSeconds(0)) / 1e9, 1e-6);
    long late = (long) Math.ceil(stallsAt);
    assertTrue(monitor.takeReading(atSeconds(late)));
    assertEquals(Long.MAX_VALUE, monitor.nextWake(atSeconds(late)), "it is being read");

    assertEquals(NONE, read(living(life), late - 2));
    assertEquals(STALLED, read(living(life), late));
    assertEquals(NONE, read(living(life), late + 60), "told once");
    assertEquals(60 * SECOND, monitor.nextWake(atSeconds(late + 60)), "read each minute");
  }

  @Test
  void anotherTokenIsARotation() {
    assertEquals(NONE, read(living(3600), 0));
    assertEquals(ROTATED, read(issuedAt(2880, 3600), 2880));
    assertEquals(NONE, read(issuedAt(2880, 3600), 2900));
    assertEquals(START.plusSeconds(2880), monitor.claims().issuedAt());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "a day: ten minutes before its end, 86400, 85800",
    "an hour: a tenth of its life, 3600, 3240"
  })
  void aStalledTokenIsUsedOnceMoreBeforeItsExpiration(String sentence, long life, long lastUse) {
    assertEquals(NONE, read(living(life), 0));
    assertNull(lastUse(0), "it has not stalled");
    assertEquals(STALLED, read(living(life), life - life / 8));
    assertEquals(lastUse, lastUse(life - life / 8));
  }

  @Test
  void aStalledTokenThatHasExpiredIsUsedImmediately() {
    assertEquals(STALLED, read(living(3600), 3609));
    assertEquals(3609, lastUse(3609));
  }

  @Test
  void timesOfTheTokenAreMeasuredByTheServersClock() {
    ServerClock ahead = new ServerClock(START.plusSeconds(1000), atSeconds(0));
    assertEquals(NONE, monitor.claimsRead(living(3600), Timings.STANDARD, atSeconds(0), ahead));
    assertEquals(2060 * SECOND, monitor.nextWake(atSeconds(0)));
  }

  @Test
  void aTokenThatCannotBeReadIsReadAgainIfThereWasOne() {
    assertEquals(NONE, read(null, 0));
    assertEquals(Long.MAX_VALUE, monitor.nextWake(atSeconds(0)));
    assertNull(monitor.claims());
    assertEquals(NONE, read(living(3600), 0));
    assertEquals(NONE, read(null, 10));
    assertEquals(60 * SECOND, monitor.nextWake(atSeconds(10)));
    assertEquals(living(3600), monitor.claims());
  }

  @Test
  void aTokenWithoutTimesIsNotWatched() {
    Instant none = null;
    for (TokenClaims claims :
        List.of(
            new JwtClaims("i", "s", List.of(), none, START),
            new JwtClaims("i", "s", List.of(), START, none),
            new JwtClaims("i", "s", List.of(), START, START),
            new JwtClaims("i", "s", List.of(), START, START.minusSeconds(1)))) {
      var unused = read(claims, 99_999);
      assertSame(claims, monitor.claims());
      assertEquals(Long.MAX_VALUE, monitor.nextWake(atSeconds(99_999)));
      assertNull(lastUse(99_999));
    }
  }
}
