package dev.irsa.internal.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.internal.refresh.CallRequest;
import dev.irsa.internal.refresh.CallResult;
import dev.irsa.internal.refresh.Freshness;
import dev.irsa.simulation.VirtualSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Checks that the status agrees with what callers get. */
class StatusTest {

  private final VirtualSession session = new VirtualSession(RefreshPolicy.standard(), 0);

  @Test
  void readingTheStatusDoesNotCountAsACallForCredentials() {
    assertEquals("ASIA1", session.key());
    session.always(VirtualSession.err());
    session.advance(Duration.ofMinutes(61));
    assertThrows(ExchangeUnavailableException.class, session::get);
    int calls = session.calls();
    for (int minute = 0; minute < 16; minute++) {
      session.advance(Duration.ofMinutes(1));
      assertEquals(Freshness.EXPIRED, session.freshness());
    }
    assertTrue(session.calls() > calls, "attempts go on for a while after the last call");
    calls = session.calls();
    session.advance(Duration.ofMinutes(30));
    assertEquals(Freshness.EXPIRED, session.freshness());
    assertEquals(calls, session.calls(), "nobody has asked for credentials for 15 min");
  }

  /** Documented in docs/refresh.md. If this fails, the engine has become better than documented. */
  @Test
  void aClockSetBackAndASleepHideEachOtherWithoutAReadingInBetween() {
    assertEquals("ASIA1", session.key());
    session.time.step(Duration.ofMinutes(-10));
    session.time.suspend(Duration.ofMinutes(10));

    // Ten minutes too young, until STS sends the time again.
    session.advance(Duration.ofMinutes(39));
    assertEquals(Freshness.FRESH, session.freshness());
    session.advance(Duration.ofMinutes(1));
    assertEquals("ASIA2", session.keyAtOnce());
    assertEquals(
        Duration.ofMinutes(60),
        Duration.between(session.sts.serverNow(), session.get().expiration()));
  }

  @Test
  void whoIsAnsweredFindsWhatWasPublished() {
    List<Boolean> published = new ArrayList<>();
    CompletableFuture<CallResult> answer = new CompletableFuture<>();
    var unused =
        answer.thenAccept(result -> published.add(result.credentials().equals(session.quiet())));

    session.session.ask(CallRequest.any(), answer);
    session.settle();

    assertEquals(List.of(true), published);
  }
}
