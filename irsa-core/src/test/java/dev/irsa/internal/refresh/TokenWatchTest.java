package dev.irsa.internal.refresh;

import static dev.irsa.internal.time.Nanos.SECOND;
import static dev.irsa.simulation.Moments.START;
import static dev.irsa.simulation.Moments.atSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.irsa.credentials.TokenClaims;
import dev.irsa.internal.refresh.TokenWatch.Finding;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenWatchTest {

  private static final ServerClock TIME = new ServerClock(null, atSeconds(0));
  private final TokenWatch watch = new TokenWatch();

  /** Issued at zero. */
  private static TokenClaims living(long seconds) {
    return issuedAt(0, seconds);
  }

  private static TokenClaims issuedAt(long at, long seconds) {
    return new TokenClaims(
        "issuer", "sub", List.of("sts"), START.plusSeconds(at), START.plusSeconds(at + seconds));
  }

  private Finding read(TokenClaims found, long second) {
    return watch.read(found, atSeconds(second), TIME, 1);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "a day: three minutes past 80 %, 86400, 69300",
    "an hour: three minutes past 80 %, 3600, 3060",
    "less than an hour: one minute past 80 %, 3599, 2939.2"
  })
  void aTokenStallsSomeMinutesPastFourFifthsOfItsLife(String sentence, long life, double stallsAt) {
    assertEquals(Finding.NOTHING, read(living(life), 0));
    assertEquals(stallsAt, watch.nextLook().at() / 1e9, 1e-6);

    watch.lookStarted();
    assertNull(watch.nextLook());
    assertEquals(Finding.NOTHING, read(living(life), (long) stallsAt - 1));
    assertEquals(Finding.STALLED, read(living(life), (long) Math.ceil(stallsAt)));
    assertEquals(Finding.NOTHING, read(living(life), (long) stallsAt + 60), "told once");
    assertEquals(((long) stallsAt + 120) * SECOND, watch.nextLook().at(), "looked at each minute");
  }

  @Test
  void anotherTokenIsARotation() {
    assertEquals(Finding.NOTHING, read(living(3600), 0));
    assertEquals(Finding.ROTATED, read(issuedAt(2880, 3600), 2880));
    assertEquals(Finding.NOTHING, read(issuedAt(2880, 3600), 2900));
    assertSame(START.plusSeconds(2880).getClass(), watch.claims().issuedAt().getClass());
    assertEquals(START.plusSeconds(2880), watch.claims().issuedAt());
  }

  @Test
  void aTokenThatRotatesAfterStallingIsGoodAgain() {
    assertEquals(Finding.NOTHING, read(living(3600), 0));
    assertEquals(Finding.STALLED, read(living(3600), 3060));
    assertEquals(3240 * SECOND, watch.lastUse(atSeconds(3060), TIME, 1).at());
    assertEquals(Finding.ROTATED, read(issuedAt(3100, 3600), 3100));
    assertNull(watch.lastUse(atSeconds(3100), TIME, 1));
    assertEquals(Finding.STALLED, read(issuedAt(3100, 3600), 6160), "it may stall as well");
  }

  @Test
  void anotherTokenThatHasStalledAlreadyIsToldAsStalled() {
    assertEquals(Finding.NOTHING, read(living(7200), 0));
    assertEquals(Finding.STALLED, read(living(3600), 3100));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "a day: ten minutes before its end, 86400, 1, 85800",
    "an hour: a tenth of its life, 3600, 1, 3240",
    "short sessions: less, 86400, 0.1, 86340"
  })
  void aStalledTokenIsUsedOnceMoreBeforeItsEnd(
      String sentence, long life, double scale, long lastUse) {
    assertEquals(Finding.NOTHING, watch.read(living(life), atSeconds(0), TIME, scale));
    assertNull(watch.lastUse(atSeconds(0), TIME, scale), "it has not stalled");
    long late = life - life / 8;
    assertEquals(Finding.STALLED, watch.read(living(life), atSeconds(late), TIME, scale));
    assertEquals(lastUse * SECOND, watch.lastUse(atSeconds(late), TIME, scale).at());
    assertEquals(
        (life + 9) * SECOND,
        watch.lastUse(atSeconds(life + 9), TIME, scale).at(),
        "past its end: at once");

    watch.spend();
    assertNull(watch.lastUse(atSeconds(late), TIME, scale));
  }

  @Test
  void aTokenThatCannotBeReadIsLookedAtAgainIfThereWasOne() {
    assertEquals(Finding.NOTHING, read(null, 0));
    assertNull(watch.nextLook());
    assertNull(watch.claims());
    assertEquals(Finding.NOTHING, read(living(3600), 0));
    assertEquals(Finding.NOTHING, read(null, 10));
    assertEquals(70 * SECOND, watch.nextLook().at());
    assertEquals(living(3600), watch.claims());
  }

  @Test
  void aTokenWithoutTimesIsNotWatched() {
    Instant none = null;
    for (TokenClaims claims :
        List.of(
            new TokenClaims("i", "s", List.of(), none, START),
            new TokenClaims("i", "s", List.of(), START, none),
            new TokenClaims("i", "s", List.of(), START, START),
            new TokenClaims("i", "s", List.of(), START, START.minusSeconds(1)))) {
      TokenWatch other = new TokenWatch();
      assertEquals(Finding.NOTHING, other.read(claims, atSeconds(99_999), TIME, 1));
      assertNull(other.nextLook());
      assertNull(other.lastUse(atSeconds(99_999), TIME, 1));
    }
  }

  @Test
  void timesOfTheTokenAreTheServers() {
    ServerClock ahead = new ServerClock(START.plusSeconds(1000), atSeconds(0));
    assertEquals(Finding.NOTHING, watch.read(living(3600), atSeconds(0), ahead, 1));
    assertEquals(2060 * SECOND, watch.nextLook().at());
  }
}
