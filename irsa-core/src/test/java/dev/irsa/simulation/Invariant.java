package dev.irsa.simulation;

/** What must hold in every history, as docs/refresh.md says it. */
enum Invariant {
  NEVER_AN_EXPIRED_SESSION(
      "No caller gets credentials past their expiration (with static stability: past the set time)."),
  NEVER_FAILS_WHILE_VALID(
      "No caller fails while valid credentials are held; only a wall clock that jumps forward counts"
          + " as elapsed time."),
  ONE_EXCHANGE_AT_A_TIME("At most one exchange of an identity is on the wire."),
  NO_CALL_BEFORE_ONE_IS_DUE(
      "While credentials are fresh STS is not called, whatever handles were closed and opened."),
  CALLS_WITHIN_THE_BUDGET("Calls of STS keep to 12 in any minute, 15 while expired."),
  SPACING_WITHIN_ITS_BOUNDS(
      "The pause after a failed refresh lies within its bounds, and none starts before its floor."),
  FLIGHT_WITHIN_ITS_BOUNDS("A refresh makes at most 3 attempts, bounded to 18 s in all."),
  FRESHNESS_NEVER_GOES_BACK("A session goes from FRESH to AHEAD to EXPIRED and never back."),
  NOTHING_RUNS_AFTER_THE_LAST_CLOSE(
      "After the last close no exchange, timer or task is left, and a late answer is dropped."),
  NEVER_A_TORN_TRIPLE("Key, secret and token always belong to one session."),
  FRESH_AGAIN_AFTER_THE_LAST_FAULT(
      "After the last fault has ended fresh credentials arrive within the stated spacing."),
  ANSWERED_WITHIN_THE_DEADLINE("Whoever waits is answered by its deadline."),
  CLOSED_WAITERS_END_AT_ONCE("Whoever waits at a handle that is closed ends at once."),
  INVALIDATIONS_ARE_LIMITED(
      "Rejected credentials cause one refresh for each key, and not more than one in 30 s."),
  REFRESHING_GOES_ON("While a refresh is due attempts go on without any caller."),
  STATUS_AGREES_WITH_CALLS("What `status()` says and what callers get are the same."),
  NEVER_SPINS("No moment keeps the engine busy for ever.");

  private final String said;

  Invariant(String said) {
    this.said = said;
  }

  /** Returns it in a sentence. */
  String said() {
    return said;
  }
}
