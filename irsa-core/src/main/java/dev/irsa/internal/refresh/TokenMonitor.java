package dev.irsa.internal.refresh;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.TokenClaims;
import dev.irsa.internal.time.DueTime;
import dev.irsa.internal.time.TimePoint;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Determines when the token file is checked, and evaluates its claims. After a failure that another
 * token may fix, the file is checked every second. Kubelet replaces a token at 80 % of its lifetime
 * (Kubernetes, pkg/kubelet/token, requiresRefresh). A token that is still the same some minutes
 * later has stalled; it is used for one more refresh shortly before it expires. Not thread-safe;
 * owned by the engine.
 */
final class TokenMonitor {

  private static final Duration HOUR = Duration.ofHours(1);

  private final CurrentCredentials current;
  private final RefreshSchedule schedule;
  private final EngineActions actions;
  private final EventPublisher events;

  private @Nullable TokenClaims claims;
  private @Nullable DueTime nextLook;
  private @Nullable DueTime nextReading;
  private boolean unread;
  private boolean stalled;
  private boolean spent;

  TokenMonitor(
      CurrentCredentials current,
      RefreshSchedule schedule,
      EngineActions actions,
      EventPublisher events) {
    this.current = current;
    this.schedule = schedule;
    this.actions = actions;
    this.events = events;
  }

  /** Returns the claims of the token, or null if they were not read yet. */
  @Nullable TokenClaims claims() {
    return claims;
  }

  /**
   * Handles a successful refresh, which shows that the token is valid. Its claims are read some
   * seconds later, because that loads a library and callers take precedence.
   *
   * @param timings the timings of the new credentials
   */
  void renewed(Timings timings, TimePoint now, ServerClock server) {
    DueTime lastUse = lastUse(now, server);
    if (lastUse != null && lastUse.isDueAt(now)) {
      spent = true;
    }
    nextLook = null;
    unread = true;
    nextReading = DueTime.in(now, timings.firstTokenReading);
  }

  /**
   * Handles a call for credentials in lazy mode, which is when the claims of the token are read.
   */
  void asked() {
    if (unread) {
      readClaims();
    }
  }

  private void readClaims() {
    unread = false;
    nextReading = null;
    actions.readClaims();
  }

  /** Handles a failed refresh. Starts checking the file if another token may fix the failure. */
  void failed(CredentialsException failure, TimePoint now) {
    if (failure.isTokenAtFault()) {
      lookAgain(now);
    }
  }

  private void lookAgain(TimePoint now) {
    nextLook = DueTime.in(now, current.timings().tokenLook);
  }

  /** Requests the checks and readings that are due. */
  void tick(TimePoint now) {
    if (nextLook != null && nextLook.isDueAt(now)) {
      nextLook = null;
      if (current.isValidAt(now) || schedule.isWantedAt(now)) {
        lookAgain(now);
        actions.lookForNewInput();
      }
    }
    if (nextReading != null && nextReading.isDueAt(now)) {
      readClaims();
    }
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
  void claimsRead(@Nullable TokenClaims found, TimePoint now, ServerClock server) {
    if (found == null) {
      nextReading = claims == null ? null : DueTime.in(now, current.timings().tokenReading);
    } else {
      take(found, now, server);
    }
    DueTime lastUse = lastUse(now, server);
    if (lastUse != null) {
      current.refreshBy(lastUse);
    }
  }

  private void take(TokenClaims found, TimePoint now, ServerClock server) {
    boolean rotated = claims != null && !found.equals(claims);
    claims = found;
    if (rotated) {
      stalled = false;
      spent = false;
    }
    DueTime stallsAt = stallsAt(found, now, server);
    if (stallsAt == null || !stallsAt.isDueAt(now)) {
      nextReading = stallsAt == null ? nextReading : stallsAt;
    } else {
      nextReading = DueTime.in(now, current.timings().tokenReading);
      if (!stalled) {
        stalled = true;
        events.tokenStalled(found, now);
        return;
      }
    }
    if (rotated) {
      events.tokenRotated(found, now);
    }
  }

  private @Nullable DueTime stallsAt(TokenClaims token, TimePoint now, ServerClock server) {
    Duration lifetime = token.lifetime();
    Instant issuedAt = token.issuedAt();
    if (lifetime == null || issuedAt == null || lifetime.isNegative() || lifetime.isZero()) {
      return null;
    }
    Timings timings = current.timings();
    long grace = lifetime.compareTo(HOUR) < 0 ? timings.shortTokenGrace : timings.tokenGrace;
    return dueAt(issuedAt.plusNanos((long) (lifetime.toNanos() * 0.8) + grace), now, server);
  }

  /**
   * Returns when a refresh must start so that a stalled token still obtains credentials with a full
   * lifetime, or null if the token has not stalled or was already used for that.
   */
  private @Nullable DueTime lastUse(TimePoint now, ServerClock server) {
    TokenClaims token = claims;
    if (!stalled
        || spent
        || token == null
        || token.expiration() == null
        || token.lifetime() == null) {
      return null;
    }
    long lead = Math.min(current.timings().lastTokenUse, token.lifetime().toNanos() / 10);
    return dueAt(token.expiration().minusNanos(lead), now, server);
  }

  private static DueTime dueAt(Instant serverAt, TimePoint now, ServerClock server) {
    Duration left = Duration.between(server.at(now), serverAt);
    return DueTime.in(now, left.isNegative() ? 0 : left.toNanos());
  }

  /** Returns the nanoseconds until {@link #tick} has work to do. */
  long nextWake(TimePoint now) {
    long nextCheck = nextLook == null ? Long.MAX_VALUE : nextLook.remainingAt(now);
    return nextReading == null ? nextCheck : Math.min(nextCheck, nextReading.remainingAt(now));
  }
}
