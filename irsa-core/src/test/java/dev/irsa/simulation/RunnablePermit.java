package dev.irsa.simulation;

import dev.irsa.internal.limit.EndpointRateLimiter;
import dev.irsa.internal.limit.Permit;

/** A permit that runs a task when it is granted. */
public final class RunnablePermit extends Permit {

  private final Runnable onGrant;

  public RunnablePermit(
      EndpointRateLimiter endpoint,
      String account,
      boolean urgent,
      long throttledPause,
      Runnable onGrant) {
    super(endpoint, account, urgent, throttledPause);
    this.onGrant = onGrant;
  }

  @Override
  protected void granted() {
    onGrant.run();
  }
}
