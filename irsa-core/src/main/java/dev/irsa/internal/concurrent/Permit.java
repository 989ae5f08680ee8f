package dev.irsa.internal.concurrent;

import org.jspecify.annotations.Nullable;

/**
 * The permit of one exchange at the {@link Bulkhead}: it waits, is granted a place, and releases
 * it.
 */
public abstract class Permit {

  final EndpointRateLimiter endpoint;
  final String account;

  /** How many nanoseconds it waits after its account was throttled. */
  final long throttledPause;

  // Guarded by the bulkhead's lock.

  /** The previous permit of the same session, null once this one was granted. */
  @Nullable Permit predecessor;

  boolean urgent;
  boolean hasPlace;
  boolean overdue;
  boolean leftBehind;

  protected Permit(
      EndpointRateLimiter endpoint,
      String account,
      boolean urgent,
      long throttledPause,
      @Nullable Permit predecessor) {
    this.endpoint = endpoint;
    this.account = account;
    this.urgent = urgent;
    this.throttledPause = throttledPause;
    this.predecessor = predecessor;
  }

  /** Returns whether it is granted before refreshes. */
  public boolean isUrgent() {
    return urgent;
  }

  /** Returns the previous permit of the same session, or null once this one was granted. */
  public @Nullable Permit predecessor() {
    return predecessor;
  }

  /** Notifies the permit that it was granted a place. Called without a lock. */
  protected abstract void granted();
}
