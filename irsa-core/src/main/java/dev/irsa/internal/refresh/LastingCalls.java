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
  private final EngineActions actions;

  LastingCalls(
      Duration longestLifetime,
      CurrentCredentials current,
      LastingLimiter limiter,
      RefreshFailures failures,
      EngineActions actions) {
    this.longestLifetime = longestLifetime;
    this.current = current;
    this.limiter = limiter;
    this.failures = failures;
    this.actions = actions;
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
   * Ends waits after a refresh that succeeded, whose credentials may still not last.
   *
   * @param received its credentials, now the current ones
   */
  void refreshed(
      List<Waiter> waiters, TimedCredentials received, CallResult result, TimePoint now) {
    long longest = 0;
    boolean vain = false;
    for (Waiter waiter : waiters) {
      if (sufficient(waiter.atLeast(), now) != null) {
        longest = Math.max(longest, waiter.atLeast());
        actions.complete(waiter, result);
      } else {
        vain = true;
        CredentialsException failure = tooShort(received.lifetime(), waiter.atLeast(), now);
        actions.complete(waiter, CallResult.failed(failure, AttemptInfo.NONE));
      }
    }
    if (vain) {
      limiter.inVain(now, received.timings());
    } else {
      limiter.satisfied(longest, now);
    }
  }
}
