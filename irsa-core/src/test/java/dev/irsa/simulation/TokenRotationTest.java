package dev.irsa.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.internal.refresh.Freshness;
import dev.irsa.internal.token.JwtClaims;
import dev.irsa.simulation.VirtualSts.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Tests tokens that kubelet replaces at 80 % of their lifetime, and tokens that it no longer
 * replaces. STS rejects expired tokens.
 */
class TokenRotationTest {

  private static final Duration DAY = Duration.ofDays(1);

  private final VirtualSession session = new VirtualSession(RefreshPolicy.standard(), 0);
  private Instant tokenEnd = Instant.MAX;

  @BeforeEach
  void refuseExpiredTokens() {
    session.sts.behave(
        () ->
            session.sts.serverNow().isBefore(tokenEnd)
                ? session.sts.ok()
                : Reply.failing(SimulatedFailures::expiredToken));
  }

  private void write(Duration life) {
    Instant now = session.sts.serverNow();
    tokenEnd = now.plus(life);
    session.sts.claims =
        new JwtClaims(
            "https://issuer", "system:serviceaccount:shop:cart", List.of("sts"), now, tokenEnd);
    session.sts.tokenVersion++;
  }

  private List<IrsaEvent.TokenStalled> stalled() {
    return session.events(IrsaEvent.TokenStalled.class);
  }

  private Instant lastRefresh() {
    List<IrsaEvent.Refreshed> all = session.events(IrsaEvent.Refreshed.class);
    return all.get(all.size() - 1).at();
  }

  @Test
  void eachRotationOfATokenReplacedInTimeIsPublishedAndNoStall() {
    write(DAY);
    session.key();
    for (int rotation = 0; rotation < 5; rotation++) {
      session.advance(DAY.multipliedBy(8).dividedBy(10));
      write(DAY);
    }
    session.advance(Duration.ofHours(1));
    assertEquals(5, session.events(IrsaEvent.TokenRotated.class).size());
    assertEquals(List.of(), stalled());
    assertEquals(List.of(), session.events(IrsaEvent.RefreshFailed.class));
  }

  @Test
  void aStalledTokenCausesALastRefreshWithin10MinBeforeItsExpiration() {
    write(DAY);
    session.key();
    session.advance(DAY.minusSeconds(1));
    assertTrue(!lastRefresh().isBefore(tokenEnd.minus(Duration.ofMinutes(10))), "" + lastRefresh());
    assertEquals(Freshness.FRESH, session.freshness());

    Duration served = Duration.ZERO;
    while (session.freshness() != Freshness.EXPIRED && served.compareTo(Duration.ofHours(2)) < 0) {
      session.keyAtOnce();
      session.seconds(10);
      served = served.plusSeconds(10);
    }
    assertTrue(served.compareTo(Duration.ofMinutes(50)) >= 0, "served on for " + served);
  }

  @Test
  void aTokenThatASupplierKeepsCausesALastRefreshBeforeItExpires() {
    session.sts.supplied = true;
    write(DAY);
    session.key();
    session.advance(DAY.minusSeconds(1));
    assertTrue(!lastRefresh().isBefore(tokenEnd.minus(Duration.ofMinutes(10))), "" + lastRefresh());
    assertEquals(1, stalled().size());
  }

  @Test
  void newTokensOfASupplierForEachExchangeNeitherStallNorCauseMoreCalls() {
    session.sts.supplied = true;
    session.sts.behave(
        () -> {
          write(Duration.ofMinutes(5));
          return session.sts.ok();
        });
    session.key();
    session.advance(Duration.ofHours(24));
    assertEquals(List.of(), stalled());
    VirtualSession withoutClaims = new VirtualSession(RefreshPolicy.standard(), 0);
    withoutClaims.key();
    withoutClaims.advance(Duration.ofHours(24));
    assertEquals(withoutClaims.calls(), session.calls());
  }
}
