package dev.irsa.internal.refresh;

import dev.irsa.credentials.AttemptInfo;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.FailureKind;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.internal.time.TimePoint;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What callers get when a refresh has failed or is not to be waited for. */
public final class FailurePolicy {

  private final RefreshPolicy policy;
  private final CurrentCredentials held;
  private final BackoffState setbacks;

  FailurePolicy(RefreshPolicy policy, CurrentCredentials held, BackoffState setbacks) {
    this.policy = policy;
    this.held = held;
    this.setbacks = setbacks;
  }

  /** Returns the old credentials where they may still be served, else the failure. */
  CallResult after(CredentialsException failure, TimePoint now) {
    TimedCredentials valid = held.validAt(now);
    if (valid != null && !raises(failure)) {
      return CallResult.old(valid.credentials(), failure);
    }
    TimedCredentials stable = stable(failure, now);
    return stable != null
        ? CallResult.old(stable.credentials(), failure)
        : CallResult.failed(failure, circumstances(failure, now));
  }

  /** What the last failure was tried with is told with it alone, not with a caller's deadline. */
  private AttemptInfo circumstances(CredentialsException failure, TimePoint now) {
    return failure == setbacks.failure()
        ? setbacks.circumstances(now)
        : new AttemptInfo(0, Duration.ZERO, null, setbacks.nextAt(now));
  }

  /** Returns whether this failure reaches callers although credentials are valid. */
  boolean raises(CredentialsException failure) {
    return policy.denialsRaised() && failure.failureKind() == FailureKind.DENIED;
  }

  /** Returns expired credentials that may still be served through an outage, or null. */
  @Nullable TimedCredentials stable(CredentialsException failure, TimePoint now) {
    TimedCredentials session = held.session();
    FailureKind failureKind = failure.failureKind();
    boolean outage = failureKind == FailureKind.OUTAGE || failureKind == FailureKind.THROTTLED;
    return session != null
            && outage
            && now.since(session.receivedAt())
                < session.lifetime() + policy.staticStability().toNanos()
        ? session
        : null;
  }
}
