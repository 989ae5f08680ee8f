package dev.irsa.internal.refresh;

import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.internal.time.DueTime;
import dev.irsa.internal.time.Nanos;
import dev.irsa.internal.time.TimePoint;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Calculates when credentials are refreshed, and for how long callers can be served without the
 * engine. Pure functions.
 */
final class RefreshSchedule {

  private static final long LONGEST_WINDOW = 60 * Nanos.MINUTE;

  private RefreshSchedule() {}

  /** Returns the nanoseconds from receipt to the first refresh, 0 to the lifetime. */
  static long refreshAfter(
      long lifetime, RefreshPolicy policy, boolean first, RandomGenerator random) {
    double jitter = first ? policy.firstJitter() : policy.jitter();
    long spread = (long) (jitter * random.nextDouble() * lifetime);
    return Math.max(0, lifetime - window(lifetime, policy) - spread);
  }

  /** Returns the advisory refresh window in nanoseconds. */
  static long window(long lifetime, RefreshPolicy policy) {
    Duration configured = policy.advisoryWindow();
    return configured != null
        ? Math.min(configured.toNanos(), lifetime / 2)
        : Math.min(LONGEST_WINDOW, lifetime / 3);
  }

  /**
   * Returns the nanoseconds until the next refresh after one that brought the same credentials:
   * half of what is left. An agent that caches credentials until shortly before they expire has new
   * ones only then, so the refresh is not planned between the reserve of such an agent and half of
   * it.
   *
   * @param remaining the nanoseconds until the credentials expire
   */
  static long afterUnchanged(long remaining, Timings timings, RandomGenerator random) {
    long half = remaining / 2;
    long reserve = timings.of(Timings.AGENT_RESERVE);
    long left =
        remaining > reserve && half < reserve
            ? (long) (reserve * (1 - 0.2 * random.nextDouble()))
            : half;
    return Math.min(
        remaining, Math.max(timings.of(Timings.LEAST_UNCHANGED_PAUSE), remaining - left));
  }

  /**
   * Returns whether a refresh is needed without a caller. Expired credentials are replaced only as
   * long as they were requested lately.
   *
   * @param unused the nanoseconds since the last call
   * @param idleAfter the nanoseconds without a call after which nothing is refreshed
   */
  static boolean wantsRefresh(
      CurrentCredentials current, long unused, long idleAfter, TimePoint now) {
    Freshness freshness = unused >= idleAfter ? null : current.freshness(now);
    return freshness == Freshness.REFRESH_DUE
        || (freshness == Freshness.EXPIRED
            && unused < current.timings().of(Timings.ABANDONED_AFTER));
  }

  /**
   * Returns for how many nanoseconds valid credentials can be served without the engine because
   * nothing is due, or a timer is about to start what is due.
   *
   * @param next when the next refresh is due after a failure, or null if it is due now
   */
  static long quietFor(
      CurrentCredentials valid, boolean isRefreshing, @Nullable DueTime next, TimePoint now) {
    long quiet = Math.min(valid.remainingAt(now), valid.timings().of(Timings.SERVED_UNSEEN));
    boolean isFresh = valid.freshness(now) == Freshness.FRESH;
    if (!isFresh && isRefreshing) {
      return quiet;
    }
    DueTime due = isFresh ? valid.refreshDue() : next;
    long untilDue = due == null ? 0 : Math.min(quiet, due.remainingAt(now));
    return untilDue == 0 ? 0 : Math.min(quiet, untilDue + valid.timings().of(Timings.TIMER_SLACK));
  }
}
