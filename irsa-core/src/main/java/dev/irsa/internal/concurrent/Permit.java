package dev.irsa.internal.concurrent;

import org.jspecify.annotations.Nullable;

/** One exchange at the {@link Bulkhead}: waits, then has a place, then gives it back. */
public final class Permit {

  final EndpointLimiter endpoint;
  final String account;

  /** For how many nanoseconds it stays away after its account was throttled. */
  final long throttledPause;

  final Runnable onGrant;

  // Guarded by the bulkhead's lock.

  /** That of the same session before this one, until it is this one's turn. */
  public @Nullable Permit predecessor;

  public boolean urgent;
  boolean hasPlace;
  boolean overdue;
  boolean leftBehind;

  public Permit(
      EndpointLimiter endpoint,
      String account,
      boolean urgent,
      long throttledPause,
      @Nullable Permit predecessor,
      Runnable onGrant) {
    this.endpoint = endpoint;
    this.account = account;
    this.urgent = urgent;
    this.throttledPause = throttledPause;
    this.predecessor = predecessor;
    this.onGrant = onGrant;
  }
}
