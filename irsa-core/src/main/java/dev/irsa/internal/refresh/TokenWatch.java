package dev.irsa.internal.refresh;

import dev.irsa.credentials.TokenClaims;
import dev.irsa.internal.time.DueTime;
import dev.irsa.internal.time.Nanos;
import dev.irsa.internal.time.TimePoint;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether kubelet still replaces the token. It does so at 80 % of the token's life (Kubernetes,
 * pkg/kubelet/token, requiresRefresh); a token that is the same some minutes after that has
 * stalled. Not thread-safe; lives inside the engine.
 */
final class TokenWatch {

  /** What a reading of the claims showed. */
  enum Finding {
    NOTHING,
    ROTATED,
    STALLED
  }

  /** Reading claims loads a library; whoever starts up has better things to do at that time. */
  static final long FIRST_LOOK = 10 * Nanos.SECOND;

  private static final Duration HOUR = Duration.ofHours(1);

  private @Nullable TokenClaims claims;
  private @Nullable DueTime nextLook;
  private boolean stalled;
  private boolean spent;

  @Nullable TokenClaims claims() {
    return claims;
  }

  /** Returns when the claims should be read again, or null. */
  @Nullable DueTime nextLook() {
    return nextLook;
  }

  /** A session came for the token: its claims are read soon, not now, for callers go first. */
  void used(TimePoint now, double scale) {
    nextLook = DueTime.in(now, Nanos.scaled(FIRST_LOOK, scale));
  }

  void lookStarted() {
    nextLook = null;
  }

  /** Takes the claims that the file holds now. */
  Finding read(@Nullable TokenClaims found, TimePoint now, ServerClock time, double scale) {
    if (found == null) {
      nextLook = claims == null ? null : DueTime.in(now, Nanos.scaled(Nanos.MINUTE, scale));
      return Finding.NOTHING;
    }
    boolean same = found.equals(claims);
    boolean rotated = claims != null && !same;
    claims = found;
    if (rotated) {
      stalled = false;
      spent = false;
    }
    DueTime stallsAt = stallsAt(found, now, time, scale);
    if (stallsAt != null && !stallsAt.isDueAt(now)) {
      nextLook = stallsAt;
    } else if (stallsAt != null) {
      nextLook = DueTime.in(now, Nanos.scaled(Nanos.MINUTE, scale));
      if (!stalled) {
        stalled = true;
        return Finding.STALLED;
      }
    }
    return rotated ? Finding.ROTATED : Finding.NOTHING;
  }

  private static @Nullable DueTime stallsAt(
      TokenClaims token, TimePoint now, ServerClock time, double scale) {
    Duration life = token.lifetime();
    Instant issuedAt = token.issuedAt();
    if (life == null || issuedAt == null || life.isNegative() || life.isZero()) {
      return null;
    }
    long grace = Nanos.scaled(life.compareTo(HOUR) < 0 ? Nanos.MINUTE : 3 * Nanos.MINUTE, scale);
    Instant stalledAt = issuedAt.plusNanos((long) (life.toNanos() * 0.8) + grace);
    return untilServerTime(stalledAt, now, time);
  }

  /** The stalled token has bought its last full session. */
  void spend() {
    spent = true;
  }

  /**
   * Returns when refreshing must begin so that a stalled token still buys a full session, or null
   * when the token has not stalled.
   */
  @Nullable DueTime lastUse(TimePoint now, ServerClock time, double scale) {
    TokenClaims token = claims;
    if (!stalled
        || spent
        || token == null
        || token.expiration() == null
        || token.lifetime() == null) {
      return null;
    }
    long lead = Math.min(Nanos.scaled(10 * Nanos.MINUTE, scale), token.lifetime().toNanos() / 10);
    return untilServerTime(token.expiration().minusNanos(lead), now, time);
  }

  private static DueTime untilServerTime(Instant serverAt, TimePoint now, ServerClock time) {
    Duration left = Duration.between(time.at(now), serverAt);
    return DueTime.in(now, left.isNegative() ? 0 : left.toNanos());
  }
}
