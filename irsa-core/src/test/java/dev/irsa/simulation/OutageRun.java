package dev.irsa.simulation;

import dev.irsa.simulation.Contender.Got;

/**
 * One outage from its first second until new credentials are in place, with one caller who asks
 * each second. A call that gets expired credentials counts as failed: the service refuses them.
 * Times are milliseconds.
 *
 * @param validAtEnd how long the credentials in hand were still valid when the outage ended,
 *     negative when they had expired
 * @param failedCalls calls that threw or got expired credentials
 * @param failedWhileValid those of them that began with valid credentials in hand
 * @param longestWhileValid the longest wait of a call that began with valid credentials in hand
 * @param longestWait the longest wait of any call
 * @param withoutAfter from the end of the outage to the last failed call after it, 0 for none
 * @param stsCalls calls of STS from the beginning of the outage
 * @param busiestMinute the most calls of STS in any minute
 */
record OutageRun(
    long validAtEnd,
    int failedCalls,
    int failedWhileValid,
    long longestWhileValid,
    long longestWait,
    long withoutAfter,
    long stsCalls,
    long busiestMinute) {

  private static final long SECOND = 1_000;

  /** Before the outage nothing can fail; asking now and then keeps refreshes going. */
  private static final long BEFORE = 20 * SECOND;

  /** Longer than any pause after an outage. */
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
        caller.longestWait,
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
    private long longestWait;
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
      longestWait = Math.max(longestWait, waited);
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
