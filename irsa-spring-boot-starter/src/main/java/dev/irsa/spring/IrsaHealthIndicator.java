package dev.irsa.spring;

import dev.irsa.IrsaStatus;
import dev.irsa.IrsaStatus.Failure;
import dev.irsa.IrsaStatus.State;
import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.health.AbstractHealthIndicator;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.Status;

/**
 * UP while there are credentials, also while refreshes fail, with the failure as a detail: an
 * outage of STS that nobody notices must not take pods out of service. OUT_OF_SERVICE if there are
 * none.
 *
 * <p>Meant for readiness. Do not include it in liveness: a restart does not bring credentials, and
 * an outage of STS would restart all pods. A check without credentials starts to fetch them within
 * the limits of the session, since a pod that is not ready has no other callers. It never waits for
 * them.
 *
 * @since 0.1
 */
public final class IrsaHealthIndicator extends AbstractHealthIndicator {

  private final IrsaCredentialsProvider provider;

  /** Creates an indicator of the credentials of a provider, which it does not close. */
  public IrsaHealthIndicator(IrsaCredentialsProvider provider) {
    super("The credentials of the pod's role could not be checked");
    this.provider = provider;
  }

  @Override
  protected void doHealthCheck(Health.Builder health) {
    boolean areServed = areServedNow();
    IrsaStatus status = provider.status();
    boolean areValid = status.state() == State.FRESH || status.state() == State.AHEAD;
    health.status(areServed || areValid ? Status.UP : Status.OUT_OF_SERVICE);
    detail(health, "state", status.state());
    detail(health, "source", status.source());
    detail(health, "roleArn", status.roleArn());
    detail(health, "endpoint", status.endpoint());
    detail(health, "expiration", status.expiration());
    detail(health, "nextRefresh", status.nextRefresh());
    Failure failure = status.lastFailure();
    if (failure != null) {
      detail(health, "failure", failure.failureKind());
      detail(health, "failureCode", failure.code());
      detail(health, "failedAt", failure.at());
      detail(health, "failureMessage", failure.message());
    }
  }

  /** Returns whether a call gets credentials at once. Starts to fetch them if there are none. */
  private boolean areServedNow() {
    return provider
        .resolveIdentity()
        .handle((credentials, failure) -> failure == null)
        .getNow(false);
  }

  private static void detail(Health.Builder health, String name, @Nullable Object value) {
    if (value != null) {
      health.withDetail(name, value.toString());
    }
  }
}
