package dev.irsa.internal.refresh;

import static dev.irsa.internal.time.Nanos.SECOND;
import static dev.irsa.simulation.Moments.atSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.simulation.Moments;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sessions idle after two hours; an hour is due after 2700 s and ends after 3600 s. */
class DemandTest {

  private static final long IDLE_AFTER = 7200 * SECOND;

  private final CurrentCredentials held = new CurrentCredentials();
  private final Demand demand = new Demand(held, IDLE_AFTER, atSeconds(0));

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "fresh, 0, 2699, false",
    "due, 0, 2700, true",
    "due and asked for long ago, 0, 3599, true",
    "expired and nobody asked lately, 0, 3600, false",
    "expired and asked for just now, 3600, 3600, true",
    "expired and asked for nearly 15 min ago, 3600, 4499, true",
    "expired and not asked for in 15 min, 3600, 4500, false"
  })
  void refreshingGoesOnWithoutACaller(String sentence, long asked, long now, boolean wanted) {
    held.take(Moments.session(Duration.ofHours(1)));
    demand.asked(atSeconds(asked));
    assertEquals(wanted, demand.wantsRefreshAt(atSeconds(now)));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"idle for nearly long enough, 7199, true", "idle, 7200, false"})
  void anIdleSessionIsLeftAlone(String sentence, long now, boolean wanted) {
    held.take(Moments.session(Duration.ofMinutes(125)));
    assertEquals(Freshness.AHEAD, held.session().freshness(atSeconds(now)));
    assertEquals(wanted, demand.wantsRefreshAt(atSeconds(now)));
  }

  @Test
  void withoutASessionNobodyIsToldToRefresh() {
    demand.asked(atSeconds(10));
    assertFalse(demand.wantsRefreshAt(atSeconds(10)));
  }

  @Test
  void recentIsFifteenMinutesOrLessForShortSessions() {
    assertTrue(demand.isRecentAt(atSeconds(899)));
    assertFalse(demand.isRecentAt(atSeconds(900)));
    held.take(Moments.session(Duration.ofMinutes(5)));
    assertTrue(demand.isRecentAt(atSeconds(299)));
    assertFalse(demand.isRecentAt(atSeconds(300)));
  }
}
