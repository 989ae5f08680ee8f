package dev.irsa.internal.refresh;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.TokenClaims;
import dev.irsa.internal.time.DueTime;
import dev.irsa.internal.time.Nanos;
import dev.irsa.internal.time.TimePoint;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Determines when the token file is checked, and evaluates its claims. After a failure that another
 * token may fix, the file is checked every second. Kubelet replaces a token at 80 % of its lifetime
 * (Kubernetes, pkg/kubelet/token, requiresRefresh). A token has stalled if it is the same some
 * minutes later; it is used for one more refresh shortly before it expires. Not thread-safe; owned
 * by the engine.
 */
final class TokenMonitor {

  /** What claims show about the token. */
  enum Change {
    NONE,
    ROTATED,
    STALLED
  }

  /** When the claims of a token are first read after a refresh, and how often later. */
  private static final long FIRST_READING = 10 * Nanos.SECOND;

  private static final long READING = Nanos.MINUTE;

  /** How often the file is checked for another token. */
  private static final long LOOK = Nanos.SECOND;

  /**
   * How late kubelet may replace a token with a lifetime of less than an hour, and any other token.
   */
  private static final long SHORT_TOKEN_GRACE = Nanos.MINUTE;

  private static final long TOKEN_GRACE = 3 * Nanos.MINUTE;

  /** How long before its expiration a stalled token is used once more, at most. */
  private static final long LAST_USE = 10 * Nanos.MINUTE;

  private static final Duration HOUR = Duration.ofHours(1);

  private @Nullable TokenClaims claims;
  private @Nullable DueTime nextLook;
  private @Nullable DueTime nextReading;
  private boolean stalled;
  private boolean spent;

  /** Returns the claims of the token, or null if they were not read yet. */
  @Nullable TokenClaims claims() {
    return claims;
  }

  /**
   * Handles a successful refresh, which shows that the token is valid. Its claims are read some
   * seconds later, because that loads a library and callers take precedence.
   *
   * @param scale the scale of the new credentials
   */
  void renewed(LifetimeScale scale, TimePoint now, ServerClock server) {
    DueTime lastUse = lastUse(scale, now, server);
    if (lastUse != null && lastUse.isDueAt(now)) {
      spent = true;
    }
    nextLook = null;
    nextReading = DueTime.in(now, scale.of(FIRST_READING));
  }

  /** Handles a failed refresh. Starts checking the file if another token may fix the failure. */
  void failed(CredentialsException failure, LifetimeScale scale, TimePoint now) {
    if (failure.isRetriedWithNewToken()) {
      nextLook = DueTime.in(now, scale.of(LOOK));
    }
  }

  /**
   * Returns whether the file has to be checked now.
   *
   * @param isNeeded whether checks continue
   */
  boolean takeLook(boolean isNeeded, LifetimeScale scale, TimePoint now) {
    if (nextLook == null || !nextLook.isDueAt(now)) {
      return false;
    }
    nextLook = isNeeded ? DueTime.in(now, scale.of(LOOK)) : null;
    return isNeeded;
  }

  /** Returns whether the claims have to be read now. */
  boolean takeReading(TimePoint now) {
    boolean isDue = nextReading != null && nextReading.isDueAt(now);
    nextReading = isDue ? null : nextReading;
    return isDue;
  }

  /** Handles a change of the token file. Returns whether the change was waited for. */
  boolean found() {
    boolean wasWaiting = nextLook != null;
    nextLook = null;
    return wasWaiting;
  }

  /** Stops checking the file. */
  void forget() {
    nextLook = null;
  }

  /** Handles the claims of the current token, or null if they could not be read. */
  Change claimsRead(
      @Nullable TokenClaims found, LifetimeScale scale, TimePoint now, ServerClock server) {
    if (found == null) {
      nextReading = claims == null ? null : DueTime.in(now, scale.of(READING));
      return Change.NONE;
    }
    boolean rotated = claims != null && !found.equals(claims);
    claims = found;
    if (rotated) {
      stalled = false;
      spent = false;
    }
    DueTime stallsAt = stallsAt(found, scale, now, server);
    if (stallsAt == null || !stallsAt.isDueAt(now)) {
      nextReading = stallsAt == null ? nextReading : stallsAt;
    } else {
      nextReading = DueTime.in(now, scale.of(READING));
      if (!stalled) {
        stalled = true;
        return Change.STALLED;
      }
    }
    return rotated ? Change.ROTATED : Change.NONE;
  }

  private static @Nullable DueTime stallsAt(
      TokenClaims token, LifetimeScale scale, TimePoint now, ServerClock server) {
    Duration lifetime = token.lifetime();
    Instant issuedAt = token.issuedAt();
    if (lifetime == null || issuedAt == null || lifetime.isNegative() || lifetime.isZero()) {
      return null;
    }
    long grace = scale.of(lifetime.compareTo(HOUR) < 0 ? SHORT_TOKEN_GRACE : TOKEN_GRACE);
    return dueAt(issuedAt.plusNanos((long) (lifetime.toNanos() * 0.8) + grace), now, server);
  }

  /**
   * Returns when a refresh must start so that a stalled token still obtains credentials with a full
   * lifetime, or null if the token has not stalled or was already used for that.
   */
  @Nullable DueTime lastUse(LifetimeScale scale, TimePoint now, ServerClock server) {
    TokenClaims token = claims;
    if (!stalled
        || spent
        || token == null
        || token.expiration() == null
        || token.lifetime() == null) {
      return null;
    }
    long lead = Math.min(scale.of(LAST_USE), token.lifetime().toNanos() / 10);
    return dueAt(token.expiration().minusNanos(lead), now, server);
  }

  private static DueTime dueAt(Instant serverAt, TimePoint now, ServerClock server) {
    Duration left = Duration.between(server.at(now), serverAt);
    return DueTime.in(now, left.isNegative() ? 0 : left.toNanos());
  }

  /** Returns the nanoseconds until there is a look or a reading to take. */
  long nextWake(TimePoint now) {
    long nextCheck = nextLook == null ? Long.MAX_VALUE : nextLook.remainingAt(now);
    return nextReading == null ? nextCheck : Math.min(nextCheck, nextReading.remainingAt(now));
  }
}
