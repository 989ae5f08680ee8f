package dev.irsa.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.simulation.VirtualSts.Reply;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests an issuer that returns the same credentials again, as the agent of EKS Pod Identity does:
 * from its cache, without the time of AWS.
 */
class CachedCredentialsTest {

  private static VirtualSession session(long seed, Duration lifetime) {
    VirtualSession session =
        new VirtualSession(RefreshPolicy.standard(), new SplittableRandom(seed));
    session.lifetime(lifetime);
    session.sts.behave(() -> cached());
    return session;
  }

  private static Reply cached() {
    return Reply.of(each -> each.cached(null)).after(Duration.ofMillis(300));
  }

  private static Reply refused(VirtualSession session) {
    session.sts.restart();
    return VirtualSession.err();
  }

  private static List<IrsaEvent.Refreshed> unchanged(VirtualSession session) {
    return session.events(IrsaEvent.Refreshed.class).stream()
        .filter(IrsaEvent.Refreshed::isSame)
        .toList();
  }

  @Test
  void aSessionOf59MinutesIsReplacedInItsLastSecondsWithoutAWait() {
    VirtualSession session = session(1, Duration.ofMinutes(59));
    String first = session.key();
    for (int second = 0; second < 59 * 60 + 1; second++) {
      session.seconds(1);
      session.keyAtOnce();
    }
    assertNotEquals(first, session.keyAtOnce());
    assertTrue(session.calls() <= 9, session.calls() + " requests");
    assertEquals(session.calls() - 2, unchanged(session).size());
    assertEquals(List.of(), session.events(IrsaEvent.RefreshFailed.class));
    assertEquals(List.of(), session.events(IrsaEvent.Expired.class));
  }

  @ParameterizedTest(name = "an outage of {0} s before the credentials are replaced")
  @CsvSource({"600", "60", "10"})
  void theEndOfAnOutageEndsTheFailure(int seconds) {
    VirtualSession session = session(7, Duration.ofMinutes(59));
    session.key();
    while (unchanged(session).isEmpty()) {
      session.seconds(1);
    }
    session.sts.behave(VirtualSession::err);
    session.seconds(seconds);
    session.sts.behave(() -> cached());
    session.advance(Duration.ofHours(1));
    session.keyAtOnce();
    assertEquals(null, session.failure());
    assertEquals(List.of(), session.events(IrsaEvent.Expired.class));
  }

  /**
   * Whatever the lifetime, the age of what the agent holds and its restarts: nobody waits, nothing
   * expires, and the agent gets few requests.
   */
  @Property(tries = 300)
  void theSameCredentialsNeverLeadToHammeringOrToAnExpiration(
      @ForAll @IntRange(min = 15, max = 720) int minutes,
      @ForAll @IntRange(min = 0, max = 14) int ageMinutes,
      @ForAll @IntRange(min = 1, max = 400) int restartAfterMinutes,
      @ForAll @IntRange(min = 0, max = 90) int restartSeconds,
      @ForAll long seed) {
    VirtualSession session = session(seed, Duration.ofMinutes(minutes));
    session.sts.cached(null);
    session.advance(Duration.ofMinutes(ageMinutes));
    session.key();
    session.advance(Duration.ofMinutes(restartAfterMinutes));
    session.sts.behave(() -> refused(session));
    session.seconds(restartSeconds);
    session.sts.behave(() -> cached());
    int before = session.calls();
    int lifetimes = 5;
    int waits = 0;
    for (int minute = 0; minute < lifetimes * minutes; minute++) {
      session.advance(Duration.ofMinutes(1));
      CompletableFuture<SessionCredentials> asked = session.ask();
      waits += asked.isDone() ? 0 : 1;
      session.await(asked);
    }
    assertTrue(waits <= (restartSeconds > 0 ? 1 : 0), waits + " callers waited");
    int requests = session.calls() - before;
    assertTrue(requests <= (lifetimes + 1) * 14, requests + " requests");
  }
}
