package dev.irsa.session;

import dev.irsa.identity.Circumstances;
import dev.irsa.identity.CredentialsException;
import dev.irsa.identity.FailureClass;
import dev.irsa.identity.RefreshPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What callers get when a refresh has failed or is not to be waited for. */
final class Answers {

  private final RefreshPolicy policy;
  private final Held held;
  private final Setbacks setbacks;

  Answers(RefreshPolicy policy, Held held, Setbacks setbacks) {
    this.policy = policy;
    this.held = held;
    this.setbacks = setbacks;
  }

  /** Returns the old credentials where they may still be served, else the failure. */
  Outcome after(CredentialsException failure, Moment now) {
    Session valid = held.validAt(now);
    if (valid != null && !raises(failure)) {
      return Outcome.old(valid.credentials(), failure);
    }
    Session stable = stable(failure, now);
    return stable != null
        ? Outcome.old(stable.credentials(), failure)
        : Outcome.failed(failure, circumstances(failure, now));
  }

  /** What the last failure was tried with is told with it alone, not with a caller's deadline. */
  private Circumstances circumstances(CredentialsException failure, Moment now) {
    return failure == setbacks.failure()
        ? setbacks.circumstances(now)
        : new Circumstances(0, Duration.ZERO, null, setbacks.nextAt(now));
  }

  /** Returns whether this failure reaches callers although credentials are valid. */
  boolean raises(CredentialsException failure) {
    return policy.denialsRaised() && failure.failureClass() == FailureClass.DENIED;
  }

  /** Returns expired credentials that may still be served through an outage, or null. */
  @Nullable Session stable(CredentialsException failure, Moment now) {
    Session session = held.session();
    FailureClass failureClass = failure.failureClass();
    boolean outage = failureClass == FailureClass.OUTAGE || failureClass == FailureClass.THROTTLED;
    return session != null
            && outage
            && now.since(session.receivedAt())
                < session.lifetime() + policy.staticStability().toNanos()
        ? session
        : null;
  }
}
