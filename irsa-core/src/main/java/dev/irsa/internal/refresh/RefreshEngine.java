package dev.irsa.internal.refresh;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.FailureKind;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.credentials.TokenClaims;
import dev.irsa.internal.exchange.ExchangeResult;
import dev.irsa.internal.failure.FailedAttempts;
import dev.irsa.internal.limit.EndpointPreference;
import dev.irsa.internal.limit.SlidingWindowRateLimiter;
import dev.irsa.internal.time.Deadline;
import dev.irsa.internal.time.DueTime;
import dev.irsa.internal.time.Nanos;
import dev.irsa.internal.time.TimePoint;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a session refreshes its credentials, and what its callers get. It reads no clock and
 * starts no thread: its owner calls one method at a time, and says what happened and when. What the
 * engine wants done it requests from {@link EngineActions}.
 *
 * <p><b>States.</b> A session has no credentials yet, or {@link CurrentCredentials} that are fresh,
 * due for a refresh, or expired. The time of the refresh is drawn when credentials are received, so
 * that a fleet does not refresh at the same time. While credentials are valid, every caller gets
 * them at once. Without valid ones a caller waits for the flight in progress, or starts one; if
 * none is due yet, it gets the last failure at once.
 *
 * <p><b>Flights.</b> A refresh is a flight, and there is at most one: an {@link Flight} of up to
 * three attempts within 18 s. An attempt is requested, waits for a place, starts, which counts it
 * as a call, and succeeds, fails, or exceeds its time limit. A transient failure is followed by a
 * short pause and another attempt, a changed token by one more at once. With a spare endpoint,
 * {@link EndpointChoice} says which one an attempt asks. Everything else ends the flight, and with
 * it the wait of its {@link WaitingCallers}: with new credentials, with the previous ones as long
 * as they are valid, or with the failure.
 *
 * <p><b>Pauses.</b> After a failed flight {@link Backoff} says when the next one is due. Pauses
 * double up to a cap, and depend on the state and on the kind of failure. The end of the validity
 * makes a flight due whatever the pause. Explicit refreshes and rejected credentials ignore the
 * pause, but neither its floor (after throttling and denials) nor the number of calls per minute.
 *
 * <p><b>Time.</b> Whatever is called first does what is due at that time ({@link #tick}): it ends
 * overdue attempts and waits, passes the thresholds of the credentials, and starts flights. {@link
 * #nextWake} says when that is needed next. A caller is served without the engine for as long as
 * {@link #quietFor} says.
 *
 * <p>The rules and their numbers are documented in docs/refresh.md.
 */
public final class RefreshEngine {

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

  /**
   * The maximum number of calls per minute while credentials are valid, and after they have
   * expired.
   */
  private static final int CALLS_WHILE_VALID = 12;

  private static final int CALLS_WHILE_EXPIRED = 15;

  /** The period to which these numbers apply. */
  private static final long CALL_WINDOW = Nanos.MINUTE;

  /**
   * The remaining validity below which a flight makes a single attempt, because a second one would
   * come too late.
   */
  private static final long SINGLE_ATTEMPT_BELOW = 120 * Nanos.SECOND;

  /**
   * The initial pause, and its cap, after a refresh that brought credentials too short for a
   * caller.
   */
  private static final long LASTING_PAUSE = Nanos.MINUTE;

  private static final long LASTING_PAUSE_CAP = 10 * Nanos.MINUTE;

  /** Stands for the time of what has not happened yet. Nothing depends on it until then. */
  private static final TimePoint NEVER = new TimePoint(0, 0, 0);

  private final SessionConfig config;
  private final @Nullable EndpointPreference preference;
  private final RandomGenerator random;
  private final EngineActions actions;
  private final EventPublisher events;

  private final CurrentCredentials current = new CurrentCredentials();
  private final Backoff backoff = new Backoff();
  private final SlidingWindowRateLimiter calls = new SlidingWindowRateLimiter(CALLS_WHILE_EXPIRED);
  private final InvalidationRateLimiter invalidation = new InvalidationRateLimiter();
  private final DoublingRateLimiter lasting = new DoublingRateLimiter();
  private final TokenMonitor tokens = new TokenMonitor();

  private final WaitingCallers callers = new WaitingCallers();
  private final FallbackResults results;

  private @Nullable Flight flight;
  private long attempts;
  private TimePoint lastAskedAt = NEVER;
  private ServerClock serverClock = new ServerClock(null, NEVER);
  private boolean isFromSpare;
  private boolean parked = true;

  /**
   * Creates an engine without credentials, which begins with {@link #resume}.
   *
   * @param preference which endpoint is asked first, or null if there is one endpoint
   */
  public RefreshEngine(
      SessionConfig config,
      @Nullable EndpointPreference preference,
      RandomGenerator random,
      EngineActions actions) {
    this.config = config;
    this.preference = preference;
    this.random = random;
    this.actions = actions;
    this.events = new EventPublisher(config.subject(), actions);
    this.results = new FallbackResults(config, current, backoff);
  }

  // ---- callers

  /**
   * Handles a call for credentials.
   *
   * @param answer completed with its result, now or when its wait ends
   */
  public void ask(CallerRequest request, CompletableFuture<CallerResult> answer, TimePoint now) {
    boolean wasFlying = flight != null;
    lastAskedAt = now;
    tick(now);
    boolean isLate = wasFlying && flight != null;
    CallerResult result = request.fresh() ? refresh(request, now) : answer(request, now);
    if (result != null) {
      answer.complete(result);
      return;
    }
    long window = request.minimumValidity() == 0 ? invalidation.waitAt(now) : 0;
    boolean onlyForWindow = !request.fresh() && window > 0 && current.isValidAt(now);
    long longest = onlyForWindow ? Math.min(request.remaining(), window) : request.remaining();
    WaitingCaller waiter = new WaitingCaller(request, Deadline.in(now, longest), answer);
    callers.add(waiter, request.fresh() && isLate);
  }

  /**
   * Starts an explicit refresh, or returns why there is none. It ignores the backoff, but not its
   * floor and the rate limit of calls.
   */
  private @Nullable CallerResult refresh(CallerRequest request, TimePoint now) {
    return flight != null || startDespiteBackoff(now)
        ? null
        : results.after(results.lastFailure(now), request, now);
  }

  private @Nullable CallerResult answer(CallerRequest request, TimePoint now) {
    if (request.minimumValidity() > 0) {
      return answerLasting(request, now);
    }
    SessionCredentials valid = current.validAt(now);
    return valid != null ? answerWhileValid(valid, now) : answerWithout(now);
  }

  private @Nullable CallerResult answerWhileValid(SessionCredentials valid, TimePoint now) {
    if (current.freshness(now) == Freshness.REFRESH_DUE) {
      startIfDue(false, now);
    }
    boolean waits = flight != null && invalidation.waitAt(now) > 0;
    return waits ? null : CallerResult.serve(valid);
  }

  private @Nullable CallerResult answerWithout(TimePoint now) {
    CredentialsException before = backoff.failure();
    startIfDue(now);
    SessionCredentials stable = before == null ? null : results.stableThrough(before, now);
    if (stable != null) {
      return CallerResult.old(stable, before);
    }
    // Only now: on the way to the first credentials, nothing has failed.
    return flight != null ? null : results.failed(results.lastFailure(now), now);
  }

  /** Handles a call for credentials that last, which observes the backoff. */
  private @Nullable CallerResult answerLasting(CallerRequest request, TimePoint now) {
    SessionCredentials valid = current.validAt(now);
    if (valid != null && request.isSatisfiedBy(current.remainingAt(now))) {
      return CallerResult.serve(valid);
    }
    CredentialsException refusal = flight != null ? null : refusal(request, now);
    if (refusal != null) {
      return CallerResult.failed(refusal);
    }
    startIfDue(now);
    return flight != null ? null : results.after(results.lastFailure(now), request, now);
  }

  /** Returns the failure of a call for which no refresh may be started, otherwise null. */
  private @Nullable CredentialsException refusal(CallerRequest request, TimePoint now) {
    long longest = config.longestLifetime().toNanos();
    if (!request.isSatisfiedBy(longest)) {
      return results.tooShort(longest, request, now);
    }
    if (!current.isValidAt(now) || lasting.isAllowedAt(now)) {
      return null;
    }
    return request.isSatisfiedBy(current.lifetime())
        ? results.expireTooSoon(config.failures().refreshedJustNow(), request, now)
        : results.tooShort(current.lifetime(), request, now);
  }

  /** Handles the report that a service rejected credentials. */
  public void invalidate(String accessKeyId, TimePoint now) {
    tick(now);
    SessionCredentials valid = current.validAt(now);
    if (parked
        || valid == null
        || !valid.accessKeyId().equals(accessKeyId)
        || !invalidation.isWorthRefresh(accessKeyId, now, current.scale())) {
      return;
    }
    if (flight != null || startDespiteBackoff(now)) {
      invalidation.causedRefresh(accessKeyId, now, current.scale());
    }
  }

  /** Ends a caller's wait after an interrupt. */
  public void leave(CallerRequest request, CompletableFuture<CallerResult> answer, TimePoint now) {
    callers.remove(answer);
    answer.complete(
        results.after(config.failures().interrupted(lastAttemptFailure()), request, now));
  }

  /** Discards the credentials and the flight. The next call starts a new one. */
  public void forget(TimePoint now) {
    abandonFlight();
    current.drop();
    backoff.clear();
    tokens.forget();
    var unused = callers.joinNextFlight();
    finishWaiting(config.failures().frozen(), now);
  }

  /**
   * Stops everything in progress after the last user has left. Nobody waits then, because who waits
   * is a user; what an early start asked for may be left. The state is retained.
   */
  public void park(TimePoint now) {
    if (parked) {
      return;
    }
    parked = true;
    abandonFlight();
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
    return attempts > 0 ? Math.max(results.stableFor(now), LEAST_KEPT) : 0;
  }

  // ---- flights

  /** Starts a flight if none is in progress, and the backoff and the rate limiter allow one. */
  private void startIfDue(TimePoint now) {
    startIfDue(true, now);
  }

  private void startIfDue(boolean isAwaited, TimePoint now) {
    if (flight == null && backoff.isDueAt(now)) {
      var unused = start(isAwaited, now);
    }
  }

  /**
   * Starts a flight regardless of the backoff, but not before its floor. Returns whether it was
   * started.
   */
  private boolean startDespiteBackoff(TimePoint now) {
    return backoff.isFloorDueAt(now) && start(true, now);
  }

  /**
   * Starts a flight if the rate limiter allows a call. Returns whether it was started.
   *
   * @param isAwaited whether somebody may wait for it although there are valid credentials
   */
  private boolean start(boolean isAwaited, TimePoint now) {
    long wait = callWait(now);
    if (wait > 0) {
      backoff.delay(DueTime.in(now, wait));
      return false;
    }
    Flight started =
        new Flight(
            attemptsAllowed(now),
            current.credentials() == null && backoff.endedWithTimeOut(),
            preference == null ? null : endpoints(preference, isAwaited, now));
    flight = started;
    request(started, now);
    return true;
  }

  /**
   * A flight after a failed one makes a single attempt, which halves the load of an issuer in
   * trouble. Before the first credentials, three attempts each would also use up the calls of a
   * minute within seconds. More attempts cost nothing only after credentials have expired.
   */
  private int attemptsAllowed(TimePoint now) {
    boolean follows = backoff.count() > 0 && !current.isExpiredAt(now);
    boolean isLate = current.isValidAt(now) && isAlmostOver(now);
    return follows || isLate ? 1 : Flight.MOST_ATTEMPTS;
  }

  /** Returns whether there is time for a single attempt, or for none. */
  private boolean isAlmostOver(TimePoint now) {
    return current.remainingAt(now) < current.scale().of(SINGLE_ATTEMPT_BELOW);
  }

  private EndpointChoice endpoints(EndpointPreference known, boolean isAwaited, TimePoint now) {
    EndpointChoice choice = new EndpointChoice(known, !isAwaited && !isAlmostOver(now));
    var unused = choice.begin(current.scale(), now);
    return choice;
  }

  private long callWait(TimePoint now) {
    int allowed = current.isExpiredAt(now) ? CALLS_WHILE_EXPIRED : CALLS_WHILE_VALID;
    return calls.waitAt(allowed, current.scale().of(CALL_WINDOW), now.nanos());
  }

  private void request(Flight ongoing, TimePoint now) {
    attempts++;
    ongoing.request(attempts);
    actions.requestAttempt(attempts, !current.isValidAt(now), ongoing.isAtSpare());
  }

  /** Aborts and discards the flight without recording a failure. */
  private void abandonFlight() {
    if (flight != null) {
      flight = null;
      actions.abort(false);
    }
  }

  /** Returns the flight if this is its current attempt, otherwise null. */
  private @Nullable Flight flightOf(long attempt) {
    Flight ongoing = flight;
    return !parked && ongoing != null && ongoing.isCurrent(attempt) ? ongoing : null;
  }

  /**
   * Handles that an attempt may start, and counts it as a call. Returns its time limit in
   * nanoseconds, or 0 if it is no longer needed.
   */
  public long started(long attempt, TimePoint now) {
    tick(now);
    Flight ongoing = flightOf(attempt);
    if (ongoing == null) {
      return 0;
    }
    CredentialsException last = ongoing.lastFailure();
    if (last != null && ongoing.isOverAt(now)) {
      end(ongoing, last, now);
      return 0;
    }
    if (ongoing.turnsBeforeStart(current.scale(), now)) {
      request(ongoing, now);
      return 0;
    }
    calls.record(now.nanos());
    return ongoing.start(now, current);
  }

  /** Handles the success of an attempt. */
  public void succeeded(long attempt, ExchangeResult issued, TimePoint now) {
    Flight ongoing = flightOf(attempt);
    if (ongoing == null) {
      return;
    }
    Duration longest = config.longestLifetime();
    serverClock = serverClock.measuredBy(issued, now, longest);
    current.expireBy(serverClock, now);
    Instant expiration = issued.credentials().expiration();
    Duration remaining = Duration.between(serverClock.at(now), expiration);
    if (remaining.compareTo(SHORTEST_LIFE) < 0) {
      tooLate(ongoing, expiration, now);
      return;
    }
    answered(ongoing, now);
    isFromSpare = ongoing.isAtSpare();
    SessionCredentials received = issued.credentials();
    SessionCredentials valid = current.validAt(now);
    SessionCredentials same = valid != null && current.isSameAs(received) ? valid : null;
    if (same == null) {
      Duration lifetime = remaining.compareTo(longest) > 0 ? longest : remaining;
      current.take(received, lifetime, config.policy(), random, now);
    }
    tokens.renewed(current.scale(), now, serverClock);
    flight = null;
    backoff.clear();
    invalidation.endWait();
    long pause = pauseAfterSuccess(same != null, now);
    finishWaiting(same != null ? CallerResult.serve(same) : CallerResult.renewed(received), now);
    events.refreshed(same != null, received, ongoing, pause, serverClock.offset(), now);
    startForRefreshers(now);
  }

  /** Handles credentials that have expired before they were received, or are about to. */
  private void tooLate(Flight ongoing, Instant expiration, TimePoint now) {
    CredentialsException failure = failures(ongoing).tooLate(expiration, serverClock.at(now));
    ongoing.noteFailure(failure, now);
    if (!turns(ongoing, now)) {
      end(ongoing, failure, now);
    }
  }

  /** Returns the failures of an attempt, which name the endpoint that it asks. */
  private WaitFailures failures(Flight ongoing) {
    return new WaitFailures(config.subject().at(ongoing.isAtSpare()));
  }

  /** Records that an endpoint has answered, which is preferred from now on. */
  private void answered(Flight ongoing, TimePoint now) {
    EndpointChoice endpoints = ongoing.endpoints();
    if (endpoints != null && endpoints.answered(now)) {
      events.endpointChanged(endpoints.isSpare(), endpoints.atFirst(), now);
    }
  }

  /** Asks the other endpoint at once if it is untried and the current one is unavailable. */
  private boolean turns(Flight ongoing, TimePoint now) {
    boolean turns = ongoing.turnsToUntried(now) && callWait(now) == 0;
    if (turns) {
      request(ongoing, now);
    }
    return turns;
  }

  /**
   * Returns the nanoseconds until the next refresh. If it is due already because this one brought
   * the same credentials again, it is planned.
   */
  private long pauseAfterSuccess(boolean isSame, TimePoint now) {
    if (!isSame || current.freshness(now) == Freshness.FRESH) {
      return current.refreshDue().remainingAt(now);
    }
    long pause = RefreshSchedule.afterUnchanged(current.remainingAt(now), current.scale(), random);
    backoff.pause(DueTime.in(now, pause));
    return pause;
  }

  /** Ends all waits after a refresh that succeeded; it may have brought too little for some. */
  private void finishWaiting(CallerResult result, TimePoint now) {
    CallerRequest longest = callers.longestRequest();
    if (!longest.isSatisfiedBy(current.remainingAt(now))) {
      LifetimeScale scale = current.scale();
      lasting.pause(scale.of(LASTING_PAUSE), scale.of(LASTING_PAUSE_CAP), now);
    } else if (longest.minimumValidity() > 0) {
      lasting.restart(longest.tolerance() / 2, now);
    }
    for (WaitingCaller waiter : callers.take()) {
      actions.complete(
          waiter,
          waiter.request().isSatisfiedBy(current.remainingAt(now))
              ? result
              : CallerResult.failed(results.tooShort(current.lifetime(), waiter.request(), now)));
    }
  }

  /**
   * Handles the failure of an attempt.
   *
   * @param hasNewInput whether the token has changed since the attempt read it
   */
  public void failed(
      long attempt, CredentialsException failure, boolean hasNewInput, TimePoint now) {
    Flight ongoing = flightOf(attempt);
    if (ongoing != null) {
      fail(ongoing, failure, hasNewInput, now);
    }
  }

  private void fail(
      Flight ongoing, CredentialsException failure, boolean hasNewInput, TimePoint now) {
    ongoing.noteFailure(failure, now);
    if (ongoing.isAnswerOfFirst(failure)) {
      answered(ongoing, now);
    }
    boolean mayCall = callWait(now) == 0;
    if (mayCall && ongoing.takeTokenRetry(failure, hasNewInput, now)) {
      request(ongoing, now);
      return;
    }
    if (turns(ongoing, now)) {
      return;
    }
    FailureKind kind = ongoing.kind(failure);
    long pause = Backoff.insideFlight(ongoing.tries() - 1, kind, current.scale(), random);
    if (mayCall && ongoing.mayRetry(kind, pause, now)) {
      ongoing.pauseFor(now, pause);
    } else {
      end(ongoing, failure, now);
    }
  }

  /**
   * Handles that an attempt does not start, because the credentials that would sign its request are
   * missing.
   */
  public void notStarted(long attempt, CredentialsException failure, TimePoint now) {
    Flight ongoing = flightOf(attempt);
    if (ongoing != null) {
      end(ongoing, failure, now);
    }
  }

  /** Ends a flight that has failed. */
  private void end(Flight ended, CredentialsException last, TimePoint now) {
    CredentialsException failure = ended.failure(last, config.failures());
    flight = null;
    backoff.add(failure, ended, current, random, now);
    backoff.delay(DueTime.in(now, callWait(now)));
    invalidation.endWait();
    tokens.failed(failure, current.scale(), now);
    events.failed(
        failure,
        backoff.attemptInfo(failure, backoff.nextAt(now)),
        ended.failedCalls(),
        current.isValidAt(now),
        now);
    publishLack(now);
    finishWaiting(failure, now);
    startForRefreshers(now);
  }

  /** Ends all waits after a refresh that failed. */
  private void finishWaiting(CredentialsException failure, TimePoint now) {
    for (WaitingCaller waiter : callers.take()) {
      actions.complete(waiter, results.after(failure, waiter.request(), now));
    }
  }

  private void publishLack(TimePoint now) {
    if (current.credentials() == null) {
      events.without(now);
    } else if (!current.isValidAt(now)) {
      CredentialsException failure = backoff.failure();
      boolean stable = failure != null && results.stableThrough(failure, now) != null;
      events.expired(stable ? results.stableFor(now) : 0, now);
    }
  }

  /** Starts a flight for the callers of refresh() that arrived during the last one. */
  private void startForRefreshers(TimePoint now) {
    if (callers.joinNextFlight() && !startDespiteBackoff(now)) {
      finishWaiting(results.lastFailure(now), now);
    }
  }

  // ---- errors

  /** Handles that a step threw: the refresh in progress ends as failed. */
  public void stepFailed(Throwable cause, TimePoint now) {
    CredentialsException failure = config.failures().unexpected(cause);
    Flight ongoing = flight;
    if (ongoing != null) {
      abandonFlight();
      end(ongoing, failure, now);
    } else {
      finishWaiting(failure, now);
    }
  }

  // ---- time

  /** Performs all due work. */
  public void tick(TimePoint now) {
    if (parked) {
      return;
    }
    continueFlight(now);
    passThresholds(now);
    if (wantsRefreshAt(now)) {
      startIfDue(false, now);
    }
    watchToken(now);
    for (WaitingCaller overdue : callers.takeOverdue(now)) {
      actions.complete(overdue, tooLate(overdue, now));
    }
  }

  /** Ends an attempt that exceeded its time limit, or starts the next one after the pause. */
  private void continueFlight(TimePoint now) {
    Flight ongoing = flight;
    if (ongoing == null) {
      return;
    }
    Deadline bound = ongoing.bound();
    Deadline pauseEnd = ongoing.pauseEnd();
    if (bound != null && bound.isOverAt(now)) {
      CredentialsException obstacle = actions.obstacle();
      actions.abort(obstacle == null);
      fail(ongoing, obstacle != null ? obstacle : failures(ongoing).timedOut(bound), false, now);
    } else if (pauseEnd != null && pauseEnd.isOverAt(now)) {
      request(ongoing, now);
    }
  }

  private void watchToken(TimePoint now) {
    boolean isNeeded = current.isValidAt(now) || isWantedAt(now);
    if (tokens.takeLook(isNeeded, current.scale(), now)) {
      actions.lookForNewInput();
    }
    if (tokens.takeReading(now)) {
      actions.readClaims();
    }
  }

  private boolean isWantedAt(TimePoint now) {
    return now.since(lastAskedAt) < current.scale().of(CurrentCredentials.ABANDONED_AFTER);
  }

  private boolean wantsRefreshAt(TimePoint now) {
    return current.wantsRefresh(now.since(lastAskedAt), config.idleAfter().toNanos(), now);
  }

  private CallerResult tooLate(WaitingCaller waiter, TimePoint now) {
    Flight ongoing = flight;
    CredentialsException obstacle =
        ongoing != null && ongoing.pauseEnd() == null ? actions.obstacle() : null;
    CredentialsException failure =
        (ongoing == null ? config.failures() : failures(ongoing))
            .waitedTooLong(
                waiter, ongoing != null && ongoing.isQueued(), obstacle, lastAttemptFailure());
    return results.after(failure, waiter.request(), now);
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
      long pause = Backoff.whileExpired(0, FailureKind.OUTAGE, current.scale(), random);
      backoff.bringForward(DueTime.in(failedAt, pause));
    }
    Flight ongoing = flight;
    if (ongoing != null && ongoing.isQueued()) {
      // Callers without credentials are waiting.
      actions.promote();
    }
    if (failedAt != null || ongoing != null) {
      publishLack(now);
    }
  }

  /** Handles a change of the token file after a failure that another token may fix. */
  public void newInputFound(TimePoint now) {
    if (!parked && flight == null && tokens.found()) {
      var unused = start(true, now);
    }
  }

  /** Handles the claims of the token, or null if they could not be read. */
  public void claimsRead(@Nullable TokenClaims claims, TimePoint now) {
    if (parked) {
      return;
    }
    TokenMonitor.Change change = tokens.claimsRead(claims, current.scale(), now, serverClock);
    if (claims != null && change == TokenMonitor.Change.ROTATED) {
      events.tokenRotated(claims, now);
    } else if (claims != null && change == TokenMonitor.Change.STALLED) {
      events.tokenStalled(claims, now);
    }
    DueTime lastUse = tokens.lastUse(current.scale(), now, serverClock);
    if (lastUse != null) {
      current.refreshBy(lastUse);
    }
  }

  /** Returns the nanoseconds until {@link #tick} has work to do, or {@link Long#MAX_VALUE}. */
  public long nextWake(TimePoint now) {
    if (parked) {
      return Long.MAX_VALUE;
    }
    long next = callers.nextDeadline(now);
    Flight ongoing = flight;
    if (ongoing != null) {
      next = Math.min(next, ongoing.nextWake(now));
    }
    next = Math.min(next, Math.min(current.nextThreshold(now), tokens.nextWake(now)));
    DueTime due = backoff.next();
    return due == null || ongoing != null || !wantsRefreshAt(now)
        ? next
        : Math.min(next, due.remainingAt(now));
  }

  // ---- queries

  /**
   * Returns the current credentials, which may be served without the engine for {@link #quietFor}.
   */
  public @Nullable SessionCredentials credentials() {
    return current.credentials();
  }

  /** Returns the scale of the current credentials. */
  public LifetimeScale scale() {
    return current.scale();
  }

  /** Returns for how many nanoseconds the current credentials may be served without the engine. */
  public long quietFor(TimePoint now) {
    return parked || invalidation.waitAt(now) > 0 || !current.isValidAt(now)
        ? 0
        : current.quietFor(flight != null, backoff.next(), now);
  }

  /** Returns for how many nanoseconds the current credentials may be served, refresh or not. */
  public long servableFor(TimePoint now) {
    return invalidation.waitAt(now) > 0 ? 0 : current.remainingAt(now);
  }

  /** Returns whether there are valid credentials. */
  public boolean isValidAt(TimePoint now) {
    return current.isValidAt(now);
  }

  /** Returns whether everything is stopped because nobody uses the session. */
  public boolean isParked() {
    return parked;
  }

  /** Returns the status of the session. */
  public SessionStatus status(TimePoint now) {
    SessionCredentials credentials = current.credentials();
    FailedAttempts failed = backoff.attemptInfo(backoff.failure(), null);
    return new SessionStatus(
        current.freshness(now),
        now.wallMillis() + current.refreshDue().remainingAt(now) / Nanos.MILLISECOND,
        now.wallMillis() + current.remainingAt(now) / Nanos.MILLISECOND,
        credentials == null ? null : credentials.expiration(),
        nextRefreshAt(now),
        credentials == null ? null : current.receivedAt().wall(),
        backoff.failure(),
        failed.failedAt(),
        failed.attempts(),
        isFromSpare,
        serverClock.offset(),
        tokens.claims());
  }

  private @Nullable Instant nextRefreshAt(TimePoint now) {
    if (current.freshness(now) == Freshness.FRESH) {
      return now.wallAfter(current.refreshDue().remainingAt(now));
    }
    return flight != null ? now.wall() : results.nextAttemptAt(now);
  }

  /** Returns the failure of the last attempt, of this flight or of an earlier one, or null. */
  private @Nullable CredentialsException lastAttemptFailure() {
    CredentialsException last = flight == null ? null : flight.lastFailure();
    return last != null ? last : backoff.failure();
  }
}
