package dev.irsa.lifecycle;

/** What holds in every interleaving of lifecycles. */
public enum LifecycleInvariant {
  /** An identity has at most one exchange in progress that is still wanted. */
  ONE_EXCHANGE_AT_A_TIME,

  /**
   * After the last close, and the last wait, no session, exchange, timer or planned task remains.
   */
  NOTHING_RUNS_AFTER_THE_LAST_CLOSE,

  /**
   * Neither a close nor an eviction ends a wait: a call fails only with an error of STS, or if all
   * credentials are forgotten.
   */
  A_CLOSE_ENDS_NO_WAIT,

  /** Every call gets its result as soon as there is one, and all of them in the end. */
  EVERY_CALL_ENDS,

  /**
   * STS is not called while credentials that a caller got are fresh, even if handles are closed and
   * opened.
   */
  CREDENTIALS_SURVIVE_THE_CLOSE,

  /** After discardAll() no call gets credentials from before. */
  FORGOTTEN_MEANS_FORGOTTEN,

  /**
   * A role is assumed only while the session that assumes it has valid credentials, unless they are
   * forgotten.
   */
  ASSUMED_WITH_VALID_CREDENTIALS,

  /** The exchanges of all sessions together stay within the limit. */
  LIMITS_HOLD_OVER_ALL_SESSIONS,

  /** When no exchange is in progress, all permits are back. */
  PERMITS_RETURN,

  /** A handle keeps at most maxRoles sessions of other roles once none of its calls waits. */
  ROLES_STAY_WITHIN_THE_BOUND,

  /** Some thread can continue until all have ended. */
  NEVER_A_DEADLOCK,

  /** No call or task fails in another way than documented. */
  NO_UNEXPECTED_FAILURE
}
