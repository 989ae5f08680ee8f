package dev.irsa.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.refresh.SessionStatus;
import dev.irsa.simulation.VirtualSts.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests the faults and clocks of docs/refresh.md that involve the engine. Those that concern only
 * the file or the socket are in the tests of {@code token} and {@code sts}. A share of 0 makes
 * every random value the minimum: the first refresh of an hour starts after 40 min, and pauses are
 * half of their step.
 */
class FaultCasesTest {

  private static final Duration DUE = Duration.ofMinutes(40);

  private final VirtualSession session = new VirtualSession(RefreshPolicy.standard(), 0);

  private static Reply issue(Duration life, Instant date) {
    return Reply.of(sts -> sts.issue(life, date, Duration.ZERO));
  }

  @ParameterizedTest(name = "wall clock {0} off at the start")
  @CsvSource({"PT5M", "PT-5M", "PT1H", "PT-1H"})
  void anOffsetOfTheWallClockIsMeasuredAndChangesNothing(Duration offset) {
    session.sts.offset = offset;
    assertEquals("ASIA1", session.key());

    SessionStatus status = session.cache.status();
    assertEquals(offset, status.clockOffset());
    assertEquals(1, session.events(IrsaEvent.ClockOffset.class).size());
    session.advance(DUE.minusSeconds(1));
    assertEquals(1, session.calls(), "not before it is due");
    session.seconds(1);
    assertEquals(2, session.calls(), "when it is due");
    assertEquals("ASIA2", session.keyAtOnce());
    assertEquals(1, session.events(IrsaEvent.ClockOffset.class).size(), "told once");
  }

  @Test
  void theTimeLimitOfACallContinuesAfterTheMachineWasSuspended() {
    session.always(Reply.hanging());
    CompletableFuture<SessionCredentials> caller = session.ask();
    session.seconds(3);
    session.time.suspend(Duration.ofHours(2));
    session.seconds(14);
    assertFalse(caller.isDone(), "the 18 s of a refresh count while the machine is awake");
    session.seconds(1);
    assertTrue(caller.isCompletedExceptionally());
  }

  @Test
  void credentialsThatSeemToEndAtOnceAreRejectedWithAPause() {
    Duration ahead = Duration.ofHours(1).minusMillis(400);
    session.sts.offset = ahead.negated();
    session.always(issue(Duration.ofHours(1), null));
    for (int call = 0; call < 600; call++) {
      assertThrows(ExchangeUnavailableException.class, session::get);
      session.advance(Duration.ofMillis(100));
    }
    assertTrue(session.calls() <= 12, () -> session.calls() + " calls of STS in a minute");
  }

  @Test
  void withoutCredentialsAHungStsIsATypedErrorWithinTheDeadline() {
    session.always(Reply.hanging());
    Instant before = session.time.instant();
    var failure = assertThrows(ExchangeUnavailableException.class, session::get);
    assertEquals(Duration.ofSeconds(18), Duration.between(before, session.time.instant()));
    assertTrue(failure.getMessage().contains("did not respond within"), failure.getMessage());
    assertEquals(2, session.calls());
  }

  @Test
  void aShorterDeadlineEndsTheWaitForAHungSts() {
    session.always(Reply.hanging());
    var caller = session.ask(Duration.ofSeconds(3));
    session.advance(Duration.ofMillis(2999));
    assertFalse(caller.isDone());
    session.advance(Duration.ofMillis(1));
    var failure =
        assertThrows(ExchangeUnavailableException.class, () -> VirtualSession.answer(caller));
    assertEquals(ExchangeUnavailableException.Stage.WAITING, failure.stage());
  }
}
