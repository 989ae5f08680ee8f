package dev.irsa.simulation;

/** What holds in every history. */
public enum Invariant {
  /**
   * Callers never get expired credentials (with static stability: later than the configured time).
   */
  NEVER_AN_EXPIRED_SESSION,

  /**
   * Calls do not fail while credentials are valid; a wall clock that is set forward counts as
   * elapsed time.
   */
  NEVER_FAILS_WHILE_VALID,

  /** A call for credentials does not wait while they are valid, unless a service rejected them. */
  NEVER_WAITS_WHILE_VALID,

  /** An identity has at most one exchange in progress. */
  ONE_EXCHANGE_AT_A_TIME,

  /** STS is not called while credentials are fresh, even if handles are closed and opened. */
  NO_CALL_BEFORE_ONE_IS_DUE,

  /** STS is called at most 12 times in any minute, 15 times after expiration. */
  CALLS_WITHIN_THE_BUDGET,

  /** The pause after a failed refresh is within its limits, and not shorter than its floor. */
  SPACING_WITHIN_ITS_BOUNDS,

  /**
   * A refresh makes at most 3 attempts within 18 s; before the first credentials, one after a
   * refresh that failed.
   */
  FLIGHT_WITHIN_ITS_BOUNDS,

  /** The first call of a refresh asks the endpoint that answered last, except on the way home. */
  THE_PREFERRED_ENDPOINT_FIRST,

  /** A refresh that nobody waits for tries the first endpoint 15 min after the spare took over. */
  HOME_AFTER_A_WHILE,

  /** The other endpoint is asked after an outage of the first, or any failure of the spare. */
  ANOTHER_ENDPOINT_ONLY_IF_UNAVAILABLE,

  /** A refresh fails as an outage only after it has asked both endpoints. */
  BOTH_ENDPOINTS_BEFORE_A_FAILURE,

  /** An answer of the first endpoint is never hidden, and a denial of the spare is none. */
  THE_FIRST_ENDPOINT_ANSWERS,

  /** Credentials change from FRESH to REFRESH_DUE to EXPIRED and never back. */
  FRESHNESS_NEVER_GOES_BACK,

  /**
   * After the last close, and the last wait, no session, exchange or planned step remains, and a
   * late response is dropped.
   */
  NOTHING_RUNS_AFTER_THE_LAST_CLOSE,

  /** Key, secret and token always belong to the same session. */
  NEVER_A_TORN_TRIPLE,

  /** After the end of the last fault, new credentials arrive within the documented pause. */
  FRESH_AGAIN_AFTER_THE_LAST_FAULT,

  /** Every caller gets its result within its deadline. */
  ANSWERED_WITHIN_THE_DEADLINE,

  /**
   * Neither a close nor an eviction ends a wait: a call fails only with an error of STS, or if all
   * credentials are forgotten.
   */
  A_CLOSE_ENDS_NO_WAIT,

  /** Rejected credentials cause one refresh for each key, and at most one in 30 s. */
  INVALIDATIONS_ARE_LIMITED,

  /**
   * A caller that needs credentials to last gets those that do, or a failure only if there are
   * none.
   */
  LASTING_MEANS_LASTING,

  /**
   * After a refresh that brought too little for such a caller, the next one follows after a minute
   * at the earliest.
   */
  LASTING_CALLS_ARE_LIMITED,

  /**
   * After a refresh that brought the same credentials, the next one is planned by half of what is
   * left, and for the last 14 s.
   */
  UNCHANGED_DOES_NOT_HAMMER,

  /** While a refresh is due, attempts continue without a caller. */
  REFRESHING_GOES_ON,

  /** The result of `status()` agrees with what callers get. */
  STATUS_AGREES_WITH_CALLS,

  /** The engine never loops without time passing. */
  NEVER_SPINS,

  /** No call or task fails in another way than documented. */
  NO_UNEXPECTED_FAILURE
}
