package dev.irsa.internal.refresh;

import static dev.irsa.exploration.Scope.CLOCKS;
import static dev.irsa.exploration.Scope.DEMANDS;
import static dev.irsa.exploration.Scope.ENDPOINTS;
import static dev.irsa.exploration.Scope.FAULTS;
import static dev.irsa.exploration.Scope.HANDLES;
import static dev.irsa.simulation.Replacement.function;
import static dev.irsa.simulation.Replacement.procedure;

import dev.irsa.credentials.FailureKind;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.exchange.ExchangeResult;
import dev.irsa.internal.limit.EndpointPreference;
import dev.irsa.internal.limit.SlidingWindowRateLimiter;
import dev.irsa.internal.time.HybridClock;
import dev.irsa.internal.time.Nanos;
import dev.irsa.internal.time.TimePoint;
import dev.irsa.simulation.Invariant;
import dev.irsa.simulation.Mistake;
import dev.irsa.simulation.Replacement;
import java.util.List;
import java.util.function.Supplier;

/** Mistakes in the engine and its parts. */
public enum EngineMistake implements Mistake {

  // tag::a-mistake[]
  /** The engine schedules no wake-up while a refresh is due. */
  A_LOST_WAKE_UP(
      FAULTS.finds(Invariant.REFRESHING_GOES_ON, Invariant.ANSWERED_WITHIN_THE_DEADLINE),
      function(
          RefreshEngine::nextWake,
          (engine, now) ->
              engine.status(now).freshness() == Freshness.REFRESH_DUE
                  ? Long.MAX_VALUE
                  : engine.nextWake(now))),
  // end::a-mistake[]

  /** The engine is woken again and again after the expiration. */
  A_WAKE_UP_FOR_NOTHING(
      FAULTS.finds(Invariant.NEVER_SPINS),
      function(
          RefreshEngine::nextWake,
          (engine, now) ->
              engine.status(now).freshness() == Freshness.EXPIRED ? 0 : engine.nextWake(now))),

  /** The expiration is assumed to be some seconds later than it is. */
  A_WINDOW_THAT_ENDS_LATE(
      CLOCKS.finds(Invariant.NEVER_AN_EXPIRED_SESSION),
      function(
          RefreshEngine::servableFor,
          (engine, now) ->
              engine.credentials() == null ? 0 : engine.servableFor(now) + 5 * Nanos.SECOND)),

  /** The key of the new session is published with the token of the previous one. */
  A_TORN_SWAP(
      FAULTS.finds(Invariant.NEVER_A_TORN_TRIPLE),
      procedure(
          RefreshEngine::succeeded,
          (engine, attempt, issued, now) ->
              engine.succeeded(attempt, torn(issued, engine.credentials()), now))),

  /** The pause doubles without a cap. */
  A_BACKOFF_WITHOUT_A_CAP(
      FAULTS.finds(Invariant.SPACING_WITHIN_ITS_BOUNDS),
      function(
          Backoff::whileExpired,
          (failures, last, scale, random) -> Backoff.EXPIRED_START << failures)),

  /** A refresh that brought the same credentials is repeated at once. */
  AN_UNCHANGED_RESPONSE_THAT_HAMMERS(
      DEMANDS.finds(Invariant.UNCHANGED_DOES_NOT_HAMMER),
      procedure(Backoff::pause, (backoff, until) -> {})),

  /** Calls are not counted. */
  A_BUDGET_WITHOUT_A_BOTTOM(
      FAULTS.finds(Invariant.CALLS_WITHIN_THE_BUDGET),
      procedure(SlidingWindowRateLimiter::record, (limiter, now) -> {})),

  /** Ages are measured by the wall clock alone: setting it back prolongs a session. */
  ONLY_THE_WALL_CLOCK(
      CLOCKS.finds(Invariant.NEVER_AN_EXPIRED_SESSION),
      function(
          HybridClock::now, clock -> agingBy(clock.now().wallMillis() * Nanos.MILLISECOND, clock))),

  /** Ages are measured by the monotonic clock alone: after a sleep, expired ones are served. */
  ONLY_THE_MONOTONIC_CLOCK(
      CLOCKS.finds(Invariant.NEVER_AN_EXPIRED_SESSION),
      function(HybridClock::now, clock -> agingBy(clock.now().nanos(), clock))),

  /** Every rejection of a key causes a refresh. */
  INVALIDATIONS_WITHOUT_END(
      DEMANDS.finds(Invariant.INVALIDATIONS_ARE_LIMITED),
      function(
          InvalidationRateLimiter::isWorthRefresh, (limiter, accessKeyId, now, scale) -> true)),

  /** Every call for credentials that last causes a refresh. */
  LASTING_CALLS_WITHOUT_END(
      DEMANDS.finds(Invariant.LASTING_CALLS_ARE_LIMITED),
      function(DoublingRateLimiter::isAllowedAt, (limiter, now) -> true)),

  /** A call for credentials that last is served any valid ones. */
  LASTING_CALLS_LIKE_ALL_OTHERS(
      DEMANDS.finds(Invariant.LASTING_MEANS_LASTING),
      function(CallerRequest::isSatisfiedBy, (request, validity) -> true)),

  /** The last close discards the credentials. */
  A_CLOSE_THAT_FORGETS(
      HANDLES.finds(Invariant.NO_CALL_BEFORE_ONE_IS_DUE),
      procedure(
          RefreshEngine::park,
          (engine, now) -> {
            engine.park(now);
            engine.forget(now);
          })),

  /** The last close resets the failures and the rate limiter. */
  A_CLOSE_THAT_FORGIVES(
      HANDLES.finds(Invariant.SPACING_WITHIN_ITS_BOUNDS),
      function(
          RefreshEngine::worthKeepingFor,
          (engine, now) -> engine.isValidAt(now) ? engine.worthKeepingFor(now) : 0)),

  /** A session that has credentials is not resumed. */
  A_REST_WITHOUT_END(
      HANDLES.finds(Invariant.FRESH_AGAIN_AFTER_THE_LAST_FAULT),
      procedure(
          RefreshEngine::resume,
          engine -> {
            if (engine.credentials() == null) {
              engine.resume();
            }
          })),

  /** Callers get the failure of a refresh although the credentials are valid. */
  A_FAILURE_THAT_REACHES_CALLERS(
      FAULTS.finds(Invariant.NEVER_FAILS_WHILE_VALID),
      function(
          RefreshEngine::servableFor,
          (engine, now) -> engine.status(now).failure() != null ? 0 : engine.servableFor(now)),
      procedure(
          RefreshEngine::ask,
          (engine, request, answer, now) -> {
            var failure = engine.status(now).failure();
            if (failure == null) {
              engine.ask(request, answer, now);
            } else {
              answer.complete(CallerResult.failed(failure));
            }
          })),

  /** Callers wait for any refresh that is in progress. */
  A_WAIT_FOR_EVERY_REFRESH(
      FAULTS.finds(Invariant.NEVER_WAITS_WHILE_VALID),
      function(InvalidationRateLimiter::waitAt, (limiter, now) -> Nanos.SECOND)),

  /** An explicit refresh ignores the minimum pause after throttling. */
  A_FLOOR_THAT_GIVES_WAY(
      DEMANDS.finds(Invariant.SPACING_WITHIN_ITS_BOUNDS),
      function(Backoff::isFloorDueAt, (backoff, now) -> true)),

  /** The deadline of a caller passes without ending its wait. */
  A_DEADLINE_FORGOTTEN(
      FAULTS.finds(Invariant.ANSWERED_WITHIN_THE_DEADLINE),
      function(CallerRequest::remaining, request -> Long.MAX_VALUE)),

  /** An attempt may continue after its flight should have ended. */
  AN_ATTEMPT_WITHOUT_A_BOUND(
      FAULTS.finds(Invariant.FLIGHT_WITHIN_ITS_BOUNDS),
      function(Flight::start, (flight, now, current) -> 3 * flight.start(now, current))),

  /** The status calls credentials expired while they are served. */
  A_STATUS_AHEAD_OF_CALLS(
      CLOCKS.finds(Invariant.STATUS_AGREES_WITH_CALLS),
      function(
          SessionStatus::freshnessAt,
          (status, wallMillis) ->
              status.freshnessAt(wallMillis) == Freshness.REFRESH_DUE
                  ? Freshness.EXPIRED
                  : status.freshnessAt(wallMillis))),

  /** The status follows a wall clock that is set back. */
  A_STATUS_THAT_GOES_BACK(
      CLOCKS.finds(Invariant.FRESHNESS_NEVER_GOES_BACK),
      function(
          SessionStatus::freshnessAt,
          (status, wallMillis) ->
              status.freshness() == Freshness.REFRESH_DUE && wallMillis < status.dueMillis()
                  ? Freshness.FRESH
                  : status.freshnessAt(wallMillis))),

  /** The spare endpoint is asked after any failure of the first. */
  A_SPARE_ASKED_AFTER_A_DENIAL(
      ENDPOINTS.finds(Invariant.ANOTHER_ENDPOINT_ONLY_IF_UNAVAILABLE),
      function(
          EndpointChoice::isUnavailable, (choice, failure) -> WaitFailures.calledIssuer(failure))),

  /** A denial of the spare endpoint is taken for the answer. */
  A_DENIAL_OF_THE_SPARE_THAT_COUNTS(
      ENDPOINTS.finds(Invariant.THE_FIRST_ENDPOINT_ANSWERS),
      function(
          EndpointChoice::isUnavailable,
          (choice, failure) -> failure.failureKind() == FailureKind.OUTAGE)),

  /** A refresh ends before it has asked the other endpoint. */
  ONE_ENDPOINT_IS_ENOUGH(
      ENDPOINTS.finds(Invariant.BOTH_ENDPOINTS_BEFORE_A_FAILURE),
      function(Flight::turnsToUntried, (flight, now) -> false)),

  /** The spare endpoint stays the preferred one. */
  A_WAY_HOME_NEVER_TAKEN(
      ENDPOINTS.finds(Invariant.HOME_AFTER_A_WHILE),
      function(EndpointPreference::isTrialDueAt, (preference, now, after) -> false)),

  /** Callers who wait are the ones who try whether the first endpoint is back. */
  A_WAY_HOME_AT_THE_COST_OF_CALLERS(
      ENDPOINTS.finds(Invariant.THE_PREFERRED_ENDPOINT_FIRST),
      function(EndpointChoice::mayTryFirst, choice -> true)),

  /** After an expiration refreshes never start again. */
  AN_END_AT_EXPIRATION(
      FAULTS.finds(Invariant.FRESH_AGAIN_AFTER_THE_LAST_FAULT),
      function(
          Backoff::isDueAt,
          (backoff, now) ->
              (backoff.failure() == null || backoff.count() > 0) && backoff.isDueAt(now)));

  /** Not modifiable. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final Supplier<String> finder;

  @SuppressWarnings("ImmutableEnumChecker")
  private final List<Replacement> replacements;

  EngineMistake(Supplier<String> finder, Replacement... replacements) {
    this.finder = finder;
    this.replacements = List.of(replacements);
  }

  @Override
  public Supplier<String> finder() {
    return finder;
  }

  @Override
  public List<Replacement> replacements() {
    return replacements;
  }

  private static ExchangeResult torn(ExchangeResult issued, SessionCredentials before) {
    SessionCredentials next = issued.credentials();
    return before == null
        ? issued
        : new ExchangeResult(
            SessionCredentials.of(
                next.accessKeyId(),
                next.secretAccessKey(),
                before.sessionToken(),
                next.expiration()),
            issued.serverDate(),
            issued.roundTrip());
  }

  private static TimePoint agingBy(long elapsed, HybridClock clock) {
    TimePoint now = clock.now();
    return new TimePoint(now.wallMillis(), now.nanos(), elapsed);
  }
}
