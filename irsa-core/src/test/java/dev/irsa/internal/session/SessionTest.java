package dev.irsa.internal.session;

import static dev.irsa.internal.time.Nanos.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.simulation.VirtualSession;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SessionTest {

  private final VirtualSession session = new VirtualSession(RefreshPolicy.standard());

  @Test
  void advisoryRefreshServesTheOldSessionWhileTheNewOneLoads() {
    session.delay(Duration.ofSeconds(2));
    assertEquals("ASIA1", session.key());

    session.time.advance(Duration.ofMinutes(40));
    session.time.advance(Duration.ofSeconds(1));

    assertEquals("ASIA2", session.keyAtOnce());
    assertEquals(2, session.calls());
  }

  @Test
  void refreshesAheadWithoutAnyCaller() {
    assertEquals("ASIA1", session.key());
    session.time.advance(Duration.ofHours(5));
    int calls = session.calls();
    assertTrue(calls >= 7 && calls <= 10, "calls: " + calls);
    session.keyAtOnce();
  }

  @Test
  void anOutageOfFourteenMinutesDoesNotAffectCallers() {
    assertEquals("ASIA1", session.key());
    session.time.advance(Duration.ofMinutes(30));
    session.always(VirtualSession.err());
    for (int second = 0; second < 14 * 60; second++) {
      session.time.advance(Duration.ofSeconds(1));
      session.keyAtOnce();
    }
    session.alwaysOk();
    session.time.advance(Duration.ofMinutes(6));
    assertEquals("ASIA2", session.keyAtOnce());
  }

  @Test
  void aFailureBeforeTheFirstCredentialsIsRepeatedWithoutACall() {
    session.always(VirtualSession.err());
    assertThrows(CredentialsException.class, session::get);
    int calls = session.calls();
    assertEquals(3, calls);
    for (int i = 0; i < 100; i++) {
      assertThrows(CredentialsException.class, session::get);
    }
    assertEquals(3, session.calls());
    session.time.advance(Duration.ofSeconds(6));
    session.alwaysOk();
    assertEquals("ASIA1", session.key());
  }

  @Test
  void aHungCallIsAbortedAfterSevenSecondsAndTheSecondAttemptGetsTheRest() {
    session.delay(Duration.ofSeconds(8));
    assertEquals("ASIA1", session.key());
    assertEquals(2, session.calls());
    assertEquals(1, session.sts.exchanges.stream().filter(each -> each.aborted).count());
  }

  @Test
  void anAbortedExchangeIsNotRunByALateWorker() {
    session.then(session.sts.ok().after(Duration.ofSeconds(10)).withDeafWorker());
    assertEquals("ASIA1", session.key());
    assertEquals(1, session.sts.unended.size(), "its worker is not there yet");

    session.seconds(10);

    assertEquals(0, session.sts.unended.size());
    assertEquals(1, session.sts.issued);
  }

  @Test
  void theTokensClaimsAreReadTenSecondsAfterTheCredentialsAndNotBefore() {
    assertEquals("ASIA1", session.key());
    session.seconds(9);
    assertEquals(0, session.sts.claimsReads);
    session.seconds(2);
    assertEquals(1, session.sts.claimsReads);
  }

  @Test
  void claimsOfShortSessionsAreReadSooner() {
    session.lifetime(Duration.ofSeconds(90));
    assertEquals("ASIA1", session.key());
    assertEquals(0, session.sts.claimsReads);
    session.seconds(2);
    assertEquals(1, session.sts.claimsReads);
  }

  @Test
  void inLazyModeTheClaimsAreReadByTheNextCallWithADueRefresh() {
    VirtualSession lazy = new VirtualSession(RefreshPolicy.lazy());
    assertEquals("ASIA1", lazy.key());
    lazy.time.advance(Duration.ofMinutes(50));
    assertEquals(0, lazy.sts.claimsReads);
    lazy.key();
    assertEquals(1, lazy.sts.claimsReads);
  }

  @Test
  void claimsAreNotReadWhenTheSessionEndsBefore() {
    assertEquals("ASIA1", session.key());
    session.cache.exit(null);
    session.seconds(60);
    assertEquals(0, session.sts.claimsReads);
  }

  @Test
  void suspendedMachineGetsNewCredentials() {
    assertEquals("ASIA1", session.key());
    session.time.suspend(Duration.ofHours(2));
    assertEquals("ASIA2", session.key());
  }

  @Test
  void clockSetBackDoesNotProlongASession() {
    assertEquals("ASIA1", session.key());
    session.always(VirtualSession.err());
    session.time.step(Duration.ofHours(-1));
    session.time.advance(Duration.ofMinutes(59));
    assertEquals("ASIA1", session.keyAtOnce());
    session.time.advance(Duration.ofMinutes(2));
    assertThrows(CredentialsException.class, session::get);
  }

  @Test
  void exitReturnsWhetherThereAreOtherUsers() {
    session.cache.enter(null);
    assertEquals("ASIA1", session.key());

    assertEquals(-1, session.cache.exit(null));
    assertEquals("ASIA1", session.keyAtOnce(), "the other one is served");
    assertEquals(3600 * SECOND, session.cache.exit(null));
  }
}
