package dev.irsa.internal.refresh;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.failure.FailedAttempts;
import dev.irsa.internal.time.TimePoint;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What callers get if a refresh brings nothing new: the previous credentials as long as they may be
 * served, otherwise the failure. Not thread-safe; owned by the engine.
 */
final class FallbackResults {

  /** The maximum duration of a session; a shorter one was requested. */
  private static final Duration MAX_DURATION = Duration.ofHours(12);

  private final SessionConfig config;
  private final CurrentCredentials current;
  private final Backoff backoff;

  FallbackResults(SessionConfig config, CurrentCredentials current, Backoff backoff) {
    this.config = config;
    this.current = current;
    this.backoff = backoff;
  }

  /**
   * Returns the result of a wait that ends without new credentials: the previous ones if they
   * suffice, otherwise the failure.
   */
  CallerResult after(CredentialsException failure, CallerRequest request, TimePoint now) {
    SessionCredentials valid = current.validAt(now);
    if (request.minimumValidity() > 0) {
      CredentialsException why = valid == null ? failure : expireTooSoon(failure, request, now);
      return CallerResult.failed(why, attemptInfo(failure, now));
    }
    SessionCredentials served = valid != null ? valid : stableThrough(failure, now);
    return served != null ? CallerResult.old(served, failure) : failed(failure, now);
  }

  /** Returns the failure as the result of a call. */
  CallerResult failed(CredentialsException failure, TimePoint now) {
    return CallerResult.failed(failure, attemptInfo(failure, now));
  }

  /** Returns the attempts of the flight that failed so, which are not those of a caller's wait. */
  private FailedAttempts attemptInfo(CredentialsException failure, TimePoint now) {
    return backoff.attemptInfo(failure, nextAttemptAt(now));
  }

  /**
   * Returns the expired credentials if static stability serves them during this failure, otherwise
   * null.
   */
  @Nullable SessionCredentials stableThrough(CredentialsException failure, TimePoint now) {
    boolean served = failure.failureKind().isTransient() && stableFor(now) > 0;
    return served ? current.credentials() : null;
  }

  /** Returns for how many more nanoseconds static stability may serve the last credentials. */
  long stableFor(TimePoint now) {
    return current.credentials() == null
        ? 0
        : Math.max(
            0,
            current.lifetime()
                + config.policy().staticStability().toNanos()
                - now.since(current.receivedAt()));
  }

  /** Returns why no refresh starts: the last failure, or the rate limit of calls. */
  CredentialsException lastFailure(TimePoint now) {
    CredentialsException last = backoff.failure();
    return last != null ? last : config.failures().budgetSpent(backoff.nextAt(now));
  }

  /** Returns why the current credentials, which are valid, are not enough for a request. */
  CredentialsException expireTooSoon(
      CredentialsException why, CallerRequest request, TimePoint now) {
    return config
        .failures()
        .expireTooSoon(current.remainingAt(now), request.minimumValidity(), why);
  }

  /** Returns why credentials of a whole session are not enough for a request. */
  CredentialsException tooShort(long lifetime, CallerRequest request, TimePoint now) {
    return config
        .failures()
        .sessionTooShort(
            lifetime,
            config.longestLifetime().compareTo(MAX_DURATION) < 0,
            current.remainingAt(now),
            request.minimumValidity());
  }

  /**
   * Returns when the next attempt after a failure starts by itself, or null if only the next call
   * starts it: before the first credentials.
   */
  @Nullable Instant nextAttemptAt(TimePoint now) {
    return current.credentials() == null ? null : backoff.nextAt(now);
  }
}
