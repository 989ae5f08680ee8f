package dev.irsa.internal.limit;

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

  boolean urgent;
  boolean hasPlace;
  boolean isLeftBehind;

  /** The next one that was granted, until both are notified by the thread that granted them. */
  @Nullable Permit following;

  protected Permit(
      EndpointRateLimiter endpoint, String account, boolean urgent, long throttledPause) {
    this.endpoint = endpoint;
    this.account = account;
    this.urgent = urgent;
    this.throttledPause = throttledPause;
  }

  /** Notifies the permit that it was granted a place. Called without a lock. */
  protected abstract void granted();
}
