package dev.irsa.simulation;

import dev.irsa.simulation.Contender.Got;

/**
 * The results of an outage from its start until new credentials are in place, with one caller that
 * calls every second. A call that gets expired credentials counts as failed, because services
 * reject them. Times are in milliseconds.
 *
 * @param validAtEnd the remaining validity of the credentials at the end of the outage, negative if
 *     they had expired
 * @param failedCalls the number of calls that threw or got expired credentials
 * @param failedWhileValid the number of those that began while credentials were valid
 * @param longestWhileValid the longest wait of a call that began while credentials were valid
 * @param withoutAfter the time from the end of the outage to the last failed call after it, 0 if
 *     there was none
 * @param stsCalls the number of calls to STS since the start of the outage
 * @param busiestMinute the maximum number of calls to STS in any minute
 */
record OutageRun(
    long validAtEnd,
    int failedCalls,
    int failedWhileValid,
    long longestWhileValid,
    long withoutAfter,
    long stsCalls,
    long busiestMinute) {

  private static final long SECOND = 1_000;

  /**
   * The interval of calls before the outage, when nothing can fail but refreshes have to continue.
   */
  private static final long BEFORE = 20 * SECOND;

  /** The time to observe after an outage, longer than any pause. */
  private static final long AFTER = 15 * 60 * SECOND;

  static OutageRun of(Contender contender, Outage outage) {
    Caller caller = new Caller(contender, outage);
    while (caller.now < outage.end() + AFTER && !isOver(contender, outage, caller.now)) {
      long before = Math.max(0, outage.start() - caller.now);
      caller.askAfter(before > 0 ? Math.min(BEFORE, before) : SECOND);
    }
    return new OutageRun(
        contender.expiryOfIssuedBefore(outage.end()) - outage.end(),
        caller.failed,
        caller.failedWhileValid,
        caller.longestWhileValid,
        caller.withoutAfter,
        contender.callsSince(outage.start()),
        contender.busiestMinute());
  }

  private static boolean isOver(Contender contender, Outage outage, long now) {
    boolean untouched = !contender.hasCalledSince(outage.start());
    return now >= outage.end() && (untouched || contender.isRenewedSince(outage.end()));
  }

  private static final class Caller {
    private final Contender contender;
    private final Outage outage;
    private Got got;
    private long now;
    private long expiresAt;
    private int failed;
    private int failedWhileValid;
    private long longestWhileValid;
    private long withoutAfter;

    Caller(Contender contender, Outage outage) {
      this.contender = contender;
      this.outage = outage;
      this.got = contender.get(0);
      this.expiresAt = got.expiresAt();
    }

    void askAfter(long pause) {
      now = Math.max(now + pause, got.at());
      boolean valid = expiresAt > now;
      got = contender.get(now);
      long waited = got.at() - now;
      longestWhileValid = valid ? Math.max(longestWhileValid, waited) : longestWhileValid;
      if (got.isFailure() || got.expiresAt() <= got.at()) {
        failed++;
        failedWhileValid += valid ? 1 : 0;
        withoutAfter = Math.max(withoutAfter, got.at() - outage.end());
      }
      expiresAt = Math.max(expiresAt, got.expiresAt());
    }
  }
}
