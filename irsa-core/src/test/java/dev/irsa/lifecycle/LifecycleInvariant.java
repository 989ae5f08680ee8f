package dev.irsa.lifecycle;

/** What holds in every interleaving of lifecycles. */
public enum LifecycleInvariant {
  ONE_EXCHANGE_AT_A_TIME("An identity has at most one exchange in progress that is still wanted."),
  NOTHING_RUNS_AFTER_THE_LAST_CLOSE(
      "After the last close, and the last wait, no session, exchange, timer or planned task remains."),
  A_CLOSE_ENDS_NO_WAIT(
      "Neither a close nor an eviction ends a wait: a call fails only with an error of STS, or if all"
          + " credentials are forgotten."),
  EVERY_CALL_ENDS(
      "Every call gets its result as soon as there is one, and all of them in the end."),
  CREDENTIALS_SURVIVE_THE_CLOSE(
      "STS is not called while credentials that a caller got are fresh, even if handles are closed"
          + " and opened."),
  FORGOTTEN_MEANS_FORGOTTEN("After discardAll() no call gets credentials from before."),
  ASSUMED_WITH_VALID_CREDENTIALS(
      "A role is assumed only while the session that assumes it has valid credentials, unless they are"
          + " forgotten."),
  LIMITS_HOLD_OVER_ALL_SESSIONS("The exchanges of all sessions together stay within the limit."),
  PERMITS_RETURN("When no exchange is in progress, all permits are back."),
  ROLES_STAY_WITHIN_THE_BOUND(
      "A handle keeps at most maxRoles sessions of other roles once none of its calls waits."),
  NEVER_A_DEADLOCK("Some thread can continue until all have ended."),
  NO_UNEXPECTED_FAILURE("No call or task fails in another way than documented.");

  private final String description;

  LifecycleInvariant(String description) {
    this.description = description;
  }

  /** Returns a description of one sentence. */
  String description() {
    return description;
  }
}
