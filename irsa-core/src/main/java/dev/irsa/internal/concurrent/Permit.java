package dev.irsa.internal.concurrent;

import org.jspecify.annotations.Nullable;

/** One exchange at the {@link Bulkhead}: waits, then has a place, then gives it back. */
public abstract class Permit {

  final EndpointLimiter endpoint;
  final String account;

  /** For how many nanoseconds it stays away after its account was throttled. */
  final long throttledPause;

  // Guarded by the bulkhead's lock.

  /** That of the same session before this one, until it is this one's turn. */
  @Nullable Permit predecessor;

  boolean urgent;
  boolean hasPlace;
  boolean overdue;
  boolean leftBehind;

  protected Permit(
      EndpointLimiter endpoint,
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

  /** Returns whether it goes before refreshes. */
  public boolean isUrgent() {
    return urgent;
  }

  /** Returns that of the same session before this one, or null once it is this one's turn. */
  public @Nullable Permit predecessor() {
    return predecessor;
  }

  /** It has a place now. Called without a lock. */
  protected abstract void granted();
}
