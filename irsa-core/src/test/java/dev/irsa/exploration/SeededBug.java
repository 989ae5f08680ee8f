package dev.irsa.exploration;

import static dev.irsa.exploration.Scope.CLOCKS;
import static dev.irsa.exploration.Scope.DEMANDS;
import static dev.irsa.exploration.Scope.FAULTS;
import static dev.irsa.exploration.Scope.HANDLES;

import dev.irsa.simulation.Invariant;
import dev.irsa.simulation.SourceChange;
import java.util.List;

/**
 * Mistakes in the engine, and the invariants that must catch them. They show that the invariants
 * are effective. Each is a change of lines of the library's source, which is compiled with them for
 * the test.
 */
@SuppressWarnings("ImmutableEnumChecker") // Lists are copies.
enum SeededBug {
  /** The engine schedules no wake-up while a refresh is due. */
  A_LOST_WAKE_UP(
      FAULTS,
      List.of(Invariant.REFRESHING_GOES_ON, Invariant.ANSWERED_WITHIN_THE_DEADLINE),
      engine(
          "public long nextWake(TimePoint now) { if (parked) {",
          """
          public long nextWake(TimePoint now) {
            if (parked || current.freshness(now) == Freshness.REFRESH_DUE) {""")),
  /** The engine is woken again and again after the expiration. */
  A_WAKE_UP_FOR_NOTHING(
      FAULTS,
      List.of(Invariant.NEVER_SPINS),
      engine(
          "public long nextWake(TimePoint now) { if (parked) {",
          """
          public long nextWake(TimePoint now) {
            if (current.isExpiredAt(now)) {
              return 0;
            }
            if (parked) {""")),
  /** Every caller that has to wait starts its own exchange. */
  A_FLIGHT_FOR_EACH_CALLER(
      FAULTS,
      List.of(Invariant.ONE_EXCHANGE_AT_A_TIME),
      engine(
          "? waitingForNextFlight : waiting).add(waiter);",
          "? waitingForNextFlight : waiting).add(waiter); actions.requestAttempt(attempts, true);")),
  /** The expiration is assumed to be some seconds later than it is. */
  A_WINDOW_THAT_ENDS_LATE(
      CLOCKS,
      List.of(Invariant.NEVER_AN_EXPIRED_SESSION),
      engine(
          "public long quietFor(TimePoint now) {",
          """
          public long quietFor(TimePoint now) {
            long late = current.lifetime() - now.since(current.receivedAt()) + 5 * Nanos.SECOND;
            return current.credentials() == null ? 0 : Math.max(quiet(now), late);
          }

          private long quiet(TimePoint now) {""")),
  /** The key of the new session is published with the token of the previous one. */
  A_TORN_SWAP(
      FAULTS,
      List.of(Invariant.NEVER_A_TORN_TRIPLE),
      engine(
          "SessionCredentials received = issued.credentials();",
          """
          SessionCredentials next = issued.credentials();
          SessionCredentials received =
              current.credentials() == null
                  ? next
                  : SessionCredentials.of(
                      next.accessKeyId(),
                      next.secretAccessKey(),
                      current.credentials().sessionToken(),
                      next.expiration());""")),
  /** The pause doubles without a cap until it overflows. */
  A_BACKOFF_THAT_OVERFLOWS(
      FAULTS,
      List.of(Invariant.SPACING_WITHIN_ITS_BOUNDS),
      change(
          "internal/refresh/Backoff",
          "Math.max(pause, least)",
          "Math.max(10_000_000_000L << (count - 1), least)")),
  /** A refresh that brought the same credentials is repeated at once. */
  AN_UNCHANGED_RESPONSE_THAT_HAMMERS(
      DEMANDS,
      List.of(Invariant.UNCHANGED_DOES_NOT_HAMMER),
      engine("backoff.pause(DueTime.in(now, pause));", "")),
  /** Calls are not counted. */
  A_BUDGET_WITHOUT_A_BOTTOM(
      FAULTS, List.of(Invariant.CALLS_WITHIN_THE_BUDGET), engine("calls.record(now.nanos());", "")),
  /** Ages are measured by the wall clock alone: setting it back prolongs a session. */
  ONLY_THE_WALL_CLOCK(
      CLOCKS,
      List.of(Invariant.NEVER_AN_EXPIRED_SESSION),
      change(
          "internal/time/HybridClock",
          "new TimePoint(millis, nanos, nanos + gained)",
          "new TimePoint(millis, nanos, passed * NANOS_PER_MILLI)")),
  /**
   * Ages are measured by the monotonic clock alone: after a sleep, expired credentials are served.
   */
  ONLY_THE_MONOTONIC_CLOCK(
      CLOCKS,
      List.of(Invariant.NEVER_AN_EXPIRED_SESSION),
      change(
          "internal/time/HybridClock",
          "new TimePoint(millis, nanos, nanos + gained)",
          "new TimePoint(millis, nanos, nanos)")),
  /** Every rejection of a key causes a refresh. */
  INVALIDATIONS_WITHOUT_END(
      DEMANDS,
      List.of(Invariant.INVALIDATIONS_ARE_LIMITED),
      engine("!invalidation.isWorthRefresh(accessKeyId, now, current.timings())", "false")),
  /** Every call for credentials that last causes a refresh. */
  LASTING_CALLS_WITHOUT_END(
      DEMANDS,
      List.of(Invariant.LASTING_CALLS_ARE_LIMITED),
      engine("!current.isValidAt(now) || lasting.isAllowedAt(now)", "true")),
  /** A call for credentials that last is served any valid ones. */
  LASTING_CALLS_LIKE_ALL_OTHERS(
      DEMANDS,
      List.of(Invariant.LASTING_MEANS_LASTING),
      engine("valid != null && request.isSatisfiedBy(current.remainingAt(now))", "valid != null")),
  /** The last close does not stop the flight. */
  A_CLOSE_THAT_LEAKS(
      HANDLES,
      List.of(Invariant.NOTHING_RUNS_AFTER_THE_LAST_CLOSE),
      engine("parked = true; abandonFlight();", "parked = true;")),
  /** The last close discards the credentials. */
  A_CLOSE_THAT_FORGETS(
      HANDLES,
      List.of(Invariant.NO_CALL_BEFORE_ONE_IS_DUE),
      engine("events.closed(now);", "events.closed(now); forget(now);")),
  /** The last close resets the failures and the rate limiter. */
  A_CLOSE_THAT_FORGIVES(
      HANDLES,
      List.of(Invariant.SPACING_WITHIN_ITS_BOUNDS),
      engine("events.closed(now);", "events.closed(now); backoff.clear();")),
  /** Callers get the failure of a refresh although the credentials are valid. */
  A_FAILURE_THAT_REACHES_CALLERS(
      FAULTS,
      List.of(Invariant.NEVER_FAILS_WHILE_VALID),
      engine(
          "return valid != null ? answerWhileValid(valid, now) : answerWithout(now);",
          """
          CredentialsException last = backoff.failure();
          return valid != null && last != null
              ? CallResult.failed(last, AttemptInfo.NONE)
              : valid != null ? answerWhileValid(valid, now) : answerWithout(now);"""),
      engine(
          "boolean needsEngine = parked",
          "boolean needsEngine = parked || backoff.failure() != null")),
  /** An explicit refresh ignores the minimum pause after throttling. */
  A_FLOOR_THAT_GIVES_WAY(
      DEMANDS,
      List.of(Invariant.SPACING_WITHIN_ITS_BOUNDS),
      engine("return backoff.isFloorDueAt(now) && start(now);", "return start(now);")),
  /** The deadline of a caller passes without ending its wait. */
  A_DEADLINE_FORGOTTEN(
      FAULTS,
      List.of(Invariant.ANSWERED_WITHIN_THE_DEADLINE),
      engine(
          "onlyForWindow ? Math.min(request.deadline(), window) : request.deadline()",
          "Long.MAX_VALUE")),
  /** An attempt may continue after its flight should have ended. */
  AN_ATTEMPT_WITHOUT_A_BOUND(
      FAULTS,
      List.of(Invariant.FLIGHT_WITHIN_ITS_BOUNDS),
      engine("return ongoing.grant(", "return 3 * ongoing.grant(")),
  /** The status is derived from the clocks without any effect on what callers get. */
  A_STATUS_THAT_ONLY_LOOKS(
      CLOCKS,
      List.of(Invariant.STATUS_AGREES_WITH_CALLS),
      engine(
          "private boolean parked;", "private boolean parked, looked; private long servedUntil;"),
      engine(
          "public SessionStatus status(TimePoint now) {",
          "public SessionStatus status(TimePoint now) { looked = true;"),
      engine(
          "public long quietFor(TimePoint now) {",
          """
          public long quietFor(TimePoint now) {
            long quiet =
                looked ? (servedUntil - now.wallMillis()) * Nanos.MILLISECOND : quiet(now);
            looked = false;
            servedUntil = now.wallMillis() + quiet / Nanos.MILLISECOND;
            return quiet;
          }

          private long quiet(TimePoint now) {""")),
  /** After an expiration refreshes never start again. */
  AN_END_AT_EXPIRATION(
      FAULTS,
      List.of(Invariant.FRESH_AGAIN_AFTER_THE_LAST_FAULT),
      change(
          "internal/refresh/Backoff",
          "void restartCount() { count = 0;",
          "private boolean ended; void restartCount() { count = 0; ended = failure != null;"),
      change(
          "internal/refresh/Backoff",
          "return next == null || next.isDueAt(now);",
          "return !ended && (next == null || next.isDueAt(now));"));

  private final Scope scope;
  private final List<Invariant> catchers;
  private final List<SourceChange> changes;

  SeededBug(Scope scope, List<Invariant> catchers, SourceChange... changes) {
    this.scope = scope;
    this.catchers = catchers;
    this.changes = List.of(changes);
  }

  private static SourceChange engine(String original, String changed) {
    return change("internal/refresh/RefreshEngine", original, changed);
  }

  private static SourceChange change(String file, String original, String changed) {
    return new SourceChange(file, original, changed);
  }

  /** Returns the search that finds the mistake. */
  Scope scope() {
    return scope;
  }

  /** Returns the invariants that catch the mistake. */
  List<Invariant> catchers() {
    return catchers;
  }

  List<SourceChange> changes() {
    return changes;
  }
}
