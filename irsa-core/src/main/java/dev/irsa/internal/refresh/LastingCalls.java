package dev.irsa.internal.refresh;

import dev.irsa.credentials.AttemptInfo;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.internal.time.TimePoint;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides on calls for credentials that last: whether the current ones do, whether a refresh may be
 * made for better ones, and otherwise why there are none. Not thread-safe; owned by the engine.
 */
final class LastingCalls {

  /** The maximum duration of a session; a shorter one was requested. */
  private static final Duration MAX_DURATION = Duration.ofHours(12);

  private final Duration longestLifetime;
  private final CurrentCredentials current;
  private final LastingLimiter limiter;
  private final RefreshFailures failures;

  LastingCalls(
      Duration longestLifetime,
      CurrentCredentials current,
      LastingLimiter limiter,
      RefreshFailures failures) {
    this.longestLifetime = longestLifetime;
    this.current = current;
    this.limiter = limiter;
    this.failures = failures;
  }

  /** Returns the current credentials if they are valid for long enough, otherwise null. */
  @Nullable TimedCredentials sufficient(long atLeast, TimePoint now) {
    TimedCredentials valid = current.validAt(now);
    return valid != null && suffices(valid.remainingAt(now), atLeast) ? valid : null;
  }

  private static boolean suffices(long lifetime, long atLeast) {
    return lifetime >= atLeast - LastingLimiter.tolerance(atLeast);
  }

  /** Returns the failure of a call for which no refresh may be started, otherwise null. */
  @Nullable CredentialsException refusal(long atLeast, TimePoint now) {
    if (!suffices(longestLifetime.toNanos(), atLeast)) {
      return tooShort(longestLifetime.toNanos(), atLeast, now);
    }
    TimedCredentials valid = current.validAt(now);
    if (valid == null || limiter.isAllowedAt(now)) {
      return null;
    }
    return suffices(valid.lifetime(), atLeast)
        ? unavailable(atLeast, failures.refreshedJustNow(), now)
        : tooShort(valid.lifetime(), atLeast, now);
  }

  private CredentialsException tooShort(long lifetime, long atLeast, TimePoint now) {
    TimedCredentials valid = current.validAt(now);
    return failures.sessionTooShort(
        lifetime,
        longestLifetime.compareTo(MAX_DURATION) < 0,
        valid == null ? 0 : valid.remainingAt(now),
        atLeast);
  }

  /** Returns the failure of a call for which there are no newer credentials for another reason. */
  CredentialsException unavailable(long atLeast, CredentialsException why, TimePoint now) {
    TimedCredentials valid = current.validAt(now);
    return valid == null ? why : failures.expireTooSoon(valid.remainingAt(now), atLeast, why);
  }

  /**
   * Records a successful refresh; the new credentials may still be too short for these callers.
   *
   * @param received its credentials, now the current ones
   */
  void refreshed(List<Waiter> lasting, TimedCredentials received, TimePoint now) {
    long longest = 0;
    for (Waiter waiter : lasting) {
      if (sufficient(waiter.atLeast(), now) == null) {
        limiter.unsatisfied(now, received.timings());
        return;
      }
      longest = Math.max(longest, waiter.atLeast());
    }
    limiter.satisfied(longest, now);
  }

  /** Returns what a caller gets after a refresh that succeeded with this result. */
  CallResult resultFor(Waiter waiter, TimedCredentials received, CallResult result, TimePoint now) {
    return sufficient(waiter.atLeast(), now) != null
        ? result
        : CallResult.failed(tooShort(received.lifetime(), waiter.atLeast(), now), AttemptInfo.NONE);
  }
}
