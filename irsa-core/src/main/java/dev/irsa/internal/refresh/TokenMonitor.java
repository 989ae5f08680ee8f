package dev.irsa.internal.refresh;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.TokenClaims;
import dev.irsa.internal.time.DueTime;
import dev.irsa.internal.time.Nanos;
import dev.irsa.internal.time.TimePoint;
import org.jspecify.annotations.Nullable;

/**
 * When somebody should look at the token file: each second after a failure that another token may
 * cure, and as the {@link TokenWatch} says. Not thread-safe; lives inside the engine.
 */
final class TokenMonitor {

  private final CurrentCredentials held;
  private final Demand demand;
  private final EngineActions outbox;
  private final EventPublisher chronicle;
  private final TokenWatch token = new TokenWatch();
  private @Nullable DueTime nextLook;
  private boolean unread;

  TokenMonitor(
      CurrentCredentials held, Demand demand, EngineActions outbox, EventPublisher chronicle) {
    this.held = held;
    this.demand = demand;
    this.outbox = outbox;
    this.chronicle = chronicle;
  }

  /**
   * A refresh succeeded: the token is good, and its claims are read later.
   *
   * @param scale of the new session
   */
  void renewed(double scale, TimePoint now, ServerClock time) {
    DueTime lastUse = token.lastUse(now, time, held.scale());
    if (lastUse != null && lastUse.isDueAt(now)) {
      token.spend();
    }
    nextLook = null;
    unread = true;
    token.used(now, scale);
  }

  /**
   * Somebody asks. Without timers this is the moment to read the claims of the token that brought
   * the session in hand.
   */
  void asked() {
    if (unread) {
      readClaims();
    }
  }

  private void readClaims() {
    unread = false;
    token.lookStarted();
    outbox.readClaims();
  }

  /** A refresh failed: if another token may be the cure, one is looked for. */
  void failed(CredentialsException failure, TimePoint now) {
    if (failure.isTokenAtFault()) {
      lookAgain(now);
    }
  }

  private void lookAgain(TimePoint now) {
    nextLook = DueTime.in(now, Nanos.scaled(Nanos.SECOND, held.scale()));
  }

  void tick(TimePoint now) {
    if (nextLook != null && nextLook.isDueAt(now)) {
      nextLook = null;
      if (held.isValidAt(now) || demand.isRecentAt(now)) {
        lookAgain(now);
        outbox.lookForNewInput();
      }
    }
    DueTime reading = token.nextLook();
    if (reading != null && reading.isDueAt(now)) {
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

  void claimsRead(@Nullable TokenClaims claims, TimePoint now, ServerClock time) {
    chronicle.token(token.read(claims, now, time, held.scale()), claims, now);
    DueTime lastUse = token.lastUse(now, time, held.scale());
    if (lastUse != null) {
      held.refreshBy(lastUse);
    }
  }

  @Nullable TokenClaims claims() {
    return token.claims();
  }

  /** Returns the nanoseconds until {@link #tick} has something to do. */
  long nextWake(TimePoint now) {
    long look = nextLook == null ? Long.MAX_VALUE : nextLook.remainingAt(now);
    DueTime reading = token.nextLook();
    return reading == null ? look : Math.min(look, reading.remainingAt(now));
  }
}
