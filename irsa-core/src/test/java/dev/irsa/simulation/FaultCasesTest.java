package dev.irsa.simulation;

import static dev.irsa.simulation.VirtualSession.denied;
import static dev.irsa.simulation.VirtualSession.err;
import static dev.irsa.simulation.VirtualSession.throttled;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.credentials.TokenUnavailableException;
import dev.irsa.internal.refresh.CallResult;
import dev.irsa.internal.refresh.CredentialsRequest;
import dev.irsa.internal.refresh.SessionStatus;
import dev.irsa.simulation.VirtualSts.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
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

  /** Makes a call every second, which must be served immediately. */
  private void serveFor(Duration duration) {
    for (long second = 0; second < duration.toSeconds(); second++) {
      session.keyAtOnce();
      session.seconds(1);
    }
  }

  @Nested
  @DisplayName("clocks")
  class Clocks {

    @ParameterizedTest(name = "wall clock {0} off at the start")
    @CsvSource({"PT5M", "PT-5M", "PT1H", "PT-1H"})
    void isMeasuredAndChangesNothing(Duration offset) {
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
    @DisplayName("wall clock stepped back 1 h after a fetch")
    void stepBack() {
      assertEquals("ASIA1", session.key());
      session.time.step(Duration.ofHours(-1));
      session.advance(DUE.minusSeconds(1));
      assertEquals(1, session.calls());
      session.seconds(1);
      assertEquals("ASIA2", session.keyAtOnce());
    }

    @Test
    @DisplayName("wall clock stepped forward 1 h after a fetch: counts as elapsed")
    void stepForward() {
      assertEquals("ASIA1", session.key());
      session.time.step(Duration.ofHours(1));
      assertEquals("ASIA2", session.key());
      session.advance(DUE.minusMinutes(1));
      assertEquals("ASIA2", session.keyAtOnce());
      assertEquals(2, session.calls());
    }

    @Test
    @DisplayName("wall clock stepped forward 1 h with STS away: fails, and recovers")
    void stepForwardInAnOutage() {
      assertEquals("ASIA1", session.key());
      session.always(err());
      session.time.step(Duration.ofHours(1));
      assertThrows(ExchangeUnavailableException.class, session::get);
      session.alwaysOk();
      session.seconds(5);
      assertEquals("ASIA2", session.key());
    }

    @Test
    @DisplayName("wall clock stepped back 1 h and then forward 1 h: the step forward counts")
    void backAndForth() {
      assertEquals("ASIA1", session.key());
      session.time.step(Duration.ofHours(-1));
      assertEquals("ASIA1", session.keyAtOnce());
      session.time.step(Duration.ofHours(1));
      assertEquals("ASIA2", session.key(), "it cannot be told from a machine that slept");
    }

    @Test
    @DisplayName("machine suspended 2 h")
    void suspended() {
      assertEquals("ASIA1", session.key());
      session.time.suspend(Duration.ofHours(2));
      assertEquals("ASIA2", session.key());
      assertEquals(2, session.calls());
    }

    @Test
    @DisplayName("machine suspended 2 h with STS away: no expired credentials are served")
    void suspendedInAnOutage() {
      assertEquals("ASIA1", session.key());
      session.always(err());
      session.time.suspend(Duration.ofHours(2));
      assertThrows(ExchangeUnavailableException.class, session::get);
    }

    @Test
    @DisplayName("machine suspended during a call to STS: the call's time limit continues")
    void suspendedInACall() {
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
    @DisplayName("Date missing or invalid: the local clock is used")
    void noDate() {
      session.always(issue(Duration.ofHours(1), null));
      assertEquals("ASIA1", session.key());
      assertNull(session.cache.status().clockOffset());
      session.advance(DUE.minusSeconds(1));
      assertEquals(1, session.calls());
      session.seconds(1);
      assertEquals(2, session.calls());
    }

    @Test
    @DisplayName("Date missing after an earlier one: the measured clock is used")
    void noDateLater() {
      session.sts.offset = Duration.ofHours(1);
      assertEquals("ASIA1", session.key());
      session.always(issue(Duration.ofHours(1), null));
      session.advance(DUE);
      assertEquals("ASIA2", session.keyAtOnce());
      assertEquals(Duration.ofHours(1), session.cache.status().clockOffset());
      session.advance(DUE.minusSeconds(1));
      assertEquals(2, session.calls());
      session.seconds(1);
      assertEquals(3, session.calls());
    }

    @Test
    @DisplayName("wall clock ahead by almost the whole lifetime, no Date: rejected, with a pause")
    void noDateAndNextToNoLifetime() {
      Duration ahead = Duration.ofHours(1).minusMillis(400);
      session.sts.offset = ahead.negated();
      session.always(issue(Duration.ofHours(1), null));
      for (int call = 0; call < 600; call++) {
        assertThrows(ExchangeUnavailableException.class, session::get);
        session.advance(Duration.ofMillis(100));
      }
      assertTrue(session.calls() <= 12, () -> session.calls() + " calls of STS in a minute");
    }

    @ParameterizedTest(name = "Date wrong by {0}: not believed")
    @CsvSource({"PT-1H", "PT1H", "PT-24H"})
    void aDateThatMakesTheLifetimeImpossible(Duration wrong) {
      session.sts.longest = Duration.ofHours(1);
      VirtualSession asked =
          new VirtualSession(
              RefreshPolicy.standard(), VirtualSession.always(() -> 0.0), Duration.ofHours(1));
      asked.always(issue(Duration.ofHours(1), asked.time.instant().plus(wrong)));
      assertEquals("ASIA1", asked.key());
      assertNull(asked.cache.status().clockOffset());
      asked.advance(DUE.minusSeconds(1));
      assertEquals(1, asked.calls());
      asked.seconds(1);
      assertEquals(2, asked.calls());
    }
  }

  @Nested
  @DisplayName("token")
  class Token {

    @Test
    @DisplayName("token file missing during kubelet's swap: the change is tried within a second")
    void missing() {
      session.always(Reply.failing(SimulatedFailures::noToken));
      assertThrows(TokenUnavailableException.class, session::get);
      int calls = session.calls();
      session.seconds(60);
      assertEquals(calls, session.calls(), "nothing without a token and without a caller");

      session.alwaysOk();
      session.sts.tokenVersion++;
      session.seconds(1);
      assertEquals("ASIA1", session.keyAtOnce());
    }

    @Test
    @DisplayName("token expired and replaced 20 s later: tried within a second of the change")
    void expired() {
      assertEquals("ASIA1", session.key());
      session.always(Reply.failing(SimulatedFailures::expiredToken));
      session.advance(DUE);
      session.seconds(20);
      assertEquals("ASIA1", session.keyAtOnce());

      session.alwaysOk();
      session.sts.tokenVersion++;
      session.seconds(1);
      assertEquals("ASIA2", session.keyAtOnce());
    }

    @Test
    @DisplayName("token expired and already replaced when STS responds: retried immediately, once")
    void expiredAndReplacedMeanwhile() {
      assertEquals("ASIA1", session.key());
      session.then(
          Reply.of(
              sts -> {
                sts.tokenVersion++;
                throw SimulatedFailures.expiredToken();
              }));
      session.advance(DUE);
      assertEquals("ASIA2", session.keyAtOnce());
      assertEquals(3, session.calls());
      assertEquals(List.of(), session.events(IrsaEvent.RefreshFailed.class));
    }

    @Test
    @DisplayName("verification-key failure while REFRESH_DUE: retried within the refresh")
    void verificationKey() {
      assertEquals("ASIA1", session.key());
      session.then(Reply.failing(SimulatedFailures::verificationKey));
      session.advance(DUE);
      session.seconds(1);
      assertEquals("ASIA2", session.keyAtOnce());
      assertEquals(3, session.calls());
      assertEquals(List.of(), session.events(IrsaEvent.RefreshFailed.class));
    }

    @Test
    @DisplayName("verification-key failure for 10 min while REFRESH_DUE: callers are not affected")
    void verificationKeyForLong() {
      assertEquals("ASIA1", session.key());
      session.always(Reply.failing(SimulatedFailures::verificationKey));
      session.advance(DUE);
      serveFor(Duration.ofMinutes(10));
      session.alwaysOk();
      serveFor(Duration.ofMinutes(3));
      assertEquals("ASIA2", session.keyAtOnce());
    }
  }

  @Nested
  @DisplayName("STS")
  class Sts {

    @Test
    @DisplayName("STS hangs after accept, without credentials: a typed error within the deadline")
    void hangsCold() {
      session.always(Reply.hanging());
      Instant before = session.time.instant();
      var failure = assertThrows(ExchangeUnavailableException.class, session::get);
      assertEquals(Duration.ofSeconds(18), Duration.between(before, session.time.instant()));
      assertTrue(failure.getMessage().contains("did not respond within"), failure.getMessage());
      assertEquals(2, session.calls());
    }

    @Test
    @DisplayName("STS hangs, without credentials, deadline of 3 s: an error after 3 s")
    void hangsColdShortDeadline() {
      session.always(Reply.hanging());
      var caller = session.ask(Duration.ofSeconds(3));
      session.advance(Duration.ofMillis(2999));
      assertFalse(caller.isDone());
      session.advance(Duration.ofMillis(1));
      var failure =
          assertThrows(ExchangeUnavailableException.class, () -> VirtualSession.answer(caller));
      assertEquals(ExchangeUnavailableException.Stage.WAITING, failure.stage());
    }

    @Test
    @DisplayName(
        "STS hangs while REFRESH_DUE: callers are not affected for the rest of the session")
    void hangsAhead() {
      assertEquals("ASIA1", session.key());
      session.always(Reply.hanging());
      session.advance(DUE);
      serveFor(Duration.ofMinutes(15).minusSeconds(1));
    }

    @Test
    @DisplayName("STS needs 8 s for each response: credentials after two calls")
    void slow() {
      session.delay(Duration.ofSeconds(8));
      assertEquals("ASIA1", session.key());
      assertEquals(2, session.calls());
    }

    @Test
    @DisplayName(
        "throttling (HTTP 400) while REFRESH_DUE: STS is not called for a minute, callers are not affected")
    void throttling() {
      assertEquals("ASIA1", session.key());
      session.always(throttled());
      session.advance(DUE);
      session.seconds(18);
      int calls = session.calls();
      session.alwaysOk();
      serveFor(Duration.ofSeconds(40));
      assertEquals(calls, session.calls());
      serveFor(Duration.ofSeconds(30));
      assertEquals("ASIA2", session.keyAtOnce());
    }

    @Test
    @DisplayName("throttling, without credentials: the same failure for 5 s, then a retry")
    void throttlingCold() {
      session.always(throttled());
      assertThrows(ExchangeUnavailableException.class, session::get);
      int calls = session.calls();
      session.alwaysOk();
      session.advance(Duration.ofMillis(4999));
      session.failureAtOnce();
      assertEquals(calls, session.calls());
      session.advance(Duration.ofMillis(1));
      assertEquals("ASIA1", session.key());
    }

    @Test
    @DisplayName("AccessDenied for 90 s, without credentials: served within 30 s of its end")
    void deniedForAWhileCold() {
      session.always(denied());
      assertThrows(ExchangeRejectedException.class, session::get);
      for (int second = 0; second < 90; second++) {
        session.seconds(1);
        assertThrows(ExchangeRejectedException.class, session::get);
      }
      int calls = session.calls();
      assertTrue(calls <= 12, "calls: " + calls);
      session.alwaysOk();
      session.seconds(30);
      assertEquals("ASIA1", session.key());
      assertEquals(calls + 1, session.calls());
    }

    @Test
    @DisplayName(
        "AccessDenied for 90 s while REFRESH_DUE: not raised, replaced by the second attempt")
    void deniedForAWhileAhead() {
      assertEquals("ASIA1", session.key());
      session.always(denied());
      session.advance(DUE);
      serveFor(Duration.ofSeconds(90));
      session.alwaysOk();
      serveFor(Duration.ofSeconds(31));
      assertEquals("ASIA2", session.keyAtOnce());
      assertEquals(2, session.events(IrsaEvent.RefreshFailed.class).size());
    }

    @Test
    @DisplayName("STS grants a shorter lifetime than requested: windows follow the granted one")
    void shorterLifetime() {
      session.lifetime(Duration.ofMinutes(10));
      assertEquals("ASIA1", session.key());
      session.seconds(399);
      assertEquals(1, session.calls());
      session.seconds(1);
      assertEquals(2, session.calls());
    }

    @Test
    @DisplayName("STS grants a longer lifetime than requested: only the requested one is used")
    void longerLifetime() {
      VirtualSession asked =
          new VirtualSession(
              RefreshPolicy.standard(), VirtualSession.always(() -> 0.0), Duration.ofHours(1));
      asked.lifetime(Duration.ofHours(1).plusMinutes(5));
      assertEquals("ASIA1", asked.key());
      asked.advance(DUE.minusSeconds(1));
      assertEquals(1, asked.calls());
      asked.seconds(1);
      assertEquals(2, asked.calls());
    }
  }

  @Nested
  @DisplayName("callers")
  class Callers {

    @Test
    @DisplayName("1000 callers without credentials and an STS that takes 6 s: one call")
    void coldCrowd() {
      session.delay(Duration.ofSeconds(6));
      List<CompletableFuture<SessionCredentials>> callers = new ArrayList<>();
      for (int caller = 0; caller < 1000; caller++) {
        callers.add(session.ask());
      }
      session.seconds(6);
      callers.forEach(caller -> assertEquals("ASIA1", VirtualSession.answer(caller).accessKeyId()));
      assertEquals(1, session.calls());
    }

    @Test
    @DisplayName(
        "without credentials, STS down, 1000 calls per second for 60 s: at most 12 calls of STS")
    void coldStampede() {
      session.always(err());
      List<CompletableFuture<SessionCredentials>> callers = new ArrayList<>();
      for (int tenth = 0; tenth < 600; tenth++) {
        for (int caller = 0; caller < 100; caller++) {
          callers.add(session.ask());
        }
        session.advance(Duration.ofMillis(100));
      }
      session.seconds(20);
      assertEquals(
          60_000, callers.stream().filter(CompletableFuture::isCompletedExceptionally).count());
      assertTrue(session.calls() <= 12, "calls: " + session.calls());
    }

    @Test
    @DisplayName("executor rejects: a typed error that names the cause, and recovery")
    void executorRejects() {
      session.rejecting = true;
      var failure = assertThrows(ExchangeUnavailableException.class, session::get);
      assertTrue(failure.getMessage().contains("RejectedExecutionException"), failure.getMessage());
      session.rejecting = false;
      session.seconds(5);
      assertEquals("ASIA1", session.key());
    }

    @Test
    @DisplayName("executor rejects while REFRESH_DUE: callers are not affected")
    void executorRejectsAhead() {
      assertEquals("ASIA1", session.key());
      session.rejecting = true;
      session.advance(DUE);
      serveFor(Duration.ofMinutes(5));
      session.rejecting = false;
      serveFor(Duration.ofMinutes(4));
      assertEquals("ASIA2", session.keyAtOnce());
    }

    @Test
    @DisplayName("listener throws: ignored")
    void listenerThrows() {
      session.listenerThrows = true;
      assertEquals("ASIA1", session.key());
      session.advance(DUE);
      assertEquals("ASIA2", session.keyAtOnce());
      assertEquals(2, session.events(IrsaEvent.Refreshed.class).size());
    }

    @Test
    @DisplayName("close during a flight: the call is aborted, nothing runs")
    void closeInFlight() {
      session.delay(Duration.ofSeconds(5));
      session.cache.startEagerly();
      session.seconds(1);
      session.cache.exit(null);
      assertTrue(session.sts.exchanges.get(0).aborted);
      session.seconds(10);
      assertEquals(0, session.time.pendingTasks());
      assertEquals(1, session.calls());
      assertInstanceOf(IrsaEvent.Closed.class, session.events.get(session.events.size() - 1));
    }

    @Test
    @DisplayName("STS responds after the close: the response is dropped")
    void lateAnswer() {
      session.then(session.sts.ok().after(Duration.ofSeconds(5)).withDeafWorker());
      var unused = session.ask();
      session.seconds(1);
      session.cache.exit(null);
      session.seconds(10);
      assertEquals(List.of(), session.events(IrsaEvent.Refreshed.class));
      assertNull(session.quiet());
    }

    @Test
    @DisplayName("an interrupted caller stops waiting; the others are served")
    void interrupted() {
      session.delay(Duration.ofSeconds(5));
      var staying = session.ask();
      session.seconds(1);
      Thread.currentThread().interrupt();
      CallResult outcome = session.cache.await(CredentialsRequest.within(Duration.ofSeconds(20)));
      assertTrue(Thread.interrupted());
      assertNotNull(outcome.failure());
      assertThrows(CredentialsException.class, outcome::get);
      session.seconds(4);
      assertEquals("ASIA1", VirtualSession.answer(staying).accessKeyId());
      assertEquals(1, session.calls());
    }
  }
}
