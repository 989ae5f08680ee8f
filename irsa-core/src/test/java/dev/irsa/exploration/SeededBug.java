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
  A_LOST_WAKE_UP(
      "The engine schedules no wake-up while a refresh is due.",
      FAULTS,
      List.of(Invariant.REFRESHING_GOES_ON, Invariant.ANSWERED_WITHIN_THE_DEADLINE),
      engine(
          "public long nextWake(TimePoint now) { if (parked) {",
          """
          public long nextWake(TimePoint now) {
            if (parked || current.freshness(now) == Freshness.REFRESH_DUE) {""")),
  A_WAKE_UP_FOR_NOTHING(
      "The engine is woken again and again after the expiration.",
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
  A_FLIGHT_FOR_EACH_CALLER(
      "Every caller that has to wait starts its own exchange.",
      FAULTS,
      List.of(Invariant.ONE_EXCHANGE_AT_A_TIME),
      engine(
          "? waitingForNextFlight : waiting).add(waiter);",
          "? waitingForNextFlight : waiting).add(waiter); actions.requestAttempt(attempts, true);")),
  A_WINDOW_THAT_ENDS_LATE(
      "The expiration is assumed to be some seconds later than it is.",
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
  A_TORN_SWAP(
      "The key of the new session is published with the token of the previous one.",
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
  A_BACKOFF_THAT_OVERFLOWS(
      "The pause doubles without a cap until it overflows.",
      FAULTS,
      List.of(Invariant.SPACING_WITHIN_ITS_BOUNDS),
      change(
          "internal/refresh/Backoff",
          "Math.max(pause, least)",
          "Math.max(10_000_000_000L << (count - 1), least)")),
  AN_UNCHANGED_RESPONSE_THAT_HAMMERS(
      "A refresh that brought the same credentials is repeated at once.",
      DEMANDS,
      List.of(Invariant.UNCHANGED_DOES_NOT_HAMMER),
      engine("backoff.pause(DueTime.in(now, pause));", "")),
  A_BUDGET_WITHOUT_A_BOTTOM(
      "Calls are not counted.",
      FAULTS,
      List.of(Invariant.CALLS_WITHIN_THE_BUDGET),
      engine("calls.record(now.nanos());", "")),
  ONLY_THE_WALL_CLOCK(
      "Ages are measured by the wall clock alone: setting it back prolongs a session.",
      CLOCKS,
      List.of(Invariant.NEVER_AN_EXPIRED_SESSION),
      change(
          "internal/time/HybridClock",
          "new TimePoint(millis, nanos, nanos + gained)",
          "new TimePoint(millis, nanos, passed * NANOS_PER_MILLI)")),
  ONLY_THE_MONOTONIC_CLOCK(
      "Ages are measured by the monotonic clock alone: after a sleep, expired credentials are served.",
      CLOCKS,
      List.of(Invariant.NEVER_AN_EXPIRED_SESSION),
      change(
          "internal/time/HybridClock",
          "new TimePoint(millis, nanos, nanos + gained)",
          "new TimePoint(millis, nanos, nanos)")),
  INVALIDATIONS_WITHOUT_END(
      "Every rejection of a key causes a refresh.",
      DEMANDS,
      List.of(Invariant.INVALIDATIONS_ARE_LIMITED),
      engine("!invalidation.isWorthRefresh(accessKeyId, now, valid.timings())", "false")),
  LASTING_CALLS_WITHOUT_END(
      "Every call for credentials that last causes a refresh.",
      DEMANDS,
      List.of(Invariant.LASTING_CALLS_ARE_LIMITED),
      engine("valid == null || lasting.isAllowedAt(now)", "true")),
  LASTING_CALLS_LIKE_ALL_OTHERS(
      "A call for credentials that last is served any valid ones.",
      DEMANDS,
      List.of(Invariant.LASTING_MEANS_LASTING),
      engine("valid != null && request.isSatisfiedBy(valid.remainingAt(now))", "valid != null")),
  A_CLOSE_THAT_LEAKS(
      "The last close does not stop the flight.",
      HANDLES,
      List.of(Invariant.NOTHING_RUNS_AFTER_THE_LAST_CLOSE),
      engine("parked = true; abandonFlight();", "parked = true;")),
  A_CLOSE_THAT_FORGETS(
      "The last close discards the credentials.",
      HANDLES,
      List.of(Invariant.NO_CALL_BEFORE_ONE_IS_DUE),
      engine("events.closed(now);", "events.closed(now); forget(now);")),
  A_CLOSE_THAT_FORGIVES(
      "The last close resets the failures and the rate limiter.",
      HANDLES,
      List.of(Invariant.SPACING_WITHIN_ITS_BOUNDS),
      engine("events.closed(now);", "events.closed(now); backoff.clear();")),
  A_FAILURE_THAT_REACHES_CALLERS(
      "Callers get the failure of a refresh although the credentials are valid.",
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
  A_FLOOR_THAT_GIVES_WAY(
      "An explicit refresh ignores the minimum pause after throttling.",
      DEMANDS,
      List.of(Invariant.SPACING_WITHIN_ITS_BOUNDS),
      engine("return backoff.isFloorDueAt(now) && start(now);", "return start(now);")),
  A_DEADLINE_FORGOTTEN(
      "The deadline of a caller passes without ending its wait.",
      FAULTS,
      List.of(Invariant.ANSWERED_WITHIN_THE_DEADLINE),
      engine(
          "onlyForWindow ? Math.min(request.deadline(), window) : request.deadline()",
          "Long.MAX_VALUE")),
  AN_ATTEMPT_WITHOUT_A_BOUND(
      "An attempt may continue after its flight should have ended.",
      FAULTS,
      List.of(Invariant.FLIGHT_WITHIN_ITS_BOUNDS),
      engine("return ongoing.grant(", "return 3 * ongoing.grant(")),
  A_STATUS_THAT_ONLY_LOOKS(
      "The status is derived from the clocks without any effect on what callers get.",
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
  AN_END_AT_EXPIRATION(
      "After an expiration refreshes never start again.",
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

  private final String description;
  private final Scope scope;
  private final List<Invariant> catchers;
  private final List<SourceChange> changes;

  SeededBug(String description, Scope scope, List<Invariant> catchers, SourceChange... changes) {
    this.description = description;
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

  /** Returns a description of one sentence. */
  String description() {
    return description;
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
