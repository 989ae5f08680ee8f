package dev.irsa.simulation;

/** The invariants of every history. */
public enum Invariant {
  NEVER_AN_EXPIRED_SESSION(
      "Callers never get expired credentials (with static stability: later than the configured time)."),
  NEVER_FAILS_WHILE_VALID(
      "Calls do not fail while credentials are valid; a wall clock that is set forward counts as"
          + " elapsed time."),
  ONE_EXCHANGE_AT_A_TIME("An identity has at most one exchange in progress."),
  NO_CALL_BEFORE_ONE_IS_DUE(
      "STS is not called while credentials are fresh, even if handles are closed and opened."),
  CALLS_WITHIN_THE_BUDGET(
      "STS is called at most 12 times in any minute, 15 times after expiration."),
  SPACING_WITHIN_ITS_BOUNDS(
      "The pause after a failed refresh is within its limits, and not shorter than its floor."),
  FLIGHT_WITHIN_ITS_BOUNDS("A refresh makes at most 3 attempts within 18 s."),
  FRESHNESS_NEVER_GOES_BACK(
      "Credentials change from FRESH to REFRESH_DUE to EXPIRED and never back."),
  NOTHING_RUNS_AFTER_THE_LAST_CLOSE(
      "After the last close no exchange, timer or task remains, and a late response is dropped."),
  NEVER_A_TORN_TRIPLE("Key, secret and token always belong to the same session."),
  FRESH_AGAIN_AFTER_THE_LAST_FAULT(
      "After the end of the last fault, new credentials arrive within the documented pause."),
  ANSWERED_WITHIN_THE_DEADLINE("Every caller gets its result within its deadline."),
  A_CLOSE_ENDS_NO_WAIT("Closing a handle does not end the waits of its callers."),
  INVALIDATIONS_ARE_LIMITED(
      "Rejected credentials cause one refresh for each key, and at most one in 30 s."),
  LASTING_MEANS_LASTING(
      "A caller that needs credentials to last gets those that do, or a failure only if there are"
          + " none."),
  LASTING_CALLS_ARE_LIMITED(
      "After a refresh that brought too little for such a caller, the next one follows after a minute at the"
          + " earliest."),
  UNCHANGED_DOES_NOT_HAMMER(
      "After a refresh that brought the same credentials, the next one is planned by half of what is"
          + " left, and for the last 14 s."),
  REFRESHING_GOES_ON("While a refresh is due, attempts continue without a caller."),
  STATUS_AGREES_WITH_CALLS("The result of `status()` agrees with what callers get."),
  NEVER_SPINS("The engine never loops without time passing.");

  private final String description;

  Invariant(String description) {
    this.description = description;
  }

  /** Returns a description of one sentence. */
  public String description() {
    return description;
  }
}
