package dev.irsa.internal.refresh;

import static dev.irsa.simulation.Moments.START;
import static dev.irsa.simulation.Moments.atSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.irsa.internal.exchange.ExchangeResult;
import dev.irsa.internal.time.TimePoint;
import dev.irsa.simulation.Moments;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerClockTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private final ServerClock unmeasured = new ServerClock(null, atSeconds(0));

  private static ExchangeResult issued(Instant date, long millisRoundTrip, Duration expiresIn) {
    Instant server = date == null ? START : date;
    return new ExchangeResult(
        Moments.credentials("ASIA1", server.plus(expiresIn)),
        date,
        Duration.ofMillis(millisRoundTrip));
  }

  @Test
  void theDateAndHalfOfTheRoundTripAreTheServersTime() {
    ServerClock measured =
        unmeasured.measuredBy(issued(START.plusSeconds(300), 1000, HOUR), atSeconds(10), HOUR);

    assertEquals(START.plusMillis(300_500), measured.serverAt());
    assertEquals(Duration.ofMillis(290_500), measured.offset());
    assertEquals(START.plusMillis(305_500), measured.at(atSeconds(15)));
  }

  @Test
  void timeThatPassesByEitherClockPassesForTheServer() {
    ServerClock measured = unmeasured.measuredBy(issued(START, 0, HOUR), atSeconds(0), HOUR);
    TimePoint slept = new TimePoint(START.toEpochMilli(), 0, Duration.ofMinutes(2).toNanos());
    assertEquals(START.plusSeconds(120), measured.at(slept));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    // sentence, round trip ms, lifetime s, trusted
    "an ordinary answer, 100, 3600, true",
    "a round trip of five seconds, 5000, 3600, true",
    "a slower one, 5001, 3600, false",
    "five minutes more than asked for, 0, 3900, true",
    "a second more than that, 0, 3901, false",
    "a lifetime of nothing, 0, 0, false",
    "a negative one, 0, -1, false",
    "one second, 0, 1, true",
    "half of the round trip eats it up, 2000, 1, false"
  })
  void aDateIsTrustedWhenItIsPlausible(
      String sentence, long roundTrip, long lifetime, boolean trusted) {
    ExchangeResult issued = issued(START.plusSeconds(60), roundTrip, Duration.ofSeconds(lifetime));

    ServerClock after = unmeasured.measuredBy(issued, atSeconds(0), HOUR);

    assertEquals(trusted, !after.equals(unmeasured));
  }
}
