package dev.irsa.internal.refresh;

import dev.irsa.credentials.AttemptInfo;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.FailureKind;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.TokenClaims;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.time.Deadline;
import dev.irsa.internal.time.DueTime;
import dev.irsa.internal.time.Nanos;
import dev.irsa.internal.time.TimePoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of a session. It receives what happened and when, decides, and requests actions
 * from {@link EngineActions}. It reads no clock, starts no thread and takes no lock; its owner must
 * call one method at a time. The rules and their numbers are documented in docs/refresh.md.
 */
public class RefreshEngine {

  /** Creates engines. Tests replace it. */
  public interface Factory {
    /** Creates the engine of a new session. */
    RefreshEngine create(
        SessionConfig config, RandomGenerator random, EngineActions actions, TimePoint now);
  }

  /** Creates the engines that are used in production. */
  public static final class StandardFactory implements Factory {
    @Override
    public RefreshEngine create(
        SessionConfig config, RandomGenerator random, EngineActions actions, TimePoint now) {
      return new RefreshEngine(config, random, actions, now);
    }
  }

  /**
   * Credentials that expire earlier are refused: the time does not suffice to sign and send a
   * request.
   */
  private static final Duration SHORTEST_LIFE = Duration.ofSeconds(1);

  /**
   * The minimum time to retain the state of a closed session. Longer than the longest pause, 5 min,
   * so that the number of failures is retained until the pause is over.
   */
  private static final long LEAST_KEPT = 15 * Nanos.MINUTE;

  private final RefreshPolicy policy;
  private final Duration longestLifetime;
  private final RandomGenerator random;
  private final EngineActions actions;

  private final CurrentCredentials current;
  private final BackoffState backoff;
  private final InvalidationLimiter invalidation;
  private final RefreshFailures failures;
  private final SingleFlight flight;
  private final EventPublisher events;
  private final RefreshSchedule schedule;
  private final TokenMonitor tokens;
  private final LastingLimiter lastingLimiter;
  private final WaitQueue waiting;
  private final WaitQueue waitingForNextFlight;

  private ServerClock serverClock;
  private boolean parked;

  /** Null until the first such call: there may be thousands of sessions, and few have one. */
  private @Nullable LastingCalls lastingCalls;

  /** Creates an engine without credentials. */
  public RefreshEngine(
      SessionConfig config, RandomGenerator random, EngineActions actions, TimePoint now) {
    this(config, random, actions, EngineState.empty(), now);
  }

  RefreshEngine(
      SessionConfig config,
      RandomGenerator random,
      EngineActions actions,
      EngineState state,
      TimePoint now) {
    this.policy = config.policy();
    this.longestLifetime = config.longestLifetime();
    this.random = random;
    this.actions = actions;
    this.current = state.current();
    this.backoff = state.backoff();
    this.invalidation = state.invalidation();
    this.failures = new RefreshFailures(config.subject());
    this.flight = new SingleFlight(random, actions, failures, state);
    this.events = new EventPublisher(config.subject(), actions);
    this.schedule = new RefreshSchedule(config, state, flight, now);
    this.tokens = new TokenMonitor(current, schedule, actions, events);
    this.lastingLimiter = state.lasting();
    this.waiting = new WaitQueue(actions);
    this.waitingForNextFlight = new WaitQueue(actions);
    this.serverClock = new ServerClock(null, now);
  }

  // ---- callers

  /**
   * Handles a call for credentials. Returns its result, or null if the caller has to {@link #join}
   * the flight.
   */
  public @Nullable CallResult ask(TimePoint now) {
    called(now);
    TimedCredentials valid = current.validAt(now);
    return valid != null ? askWhileValid(valid, now) : askWithout(now);
  }

  private void called(TimePoint now) {
    schedule.asked(now);
    if (policy.mode() == RefreshPolicy.Mode.LAZY) {
      tokens.asked();
    }
    tick(now);
  }

  private @Nullable CallResult askWhileValid(TimedCredentials valid, TimePoint now) {
    boolean due = valid.freshness(now) == Freshness.AHEAD && backoff.isDueAt(now);
    if (due && !flight.isFlying()) {
      flight.start(now);
    }
    boolean waits = flight.isFlying() && invalidation.waitAt(now) > 0;
    return waits ? null : CallResult.serve(valid.credentials());
  }

  private @Nullable CallResult askWithout(TimePoint now) {
    boolean failedBefore = backoff.failure() != null;
    if (!flight.isFlying() && backoff.isDueAt(now)) {
      flight.start(now);
    }
    CredentialsException failure = lastFailure(now);
    TimedCredentials stable = failedBefore ? stableThrough(failure, now) : null;
    if (stable != null) {
      return CallResult.old(stable.credentials(), failure);
    }
    return flight.isFlying() ? null : CallResult.failed(failure, attemptInfo(failure, now));
  }

  /** Adds a caller to the wait queue. */
  public Waiter join(long deadline, TimePoint now) {
    long window = invalidation.waitAt(now);
    boolean onlyForWindow = window > 0 && current.isValidAt(now);
    Waiter waiter =
        Waiter.until(Deadline.in(now, onlyForWindow ? Math.min(deadline, window) : deadline));
    waiting.add(waiter);
    return waiter;
  }

  /**
   * Handles a call for credentials that last. Returns its result, or null if the caller has to
   * {@link #joinLasting} the flight. Such a call observes the backoff.
   *
   * @param atLeast for how many nanoseconds the credentials must be valid, positive
   */
  public @Nullable CallResult askLasting(long atLeast, TimePoint now) {
    called(now);
    LastingCalls lasting = lastingCalls();
    TimedCredentials sufficient = lasting.sufficient(atLeast, now);
    if (sufficient != null) {
      return CallResult.serve(sufficient.credentials());
    }
    CredentialsException refusal = flight.isFlying() ? null : lasting.refusal(atLeast, now);
    if (refusal != null) {
      return CallResult.failed(refusal, AttemptInfo.NONE);
    }
    if (!flight.isFlying() && backoff.isDueAt(now)) {
      flight.start(now);
    }
    return flight.isFlying() ? null : failedLasting(atLeast, lastFailure(now), now);
  }

  private LastingCalls lastingCalls() {
    LastingCalls existing = lastingCalls;
    if (existing == null) {
      existing = new LastingCalls(longestLifetime, current, lastingLimiter, failures);
      lastingCalls = existing;
    }
    return existing;
  }

  /** Adds a caller with a minimum validity to the wait queue. */
  public Waiter joinLasting(long deadline, long atLeast, TimePoint now) {
    Waiter waiter = Waiter.lasting(Deadline.in(now, deadline), atLeast);
    waiting.add(waiter);
    return waiter;
  }

  /**
   * Handles an explicit refresh: the caller waits for a flight that starts after this call. Ignores
   * the backoff, but not its floor and the rate limit of calls.
   */
  public Waiter refresh(long deadline, TimePoint now) {
    schedule.asked(now);
    boolean wasFlying = flight.isFlying();
    tick(now);
    Waiter waiter = Waiter.until(Deadline.in(now, deadline));
    if (flight.isFlying()) {
      (wasFlying ? waitingForNextFlight : waiting).add(waiter);
    } else if (flight.startDespiteBackoff(now)) {
      waiting.add(waiter);
    } else {
      actions.complete(waiter, resultOf(lastFailure(now), now));
    }
    return waiter;
  }

  /** Starts the first flight without a caller. */
  public void startEagerly(TimePoint now) {
    if (!parked && current.session() == null && !flight.isFlying() && backoff.isDueAt(now)) {
      flight.start(now);
    }
  }

  /** Handles the report that a service rejected credentials. */
  public void invalidate(String accessKeyId, TimePoint now) {
    tick(now);
    TimedCredentials valid = current.validAt(now);
    if (parked
        || valid == null
        || !valid.credentials().accessKeyId().equals(accessKeyId)
        || !invalidation.isWorthRefresh(accessKeyId, now, valid.timings())) {
      return;
    }
    if (flight.isFlying() || flight.startDespiteBackoff(now)) {
      invalidation.causedRefresh(accessKeyId, now, valid.timings());
    }
  }

  /** Ends a caller's wait after an interrupt, and returns its result. */
  public CallResult leave(Waiter waiter, TimePoint now) {
    waiting.remove(waiter);
    waitingForNextFlight.remove(waiter);
    return resultFor(waiter, failures.interrupted(flight.lastFailure()), now);
  }

  /** Discards the credentials and the flight. The next call starts a new one. */
  public void forget(TimePoint now) {
    flight.abandon();
    current.drop();
    backoff.clear();
    tokens.forget();
    invalidation.endWait();
    CallResult result = resultOf(failures.frozen(), now);
    waiting.finishAll(result);
    waitingForNextFlight.finishAll(result);
  }

  /**
   * Stops everything in progress after the last user has left. Nobody waits then, because who waits
   * is a user. The state is retained.
   */
  public void park(TimePoint now) {
    if (parked) {
      return;
    }
    parked = true;
    flight.abandon();
    events.closed(now);
  }

  /** Resumes after a user has entered. */
  public void resume() {
    parked = false;
  }

  /**
   * Returns how many nanoseconds the state is worth retaining without a user: as long as the
   * credentials may be served, and until all pauses and rate limits are over.
   */
  public long worthKeepingFor(TimePoint now) {
    return flight.hasFlown() ? Math.max(stableFor(now), LEAST_KEPT) : 0;
  }

  // ---- flights

  /**
   * Handles the grant of a permit by the bulkhead. Returns the time limit of the attempt in
   * nanoseconds, or 0 if it is no longer needed.
   */
  public long granted(long attempt, TimePoint now) {
    tick(now);
    if (parked || !flight.isCurrent(attempt)) {
      return 0;
    }
    CredentialsException refusal = flight.refuse(now);
    if (refusal != null) {
      flightFailed(refusal, now);
      return 0;
    }
    return flight.grant(now);
  }

  /** Handles the progress of an attempt. */
  public void progressed(long attempt, AttemptProgress progress, TimePoint now) {
    if (!parked && flight.isCurrent(attempt)) {
      flight.progressed(progress, now);
    }
  }

  /** Handles the success of an attempt. */
  public void succeeded(long attempt, ExchangeResult issued, TimePoint now) {
    if (parked || !flight.isCurrent(attempt)) {
      return;
    }
    serverClock = serverClock.measuredBy(issued, now, longestLifetime);
    current.expireBy(serverClock, now);
    Instant expiration = issued.credentials().expiration();
    Duration remaining = Duration.between(serverClock.at(now), expiration);
    if (remaining.compareTo(SHORTEST_LIFE) < 0) {
      flightFailed(flight.giveUp(failures.tooLate(expiration, serverClock.at(now)), now), now);
      return;
    }
    TimedCredentials same = current.validAt(now);
    if (same != null && same.isSameAs(issued.credentials())) {
      keep(same, now);
    } else {
      take(issued, remaining.compareTo(longestLifetime) > 0 ? longestLifetime : remaining, now);
    }
  }

  /** Keeps the credentials that a refresh brought again, and plans the next one. */
  private void keep(TimedCredentials same, TimePoint now) {
    RefreshFlight ended = flight.succeed();
    long pause = same.refreshDue().remainingAt(now);
    if (same.freshness(now) == Freshness.AHEAD) {
      pause = RefreshWindow.afterUnchanged(same.remainingAt(now), same.timings(), random);
      backoff.pause(DueTime.in(now, pause));
    }
    tokens.renewed(same.timings(), now, serverClock);
    invalidation.endWait();
    finishWaiting(same, CallResult.serve(same.credentials()), now);
    events.unchanged(same, ended, pause, now);
    startForRefreshers(now);
  }

  private void take(ExchangeResult issued, Duration lifetime, TimePoint now) {
    TimedCredentials credentials =
        TimedCredentials.of(
            issued.credentials(), lifetime, current.session() == null, policy, random, now);
    tokens.renewed(credentials.timings(), now, serverClock);
    current.take(credentials);
    RefreshFlight ended = flight.succeed();
    invalidation.endWait();
    finishWaiting(credentials, CallResult.renewed(issued.credentials()), now);
    events.renewed(credentials, ended, serverClock.offset(), now);
    startForRefreshers(now);
  }

  /** Ends all waits after a refresh that succeeded. */
  private void finishWaiting(TimedCredentials received, CallResult result, TimePoint now) {
    List<Waiter> lasting = waiting.lasting();
    if (!lasting.isEmpty()) {
      LastingCalls calls = lastingCalls();
      calls.refreshed(lasting, received, now);
      waiting.finish(Waiter::isLasting, waiter -> calls.resultFor(waiter, received, result, now));
    }
    waiting.finishAll(result);
  }

  /**
   * Handles the failure of an attempt.
   *
   * @param hasNewInput whether the token has changed since the attempt read it
   */
  public void failed(
      long attempt, CredentialsException failure, boolean hasNewInput, TimePoint now) {
    if (!parked && flight.isCurrent(attempt)) {
      flightFailed(flight.fail(failure, hasNewInput, now), now);
    }
  }

  /**
   * Handles the end of a flight. Does nothing if the failure is null, which means that the flight
   * continues.
   */
  private void flightFailed(@Nullable CredentialsException failure, TimePoint now) {
    if (failure == null) {
      return;
    }
    invalidation.endWait();
    tokens.failed(failure, now);
    events.failed(
        failure,
        backoff.attemptInfo(backoff.nextAt(now)),
        backoff.failedCalls(),
        current.isValidAt(now),
        now);
    publishLack(now);
    finishWaiting(failure, now);
    startForRefreshers(now);
  }

  /** Ends all waits after a refresh that failed. */
  private void finishWaiting(CredentialsException failure, TimePoint now) {
    waiting.finish(Waiter::isLasting, waiter -> resultFor(waiter, failure, now));
    waiting.finishAll(resultOf(failure, now));
  }

  private void publishLack(TimePoint now) {
    TimedCredentials session = current.session();
    if (session == null) {
      events.without(now);
    } else if (!session.isValidAt(now)) {
      CredentialsException failure = backoff.failure();
      boolean stable = failure != null && stableThrough(failure, now) != null;
      events.expired(stable ? stableFor(now) : 0, now);
    }
  }

  /** Starts a flight for the callers of refresh() that arrived during the last one. */
  private void startForRefreshers(TimePoint now) {
    if (waitingForNextFlight.isEmpty()) {
      return;
    }
    waitingForNextFlight.moveTo(waiting);
    if (!flight.startDespiteBackoff(now)) {
      waiting.finishAll(resultOf(lastFailure(now), now));
    }
  }

  // ---- errors

  /**
   * Handles that an earlier step, or an action that it requested, was ended by an error: whatever
   * was in progress may be lost. The refresh is started anew for those who wait for it.
   */
  public void recover(TimePoint now) {
    flight.abandon();
    waitingForNextFlight.moveTo(waiting);
    boolean isRestarted =
        !waiting.isEmpty() && !current.isValidAt(now) && flight.startDespiteBackoff(now);
    if (!isRestarted) {
      invalidation.endWait();
      finishWaiting(lastFailure(now), now);
    }
  }

  /**
   * Handles that no wake-up can be scheduled, for lack of threads. Ends the refresh if only a
   * wake-up would continue it.
   */
  public void timerFailed(TimePoint now) {
    flightFailed(flight.endPause(now), now);
  }

  // ---- time

  /** Performs everything that is due. */
  public void tick(TimePoint now) {
    if (parked) {
      return;
    }
    flightFailed(flight.tick(now), now);
    passThresholds(now);
    if (policy.mode() == RefreshPolicy.Mode.STANDARD) {
      startWhatIsDue(now);
      tokens.tick(now);
    }
    endOverdue(waiting, now);
    endOverdue(waitingForNextFlight, now);
  }

  private void endOverdue(WaitQueue queue, TimePoint now) {
    queue.finish(waiter -> waiter.deadline().isOverAt(now), waiter -> tooLate(waiter, now));
  }

  /** Returns the result of a wait whose deadline has passed, or null if it has not. */
  public @Nullable CallResult overdue(Waiter waiter, TimePoint now) {
    return waiter.deadline().isOverAt(now) ? tooLate(waiter, now) : null;
  }

  private CallResult tooLate(Waiter waiter, TimePoint now) {
    CredentialsException failure =
        failures.waitedTooLong(waiter, flight.isQueued(), flight.progress(), flight.lastFailure());
    return resultFor(waiter, failure, now);
  }

  private void passThresholds(TimePoint now) {
    if (current.passesLastChance(now)) {
      backoff.makeDue();
    }
    if (!current.passesExpiry(now)) {
      return;
    }
    backoff.restartCount();
    TimePoint failedAt = backoff.failedAt();
    if (failedAt != null) {
      long pause = Backoff.whileExpired(0, FailureKind.OUTAGE, current.timings(), random);
      backoff.bringForward(DueTime.in(failedAt, pause));
    }
    flight.promote();
    if (failedAt != null || flight.isFlying()) {
      publishLack(now);
    }
  }

  private void startWhatIsDue(TimePoint now) {
    if (!flight.isFlying() && schedule.wantsRefreshAt(now) && backoff.isDueAt(now)) {
      flight.start(now);
    }
  }

  /** Handles a change of the token file after a failure that another token may fix. */
  public void newInputFound(TimePoint now) {
    if (!parked && !flight.isFlying() && tokens.found()) {
      flight.start(now);
    }
  }

  /** Handles the claims of the token, or null if they could not be read. */
  public void claimsRead(@Nullable TokenClaims claims, TimePoint now) {
    if (!parked) {
      tokens.claimsRead(claims, now, serverClock);
    }
  }

  /** Returns the nanoseconds until {@link #tick} has work to do, or {@link Long#MAX_VALUE}. */
  public long nextWake(TimePoint now) {
    if (parked) {
      return Long.MAX_VALUE;
    }
    long next =
        Math.min(
            flight.nextWake(now),
            Math.min(waiting.nextDeadline(now), waitingForNextFlight.nextDeadline(now)));
    return policy.mode() == RefreshPolicy.Mode.STANDARD
        ? Math.min(next, Math.min(schedule.nextWake(now), tokens.nextWake(now)))
        : next;
  }

  // ---- queries

  /** Returns whether a refresh is in progress. For tests. */
  boolean isInFlight() {
    return flight.isFlying();
  }

  /**
   * Returns the current credentials, which may be served without the engine for {@link #quietFor}.
   */
  public @Nullable TimedCredentials session() {
    return current.session();
  }

  /** Returns the timings of the current credentials. */
  public Timings timings() {
    return current.timings();
  }

  /** Returns for how many nanoseconds the current credentials may be served without the engine. */
  public long quietFor(TimePoint now) {
    return parked ? 0 : schedule.quietFor(now);
  }

  /** Returns the status of the session, after performing everything that is due. */
  public SessionStatus status(TimePoint now) {
    tick(now);
    TimedCredentials session = current.session();
    return new SessionStatus(
        session == null ? null : session.freshness(now),
        session == null ? null : session.credentials().expiration(),
        schedule.nextRefreshAt(now),
        session == null ? null : session.receivedAt().wall(),
        backoff.failure(),
        backoff.failedAt() == null ? null : backoff.failedAt().wall(),
        backoff.attempts(),
        serverClock.offset(),
        tokens.claims());
  }

  // ---- results after a failure

  /** Returns the result of a wait that ends without new credentials. */
  private CallResult resultFor(Waiter waiter, CredentialsException failure, TimePoint now) {
    return waiter.atLeast() > 0
        ? failedLasting(waiter.atLeast(), failure, now)
        : resultOf(failure, now);
  }

  private CallResult failedLasting(long atLeast, CredentialsException failure, TimePoint now) {
    return CallResult.failed(
        lastingCalls().unavailable(atLeast, failure, now), attemptInfo(failure, now));
  }

  /** Returns the previous credentials if they may still be served, otherwise the failure. */
  private CallResult resultOf(CredentialsException failure, TimePoint now) {
    TimedCredentials valid = current.validAt(now);
    TimedCredentials served = valid != null ? valid : stableThrough(failure, now);
    return served != null
        ? CallResult.old(served.credentials(), failure)
        : CallResult.failed(failure, attemptInfo(failure, now));
  }

  /**
   * Returns the attempts to report with a failure. They belong to the last failed flight, not to a
   * caller's deadline.
   */
  private AttemptInfo attemptInfo(CredentialsException failure, TimePoint now) {
    Instant next = schedule.nextAttemptAt(now);
    return failure == backoff.failure()
        ? backoff.attemptInfo(next)
        : new AttemptInfo(0, Duration.ZERO, null, next);
  }

  /**
   * Returns the expired credentials if static stability serves them during this failure, otherwise
   * null.
   */
  private @Nullable TimedCredentials stableThrough(CredentialsException failure, TimePoint now) {
    boolean served = failure.failureKind().isTransient() && stableFor(now) > 0;
    return served ? current.session() : null;
  }

  /** Returns for how many more nanoseconds static stability may serve the last credentials. */
  private long stableFor(TimePoint now) {
    TimedCredentials session = current.session();
    return session == null
        ? 0
        : Math.max(
            0,
            session.lifetime()
                + policy.staticStability().toNanos()
                - now.since(session.receivedAt()));
  }

  private CredentialsException lastFailure(TimePoint now) {
    CredentialsException last = backoff.failure();
    return last != null ? last : failures.budgetSpent(backoff.nextAt(now));
  }
}
