package dev.irsa.internal.refresh;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.TokenClaims;
import dev.irsa.internal.time.DueTime;
import dev.irsa.internal.time.TimePoint;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When someone should look at the token file, and what that shows. After a failure that another
 * token may cure it is looked at each second. Kubelet replaces a token at 80 % of its life
 * (Kubernetes, pkg/kubelet/token, requiresRefresh); one that is the same some minutes after that
 * has stalled, and is used once more shortly before it expires. Not thread-safe; lives inside the
 * engine.
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

  /** Returns the token's claims once read. */
  @Nullable TokenClaims claims() {
    return claims;
  }

  /**
   * A refresh succeeded: the token is good. Reading its claims loads a library, and callers go
   * first: it is done some seconds later.
   *
   * @param timings of the new session
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

  /** Someone asks. Without timers this is the moment to read the claims of the token in use. */
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

  /** A refresh failed: if another token may be the cure, one is looked for. */
  void failed(CredentialsException failure, TimePoint now) {
    if (failure.isTokenAtFault()) {
      lookAgain(now);
    }
  }

  private void lookAgain(TimePoint now) {
    nextLook = DueTime.in(now, current.timings().tokenLook);
  }

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

  /** Another token is there; returns whether it had been waited for. */
  boolean found() {
    boolean waited = nextLook != null;
    nextLook = null;
    return waited;
  }

  void forget() {
    nextLook = null;
  }

  /** Takes the claims that the file holds now, or null when they cannot be read. */
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
    Duration life = token.lifetime();
    Instant issuedAt = token.issuedAt();
    if (life == null || issuedAt == null || life.isNegative() || life.isZero()) {
      return null;
    }
    Timings timings = current.timings();
    long grace = life.compareTo(HOUR) < 0 ? timings.shortTokenGrace : timings.tokenGrace;
    return dueAt(issuedAt.plusNanos((long) (life.toNanos() * 0.8) + grace), now, server);
  }

  /**
   * Returns when refreshing must begin so that a stalled token still buys a full session, or null
   * when the token has not stalled or has bought its last one.
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

  /** Returns the nanoseconds until {@link #tick} has something to do. */
  long nextWake(TimePoint now) {
    long look = nextLook == null ? Long.MAX_VALUE : nextLook.remainingAt(now);
    return nextReading == null ? look : Math.min(look, nextReading.remainingAt(now));
  }
}
