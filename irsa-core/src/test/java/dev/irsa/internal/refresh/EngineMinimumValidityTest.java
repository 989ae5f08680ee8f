package dev.irsa.internal.refresh;

import static dev.irsa.internal.time.Nanos.MINUTE;
import static dev.irsa.internal.time.Nanos.SECOND;
import static dev.irsa.simulation.Moments.atSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.simulation.Moments;
import dev.irsa.simulation.SimulatedFailures;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Calls for credentials that last. */
class EngineMinimumValidityTest extends EngineFixture {

  private static CallRequest lasting(Duration atLeast) {
    return new CallRequest(atLeast.toNanos(), DEADLINE, 0, false);
  }

  private @Nullable CallResult ask(Duration atLeast, long second) {
    return resultOrLeave(lasting(atLeast), atSeconds(second));
  }

  private Waiter join(Duration atLeast, long second) {
    return waiting(lasting(atLeast), atSeconds(second));
  }

  private static Duration minutes(long minutes) {
    return Duration.ofMinutes(minutes);
  }

  @Test
  void aLastingCallIsServedAtOnceIfTheyLastLessASixtiethAndAtMostAMinute() {
    haveAnHour();
    assertEquals("ASIA1", key(ask(HOUR, 60)));
    assertEquals("ASIA1", key(ask(minutes(30), 1830)));
    assertEquals(List.of("read claims"), actions.wanted());
    assertNull(ask(minutes(30), 1831));
    assertEquals(List.of("request 2"), actions.wanted());
  }

  @Test
  void aLastingCallWaitsForARefreshAlthoughTheCredentialsAreFreshOtherCallersDoNot() {
    haveAnHour();
    assertNull(ask(HOUR, 61));
    Waiter waiter = join(HOUR, 61);
    assertNull(ask(HOUR, 62));
    Waiter another = join(HOUR, 62);
    assertEquals("ASIA1", key(asked(atSeconds(62))));
    assertEquals(List.of("read claims", "request 2"), actions.wanted(), "one for all");

    succeed(2, 63, HOUR);

    assertEquals("ASIA2", key(NotedActions.outcome(waiter)));
    assertEquals("ASIA2", key(NotedActions.outcome(another)));
    assertEquals("ASIA2", key(asked(atSeconds(63))));
  }

  @Test
  void aLastingCallJoinsAFlightThatIsUnderWay() {
    assertNull(asked(atSeconds(0)));
    Waiter any = join(0);
    assertNull(ask(minutes(30), 1));
    Waiter lasting = join(minutes(30), 1);
    assertEquals(List.of("urgent 1"), actions.wanted());

    succeed(1, 2, minutes(20));

    assertEquals("ASIA1", key(NotedActions.outcome(any)));
    assertTrue(text(NotedActions.outcome(lasting)).contains("sessions last 20 min"));
  }

  @Test
  void aLastingCallForMoreThanTheSessionDurationFailsWithoutARefreshAndNamesIt() {
    SessionConfig quarter = Moments.config(RefreshPolicy.standard(), minutes(15));
    engine = new RefreshEngine(quarter, Moments.drawing(0), actions);

    String text = text(ask(HOUR, 0));

    assertTrue(text.contains("IRSA_SESSION_DURATION_SECONDS: sessions last 15 min, but"), text);
    assertTrue(text.contains("must last at least 1 h"), text);
    assertEquals(List.of(), actions.wanted());
  }

  @Test
  void aLastingCallIsToldWhatIsLeftAndThatTheSessionDurationIsNotSet() {
    haveAnHour();
    assertNull(ask(minutes(120), 600));
    Waiter waiter = join(minutes(120), 600);
    succeed(2, 600, HOUR);

    String text = text(NotedActions.outcome(waiter));

    assertTrue(text.contains("is not set, and sessions last 1 h"), text);
    assertTrue(text.contains("must last at least 2 h (1 h left now)"), text);
    assertInstanceOf(MisconfiguredException.class, NotedActions.outcome(waiter).failure());
  }

  @Test
  void aLastingCallThatBringsTooLittleCausesTheNextRefreshAfterAMinuteDoublingToTen() {
    haveAnHour();
    long second = 0;
    long attempt = 2;
    for (long pause : new long[] {0, 60, 120, 240, 480, 600, 600}) {
      if (pause > 0) {
        assertNotNull(ask(minutes(120), second + pause - 1), "not yet after " + pause);
      }
      second += pause;
      assertNull(ask(minutes(120), second), "after " + pause);
      Waiter waiter = join(minutes(120), second);
      succeed(attempt++, second, HOUR);
      assertNull(NotedActions.outcome(waiter).credentials());
    }
    assertEquals("ASIA8", key(asked(atSeconds(second))), "others are served");
  }

  @Test
  void aLastingCallObservesTheBackoffAndSaysWhatIsLeftAndWhyThereIsNoMore() {
    haveAnHour();
    assertNull(ask(HOUR, 600));
    Waiter waiter = join(HOUR, 600);
    fail(2, 600, SimulatedFailures.denied());

    String late = text(NotedActions.outcome(waiter));
    String atOnce = text(ask(HOUR, 610));

    assertEquals(
        "The credentials for "
            + SimulatedFailures.ROLE
            + " expire in 50 min, but must last at least 1 h; newer ones could not be obtained: STS"
            + " said AccessDenied",
        late);
    assertTrue(atOnce.startsWith("The credentials for "), atOnce);
    assertFalse(actions.isInFlight());
    assertNull(ask(HOUR, 660), "the floor of a minute is over");
  }

  @Test
  void aLastingCallEndsAtItsDeadlineWithAFailureAlthoughCredentialsAreValid() {
    haveAnHour();
    assertNull(ask(HOUR, 600));
    Waiter waiter = join(HOUR, 600);

    engine.tick(atSeconds(620));

    String text = text(NotedActions.outcome(waiter));
    assertTrue(text.contains("expire in 49 min 40 s, but must last at least 1 h"), text);
    assertTrue(text.contains("within the caller's deadline of 20 s"), text);
  }

  @Test
  void aLastingCallEndsAfterAnInterruptWithAFailureAlthoughCredentialsAreValid() {
    haveAnHour();
    assertNull(ask(HOUR, 600));
    Waiter waiter = join(HOUR, 600);

    String text = text(leave(waiter, atSeconds(601)));

    assertTrue(text.contains("The thread was interrupted"), text);
  }

  @Test
  void aLastingCallIsNotServedExpiredCredentialsByStaticStability() {
    engine = engine(RefreshPolicy.standard().withStaticStability(HOUR));
    haveAnHour();
    assertNull(ask(minutes(5), 3600));
    Waiter waiter = join(minutes(5), 3600);
    for (long attempt = 2; attempt < 5; attempt++) {
      engine.tick(atSeconds(3600));
      fail(attempt, 3600, SimulatedFailures.outage());
    }

    assertEquals("STS is down", text(NotedActions.outcome(waiter)));
    assertEquals("STS is down", text(ask(minutes(5), 3601)));
  }

  private static CallRequest lasting(long nanos) {
    return new CallRequest(nanos, SECOND, 0, false);
  }

  @Property
  void theToleranceIsSmall(@ForAll @LongRange(min = 1) long atLeast) {
    long tolerance = lasting(atLeast).tolerance();
    assertTrue(tolerance >= 0 && tolerance <= MINUTE && tolerance <= atLeast / 60);
  }

  @Test
  void theLongestCountableDeadlineIsKeptAndALongerOneNeverEnds() {
    Duration countable = Duration.ofSeconds(Long.MAX_VALUE / SECOND - 1);

    assertEquals(countable.toNanos(), CallRequest.within(countable).deadline());
    assertEquals(Long.MAX_VALUE, CallRequest.within(Duration.ofSeconds(Long.MAX_VALUE)).deadline());
  }
}
