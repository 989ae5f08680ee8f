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

/** Credentials of an hour are due for a refresh after 2400 s and expire after 3600 s. */
class CurrentCredentialsTest {

  private static final RefreshPolicy STANDARD = RefreshPolicy.standard();

  /** Returns credentials that are received at zero and refreshed ahead without jitter. */
  private static CurrentCredentials of(Duration lifetime) {
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

  @Test
  void everyLifetimeOfAwsHasTheStandardTimings() {
    assertSame(LifetimeScale.STANDARD, LifetimeScale.forLifetime(900 * SECOND));
    assertSame(LifetimeScale.STANDARD, LifetimeScale.forLifetime(43_200 * SECOND));
    assertFalse(LifetimeScale.STANDARD.isReduced());
    assertEquals(60 * SECOND, LifetimeScale.STANDARD.of(60 * SECOND));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "half a quarter of an hour: half, 450, 30000",
    "a tenth of it: a tenth, 90, 6000",
    "at most to a hundredth, 9, 600",
    "however short, 1, 600"
  })
  void shorterLifetimesShrinkPauses(String sentence, long lifetime, long minuteMillis) {
    LifetimeScale scale = LifetimeScale.forLifetime(lifetime * SECOND);
    assertTrue(scale.isReduced());
    assertEquals(minuteMillis * MILLISECOND, scale.of(60 * SECOND));
  }
}
