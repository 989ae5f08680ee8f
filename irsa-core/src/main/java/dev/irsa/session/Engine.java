package dev.irsa.session;

import dev.irsa.identity.Circumstances;
import dev.irsa.identity.CredentialsException;
import dev.irsa.identity.ExchangeUnavailableException;
import dev.irsa.identity.ExchangeUnavailableException.Stage;
import dev.irsa.identity.FailureClass;
import dev.irsa.identity.IrsaEvent;
import dev.irsa.identity.RefreshPolicy;
import dev.irsa.identity.TokenClaims;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of one session: takes what happened and when, decides, and leaves what is to be
 * done in its outbox. It reads no clock, starts no thread and takes no lock; whoever holds it calls
 * one method at a time. The rules and their numbers are those of docs/refresh.md.
 */
final class Engine {

  /** After so long without a call for credentials an expired session is left alone. */
  private static final long ABANDONED = 15 * Spacing.MINUTE;

  private static final long SINGLE_ATTEMPT_BELOW = 120 * Spacing.SECOND;
  private static final Duration NOTABLE_OFFSET = Duration.ofSeconds(30);

  private final String roleArn;
  private final RefreshPolicy policy;
  private final Duration longestLifetime;
  private final long idleAfter;
  private final RandomGenerator random;
  private final Outbox outbox;

  private final CallBudget budget = new CallBudget();
  private final Setbacks setbacks = new Setbacks();
  private final Invalidation invalidation = new Invalidation();
  private final TokenWatch token = new TokenWatch();
  private final List<Waiter> waiters = new ArrayList<>();
  private final List<Waiter> waitersForNextFlight = new ArrayList<>();

  private ServerTime serverTime;
  private @Nullable Session session;
  private @Nullable Flight flight;
  private long attempts;
  private Moment lastAskedAt;
  private @Nullable Moment withoutSince;
  private @Nullable Due nextInputLook;
  private boolean expiryTold;
  private boolean lastChanceTaken;
  private boolean offsetTold;
  private boolean closed;

  /**
   * Makes an empty engine.
   *
   * @param idleAfter nanoseconds without a call after which valid credentials are no longer
   *     refreshed ahead
   */
  Engine(
      String roleArn,
      RefreshPolicy policy,
      Duration longestLifetime,
      long idleAfter,
      RandomGenerator random,
      Outbox outbox,
      Moment now) {
    this.roleArn = roleArn;
    this.policy = policy;
    this.longestLifetime = longestLifetime;
    this.idleAfter = idleAfter;
    this.random = random;
    this.outbox = outbox;
    this.lastAskedAt = now;
    this.serverTime = new ServerTime(null, now);
  }

  // ---- callers

  /** Answers a call for credentials, or returns null when the caller has to {@link #join}. */
  @Nullable Outcome ask(Moment now) {
    lastAskedAt = now;
    tick(now);
    if (closed) {
      return Outcome.CLOSED;
    }
    Session held = session;
    return held != null && held.isValidAt(now) ? askWhileValid(held, now) : askWithout(now);
  }

  private @Nullable Outcome askWhileValid(Session held, Moment now) {
    CredentialsException failure = setbacks.failure();
    if (failure != null && raises(failure) && !setbacks.isDueAt(now)) {
      return Outcome.failed(failure, setbacks.circumstances(now));
    }
    boolean started =
        flight == null
            && held.freshness(now) == Freshness.AHEAD
            && setbacks.isDueAt(now)
            && start(now);
    boolean waits =
        invalidation.waitAt(now) > 0
            || (started && policy.callerRefreshes())
            || held.remainingAt(now) <= policy.mandatoryWindow().toNanos();
    return flight != null && waits ? null : Outcome.serve(held.credentials());
  }

  private @Nullable Outcome askWithout(Moment now) {
    boolean failedBefore = setbacks.failure() != null;
    if (flight == null && setbacks.isDueAt(now)) {
      start(now);
    }
    CredentialsException failure = lastFailureOrWaiting(now);
    Session stable = failedBefore ? stableSession(failure, now) : null;
    if (flight != null && (stable == null || policy.callerRefreshes())) {
      return null;
    }
    return stable != null
        ? Outcome.old(stable.credentials(), failure)
        : Outcome.failed(failure, setbacks.circumstances(now));
  }

  /** Lets a caller wait for the flight. */
  Waiter join(Object owner, long deadline, Moment now) {
    long window = invalidation.waitAt(now);
    Session held = session;
    boolean onlyTheWindow = window > 0 && held != null && held.isValidAt(now);
    long longest = onlyTheWindow ? Math.min(deadline, window) : deadline;
    return add(
        waiters,
        new Waiter(
            owner, Waiter.Kind.CREDENTIALS, new Due(now, longest), new CompletableFuture<>()));
  }

  private Waiter add(List<Waiter> list, Waiter waiter) {
    list.add(waiter);
    Flight current = flight;
    if (current != null && current.isQueued()) {
      outbox.promote(current.attemptNumber());
    }
    return waiter;
  }

  /**
   * Refreshes now: joins a flight that starts after this call. Ignores the spacing, but not floors
   * and budget.
   */
  Waiter refresh(Object owner, long deadline, Moment now) {
    lastAskedAt = now;
    tick(now);
    Waiter waiter =
        new Waiter(owner, Waiter.Kind.REFRESH, new Due(now, deadline), new CompletableFuture<>());
    if (closed) {
      outbox.complete(waiter, Outcome.CLOSED);
    } else if (flight != null) {
      add(waitersForNextFlight, waiter);
    } else if (setbacks.isFloorDueAt(now) && start(now)) {
      add(waiters, waiter);
    } else {
      outbox.complete(waiter, withFailure(lastFailureOrWaiting(now), now));
    }
    return waiter;
  }

  /** Starts the first flight without a caller. */
  void startEagerly(Moment now) {
    if (!closed && session == null && flight == null && setbacks.isDueAt(now)) {
      start(now);
    }
  }

  /** A service refused these credentials. */
  void invalidate(String accessKeyId, Moment now) {
    tick(now);
    Session held = session;
    if (closed
        || held == null
        || !held.isValidAt(now)
        || !held.credentials().accessKeyId().equals(accessKeyId)
        || !invalidation.accept(accessKeyId, now, held.scale())) {
      return;
    }
    if (flight != null || (setbacks.isFloorDueAt(now) && start(now))) {
      invalidation.openWindow(now, held.scale());
    }
  }

  /** Ends a caller's wait from outside, after an interrupt. */
  void leave(Waiter waiter) {
    waiters.remove(waiter);
    waitersForNextFlight.remove(waiter);
  }

  /** Ends the waits of a closed handle. */
  void leaveAll(Object owner) {
    endWaits(waiters, owner);
    endWaits(waitersForNextFlight, owner);
  }

  private void endWaits(List<Waiter> list, @Nullable Object owner) {
    for (Waiter waiter : List.copyOf(list)) {
      if (owner == null || waiter.owner() == owner) {
        list.remove(waiter);
        outbox.complete(waiter, Outcome.CLOSED);
      }
    }
  }

  void close(Moment now) {
    if (closed) {
      return;
    }
    closed = true;
    abandonFlight();
    endWaits(waiters, null);
    endWaits(waitersForNextFlight, null);
    session = null;
    outbox.tell(new IrsaEvent.Closed(roleArn, now.wall()));
  }

  private void abandonFlight() {
    Flight current = flight;
    if (current != null) {
      flight = null;
      outbox.abort(current.attemptNumber());
    }
  }

  // ---- flights

  /** Starts a flight if the budget has a permit. */
  private boolean start(Moment now) {
    long wait = budget.waitAt(now, isExpired(now), scale());
    if (wait > 0) {
      setbacks.delay(new Due(now, wait));
      return false;
    }
    flight = new Flight(attemptsAllowed(now));
    nextInputLook = null;
    request(flight);
    return true;
  }

  private int attemptsAllowed(Moment now) {
    Session held = session;
    boolean valid = held != null && held.isValidAt(now);
    boolean careful =
        held != null
            && valid
            && (setbacks.count() > 0
                || held.remainingAt(now) < Spacing.scaled(SINGLE_ATTEMPT_BELOW, held.scale()));
    return careful ? 1 : Flight.MOST_ATTEMPTS;
  }

  private void request(Flight current) {
    attempts++;
    current.request(attempts);
    boolean urgent = session == null || expiryTold || !waiters.isEmpty();
    outbox.requestAttempt(attempts, urgent);
  }

  /**
   * The gate lets an attempt start; returns its bound in nanoseconds, or 0 when it is no longer
   * wanted.
   */
  long granted(long attempt, Moment now) {
    tick(now);
    Flight current = flight;
    if (current == null || !current.isCurrent(attempt)) {
      return 0;
    }
    long wait = budget.waitAt(now, isExpired(now), scale());
    if (wait > 0 || current.isOverAt(now)) {
      flightFailed(current, lastFailureOf(current, now), now);
      return 0;
    }
    budget.record(now);
    return current.grant(now, session);
  }

  void succeeded(long attempt, Issued issued, Moment now) {
    Flight current = flight;
    if (closed || current == null || !current.isCurrent(attempt)) {
      return;
    }
    Due lastUse = token.lastUse(now, serverTime, scale());
    if (lastUse != null && lastUse.isDueAt(now)) {
      token.spend();
    }
    serverTime = serverTime.measuredBy(issued, now, longestLifetime);
    Instant expiration = issued.credentials().expiration();
    Duration left = Duration.between(serverTime.at(now), expiration);
    if (left.isNegative() || left.isZero()) {
      flightFailed(current, alreadyExpired(expiration, now), now);
      return;
    }
    Duration lifetime = left.compareTo(longestLifetime) > 0 ? longestLifetime : left;
    take(current, issued, lifetime.toNanos(), now);
  }

  private void take(Flight current, Issued issued, long lifetime, Moment now) {
    double scale = RefreshTimes.scale(lifetime, policy);
    boolean first = session == null;
    long refreshAfter = RefreshTimes.refreshAfter(lifetime, policy, first, random);
    Session taken = new Session(issued.credentials(), now, lifetime, refreshAfter, scale);
    session = taken;
    flight = null;
    setbacks.clear();
    invalidation.closeWindow();
    nextInputLook = null;
    expiryTold = false;
    lastChanceTaken = policy.spacing() != null;
    finishWaiters(Outcome.renewed(issued.credentials()));
    tellTaken(current, taken, now);
    outbox.readClaims();
    startForRefreshers(now);
  }

  private void tellTaken(Flight current, Session taken, Moment now) {
    outbox.tell(
        new IrsaEvent.Refreshed(
            roleArn,
            now.wall(),
            taken.credentials().accessKeyId(),
            taken.credentials().expiration(),
            current.attempts(),
            Duration.ofNanos(current.elapsedAt(now)),
            now.wallAfter(taken.refreshAfter())));
    if (withoutSince != null) {
      outbox.tell(
          new IrsaEvent.Recovered(roleArn, now.wall(), Duration.ofNanos(now.since(withoutSince))));
      withoutSince = null;
    }
    Duration offset = serverTime.offset();
    boolean notable = offset != null && offset.abs().compareTo(NOTABLE_OFFSET) > 0;
    if (offset != null && notable && !offsetTold) {
      outbox.tell(new IrsaEvent.ClockOffset(roleArn, now.wall(), offset));
    }
    offsetTold = notable;
  }

  void failed(long attempt, CredentialsException failure, boolean hasNewInput, Moment now) {
    Flight current = flight;
    if (closed || current == null || !current.isCurrent(attempt)) {
      return;
    }
    current.noteFailure(failure);
    FailureClass failureClass = failure.failureClass();
    long pause = Spacing.insideFlight(current.attempts() - 1, failureClass, scale(), random);
    boolean permit = budget.waitAt(now, isExpired(now), scale()) == 0;
    if (permit && current.takeTokenRetry(failure, hasNewInput, now)) {
      request(current);
    } else if (permit && current.mayRetry(failureClass, pause, now)) {
      current.pauseFor(now, pause);
    } else {
      flightFailed(current, failure, now);
    }
  }

  private void flightFailed(Flight ended, CredentialsException failure, Moment now) {
    flight = null;
    invalidation.closeWindow();
    noteSetback(ended, failure, now);
    if (failure.isTokenAtFault()) {
      nextInputLook = new Due(now, Spacing.scaled(Spacing.SECOND, scale()));
    }
    Session held = session;
    boolean valid = held != null && held.isValidAt(now);
    if (!valid && withoutSince == null) {
      withoutSince = now;
    }
    outbox.tell(
        new IrsaEvent.RefreshFailed(
            roleArn, now.wall(), failure, ended.attempts(), setbacks.nextAt(now), valid));
    finishWaiters(withFailure(failure, now));
    startForRefreshers(now);
  }

  private void noteSetback(Flight ended, CredentialsException failure, Moment now) {
    FailureClass failureClass = failure.failureClass();
    Session held = session;
    int count = setbacks.count();
    long pause;
    long floor;
    if (held == null) {
      pause = Spacing.whileEmpty(count, failureClass, policy, random);
      floor = failureClass == FailureClass.THROTTLED ? pause : 0;
    } else if (held.isValidAt(now)) {
      long remaining = held.remainingAt(now);
      pause = Spacing.whileValid(count, failureClass, remaining, held.scale(), policy, random);
      floor =
          policy.spacing() != null
              ? 0
              : Spacing.floorWhileValid(failureClass, remaining, held.scale());
    } else {
      pause = Spacing.whileExpired(count, failureClass, held.scale(), policy, random);
      floor =
          policy.spacing() != null
              ? 0
              : Spacing.floorWhileExpired(count, failureClass, held.scale());
    }
    setbacks.add(failure, now, ended.attempts(), ended.elapsedAt(now), pause, floor);
    long permit = budget.waitAt(now, isExpired(now), scale());
    if (permit > 0) {
      setbacks.delay(new Due(now, Math.max(permit, Math.max(pause, floor))));
    }
  }

  private void finishWaiters(Outcome outcome) {
    List<Waiter> finished = List.copyOf(waiters);
    waiters.clear();
    for (Waiter waiter : finished) {
      outbox.complete(waiter, outcome);
    }
  }

  /** Callers of refresh() who came during the last flight want one of their own. */
  private void startForRefreshers(Moment now) {
    if (waitersForNextFlight.isEmpty()) {
      return;
    }
    waiters.addAll(waitersForNextFlight);
    waitersForNextFlight.clear();
    if (!setbacks.isFloorDueAt(now) || !start(now)) {
      finishWaiters(withFailure(lastFailureOrWaiting(now), now));
    }
  }

  // ---- time

  /** Does all that has fallen due. */
  void tick(Moment now) {
    if (closed) {
      return;
    }
    endOverdueAttempt(now);
    endPause(now);
    passThresholds(now);
    if (policy.mode() == RefreshPolicy.Mode.STANDARD) {
      startWhatIsDue(now);
      lookForNewInput(now);
      lookAtToken(now);
    }
    endOverdueWaits(waiters, now);
    endOverdueWaits(waitersForNextFlight, now);
  }

  private void endOverdueAttempt(Moment now) {
    Flight current = flight;
    Due bound = current == null ? null : current.bound();
    if (current != null && bound != null && bound.isDueAt(now)) {
      outbox.abort(current.attemptNumber());
      current.noteTimeOut();
      failed(current.attemptNumber(), timedOut(bound.after()), false, now);
    }
  }

  private void endPause(Moment now) {
    Flight current = flight;
    Due pauseEnd = current == null ? null : current.pauseEnd();
    if (current != null && pauseEnd != null && pauseEnd.isDueAt(now)) {
      request(current);
    }
  }

  private void passThresholds(Moment now) {
    Session held = session;
    if (held == null) {
      return;
    }
    if (!lastChanceTaken && held.lastChance().isDueAt(now)) {
      lastChanceTaken = true;
      setbacks.makeDue();
    }
    if (!expiryTold && !held.isValidAt(now)) {
      expire(held, now);
    }
  }

  private void expire(Session held, Moment now) {
    expiryTold = true;
    withoutSince = now;
    setbacks.restartCount();
    Moment failedAt = setbacks.failedAt();
    if (failedAt != null && policy.spacing() == null) {
      long pause = Spacing.whileExpired(0, FailureClass.OUTAGE, held.scale(), policy, random);
      setbacks.bringForward(new Due(failedAt, pause), now);
    }
    Flight current = flight;
    if (current != null && current.isQueued()) {
      outbox.promote(current.attemptNumber());
    }
    outbox.tell(new IrsaEvent.Expired(roleArn, now.wall()));
  }

  private void startWhatIsDue(Moment now) {
    if (flight == null && wantsRefresh(now) && setbacks.isDueAt(now)) {
      start(now);
    }
  }

  /** Returns whether refreshing goes on without a caller. */
  private boolean wantsRefresh(Moment now) {
    Session held = session;
    if (held == null) {
      return false;
    }
    return switch (held.freshness(now)) {
      case FRESH -> false;
      case AHEAD -> now.since(lastAskedAt) < idleAfter;
      case EXPIRED ->
          now.since(lastAskedAt) < Math.min(idleAfter, Spacing.scaled(ABANDONED, held.scale()));
    };
  }

  private void lookForNewInput(Moment now) {
    if (nextInputLook != null && nextInputLook.isDueAt(now)) {
      boolean watched = now.since(lastAskedAt) < Spacing.scaled(ABANDONED, scale()) || isValid(now);
      nextInputLook = watched ? new Due(now, Spacing.scaled(Spacing.SECOND, scale())) : null;
      if (watched) {
        outbox.lookForNewInput();
      }
    }
  }

  /** The token file changed after a failure that another token may cure. */
  void newInputFound(Moment now) {
    if (!closed && flight == null && nextInputLook != null) {
      nextInputLook = null;
      start(now);
    }
  }

  private void lookAtToken(Moment now) {
    Due look = token.nextLook();
    if (look != null && look.isDueAt(now)) {
      token.lookStarted();
      outbox.readClaims();
    }
  }

  /** The token's claims were read. */
  void claimsRead(@Nullable TokenClaims claims, Moment now) {
    if (closed) {
      return;
    }
    TokenWatch.Finding finding = token.read(claims, now, serverTime, scale());
    if (claims != null && finding == TokenWatch.Finding.ROTATED) {
      outbox.tell(new IrsaEvent.TokenRotated(roleArn, now.wall(), claims));
    } else if (claims != null && finding == TokenWatch.Finding.STALLED) {
      outbox.tell(new IrsaEvent.TokenStalled(roleArn, now.wall(), claims));
    }
    Session held = session;
    Due lastUse = token.lastUse(now, serverTime, scale());
    if (held != null
        && lastUse != null
        && lastUse.remainingAt(now) < held.refreshDue().remainingAt(now)) {
      session = held.refreshedAfter(now.since(held.receivedAt()) + lastUse.remainingAt(now));
    }
  }

  private void endOverdueWaits(List<Waiter> list, Moment now) {
    for (Waiter waiter : List.copyOf(list)) {
      if (waiter.deadline().isDueAt(now)) {
        list.remove(waiter);
        outbox.complete(waiter, withFailure(waitedTooLong(waiter), now));
      }
    }
  }

  /** Returns the nanoseconds until {@link #tick} has something to do, or {@link Long#MAX_VALUE}. */
  long nextWake(Moment now) {
    long wake = Long.MAX_VALUE;
    if (closed) {
      return wake;
    }
    Flight current = flight;
    if (current != null) {
      wake = sooner(sooner(wake, current.bound(), now), current.pauseEnd(), now);
    }
    for (Waiter waiter : waiters) {
      wake = sooner(wake, waiter.deadline(), now);
    }
    for (Waiter waiter : waitersForNextFlight) {
      wake = sooner(wake, waiter.deadline(), now);
    }
    return policy.mode() == RefreshPolicy.Mode.STANDARD ? Math.min(wake, nextThreshold(now)) : wake;
  }

  private long nextThreshold(Moment now) {
    long wake = sooner(sooner(Long.MAX_VALUE, nextInputLook, now), token.nextLook(), now);
    Session held = session;
    if (held == null) {
      return wake;
    }
    if (held.freshness(now) == Freshness.FRESH) {
      wake = sooner(wake, held.refreshDue(), now);
    }
    if (!lastChanceTaken) {
      wake = sooner(wake, held.lastChance(), now);
    }
    if (!expiryTold) {
      wake = sooner(wake, held.expiry(), now);
    }
    return flight == null && wantsRefresh(now) ? sooner(wake, setbacks.next(), now) : wake;
  }

  private static long sooner(long wake, @Nullable Due due, Moment now) {
    return due == null ? wake : Math.min(wake, due.remainingAt(now));
  }

  // ---- what others may see

  boolean isInFlight() {
    return flight != null;
  }

  /**
   * Returns the credentials that may be handed out without asking, for {@link #quietFor} from now.
   */
  @Nullable Session session() {
    return session;
  }

  /**
   * Returns for how many nanoseconds callers can be served without the engine: while nothing is
   * due, at most 5 min, so that it knows whether somebody still asks.
   */
  long quietFor(Moment now) {
    Session held = session;
    if (closed
        || held == null
        || policy.mode() == RefreshPolicy.Mode.LAZY
        || invalidation.waitAt(now) > 0) {
      return 0;
    }
    long quiet = Math.min(held.remainingAt(now), Spacing.scaled(5 * Spacing.MINUTE, held.scale()));
    if (held.freshness(now) == Freshness.FRESH) {
      quiet = sooner(quiet, held.refreshDue(), now);
    } else if (flight == null) {
      quiet = Math.min(quiet, setbacks.next() == null ? 0 : setbacks.next().remainingAt(now));
    }
    return quiet;
  }

  SessionStatus status(Moment now) {
    Session held = session;
    return new SessionStatus(
        held == null ? null : held.freshness(now).name(),
        held == null ? null : held.credentials().expiration(),
        nextRefreshAt(now),
        held == null ? null : held.receivedAt().wall(),
        setbacks.failure(),
        setbacks.failedAt() == null ? null : setbacks.failedAt().wall(),
        setbacks.attempts(),
        serverTime.offset(),
        token.claims());
  }

  private @Nullable Instant nextRefreshAt(Moment now) {
    Session held = session;
    if (held != null && held.freshness(now) == Freshness.FRESH) {
      return now.wallAfter(held.refreshDue().remainingAt(now));
    }
    return flight != null ? now.wall() : setbacks.nextAt(now);
  }

  // ---- failures

  private Outcome withFailure(CredentialsException failure, Moment now) {
    Session held = session;
    if (held != null && held.isValidAt(now) && !raises(failure)) {
      return Outcome.old(held.credentials(), failure);
    }
    Session stable = stableSession(failure, now);
    return stable != null
        ? Outcome.old(stable.credentials(), failure)
        : Outcome.failed(failure, circumstances(failure, now));
  }

  private Circumstances circumstances(CredentialsException failure, Moment now) {
    return failure == setbacks.failure() ? setbacks.circumstances(now) : Circumstances.NONE;
  }

  private boolean raises(CredentialsException failure) {
    return policy.denialsRaised() && failure.failureClass() == FailureClass.DENIED;
  }

  /** Returns expired credentials that may still be served through an outage, or null. */
  private @Nullable Session stableSession(CredentialsException failure, Moment now) {
    Session held = session;
    FailureClass failureClass = failure.failureClass();
    boolean outage = failureClass == FailureClass.OUTAGE || failureClass == FailureClass.THROTTLED;
    return held != null
            && outage
            && now.since(held.receivedAt()) < held.lifetime() + policy.staticStability().toNanos()
        ? held
        : null;
  }

  private CredentialsException lastFailureOf(Flight current, Moment now) {
    CredentialsException last = current.lastFailure();
    return last != null ? last : lastFailureOrWaiting(now);
  }

  private CredentialsException lastFailureOrWaiting(Moment now) {
    CredentialsException last = setbacks.failure();
    return last != null
        ? last
        : unavailable(
            "The budget of STS calls for this role is used up; the next one is allowed at "
                + setbacks.nextAt(now),
            Stage.WAITING,
            null);
  }

  private CredentialsException waitedTooLong(Waiter waiter) {
    Flight current = flight;
    String what =
        current != null && current.isQueued() && current.attempts() == 0
            ? "queued behind other calls to STS"
            : "waiting for STS";
    long millis = waiter.deadline().after() / Spacing.MILLISECOND;
    return unavailable(
        "No credentials within the caller's deadline of " + millis + " ms, " + what,
        Stage.WAITING,
        current != null && current.lastFailure() != null
            ? current.lastFailure()
            : setbacks.failure());
  }

  private CredentialsException timedOut(long bound) {
    return unavailable(
        "STS did not answer within " + bound / Spacing.MILLISECOND + " ms", Stage.REQUEST, null);
  }

  private CredentialsException alreadyExpired(Instant expiration, Moment now) {
    return unavailable(
        "STS answered with credentials that have already expired, at "
            + expiration
            + "; its clock says "
            + serverTime.at(now),
        Stage.ANSWER,
        null);
  }

  private CredentialsException unavailable(String summary, Stage stage, @Nullable Throwable cause) {
    return new ExchangeUnavailableException(
        summary, "", stage, false, null, null, roleArn, null, Circumstances.NONE, cause);
  }

  // ---- shorthands

  private boolean isValid(Moment now) {
    return session != null && session.isValidAt(now);
  }

  private boolean isExpired(Moment now) {
    return session != null && !session.isValidAt(now);
  }

  private double scale() {
    return session == null ? 1 : session.scale();
  }
}
