package dev.irsa.internal.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.internal.refresh.Freshness;
import dev.irsa.internal.refresh.SessionStatus;
import dev.irsa.simulation.VirtualSession;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Checks that the status agrees with what callers get. */
class StatusTest {

  private final VirtualSession session = new VirtualSession(RefreshPolicy.standard(), 0);

  @Test
  void aStatusOfExpiredMeansThatCallersAreNotServed() {
    assertEquals("ASIA1", session.key());
    session.time.step(Duration.ofMinutes(-70));
    assertEquals(Freshness.FRESH, session.cache.status().freshness());
    assertNotNull(session.quiet());

    // The wall clock shows the time of receipt again, more than an hour later.
    session.time.suspend(Duration.ofMinutes(70));

    assertEquals(Freshness.EXPIRED, session.cache.status().freshness());
    assertNull(session.quiet());
    assertEquals("ASIA2", session.key());
  }

  @Test
  void aStatusOfAheadMeansThatTheRefreshWasStarted() {
    assertEquals("ASIA1", session.key());
    session.delay(Duration.ofSeconds(1));
    session.time.suspend(Duration.ofMinutes(50));
    assertEquals(1, session.calls(), "the machine slept, and so did the timer");

    SessionStatus status = session.cache.status();

    assertEquals(Freshness.REFRESH_DUE, status.freshness());
    assertNotNull(status.nextRefreshAt());
    assertEquals(2, session.calls());
    session.seconds(1);
    assertEquals("ASIA2", session.keyAtOnce());
  }

  @Test
  void readingTheStatusDoesNotCountAsACallForCredentials() {
    assertEquals("ASIA1", session.key());
    session.always(VirtualSession.err());
    session.advance(Duration.ofMinutes(61));
    assertThrows(ExchangeUnavailableException.class, session::get);
    int calls = session.calls();
    for (int minute = 0; minute < 16; minute++) {
      session.advance(Duration.ofMinutes(1));
      assertEquals(Freshness.EXPIRED, session.cache.status().freshness());
    }
    assertTrue(session.calls() > calls, "attempts go on for a while after the last call");
    calls = session.calls();
    session.advance(Duration.ofMinutes(30));
    assertEquals(Freshness.EXPIRED, session.cache.status().freshness());
    assertEquals(calls, session.calls(), "nobody has asked for credentials for 15 min");
  }

  @Test
  void aClockSetBackIsNoticedByTheNextCallForCredentials() {
    assertEquals("ASIA1", session.key());
    session.advance(Duration.ofMinutes(3));
    session.time.step(Duration.ofMinutes(-10));
    assertEquals("ASIA1", session.keyAtOnce());

    // Without that reading, the wall clock would have gained 51 min on the monotonic one, not 61.
    session.time.suspend(Duration.ofMinutes(61));

    assertEquals("ASIA2", session.key());
  }

  /** Documented in docs/refresh.md. If this fails, the engine has become better than documented. */
  @Test
  void aClockSetBackAndASleepHideEachOtherWithoutAReadingInBetween() {
    assertEquals("ASIA1", session.key());
    session.time.step(Duration.ofMinutes(-10));
    session.time.suspend(Duration.ofMinutes(10));

    // Ten minutes too young, until STS sends the time again.
    session.advance(Duration.ofMinutes(39));
    assertEquals(Freshness.FRESH, session.cache.status().freshness());
    session.advance(Duration.ofMinutes(1));
    assertEquals("ASIA2", session.keyAtOnce());
    assertEquals(
        Duration.ofMinutes(60),
        Duration.between(session.sts.serverNow(), session.get().expiration()));
  }
}
