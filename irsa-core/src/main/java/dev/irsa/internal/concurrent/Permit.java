package dev.irsa.internal.concurrent;

import org.jspecify.annotations.Nullable;

/** One exchange at the {@link Bulkhead}: waits, then has a place, then gives it back. */
public final class Permit {

  final EndpointLimiter endpoint;
  final String account;

  /** What the pauses of its session are multiplied with. */
  final double scale;

  final Runnable onGrant;

  // Guarded by the gate's lock.

  /** The ticket of the same session before this one, until it is this one's turn. */
  public @Nullable Permit predecessor;

  public boolean urgent;
  boolean hasPlace;
  boolean overdue;
  boolean leftBehind;

  public Permit(
      EndpointLimiter endpoint,
      String account,
      boolean urgent,
      double scale,
      @Nullable Permit predecessor,
      Runnable onGrant) {
    this.endpoint = endpoint;
    this.account = account;
    this.urgent = urgent;
    this.scale = scale;
    this.predecessor = predecessor;
    this.onGrant = onGrant;
  }
}
