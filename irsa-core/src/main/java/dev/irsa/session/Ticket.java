package dev.irsa.session;

import org.jspecify.annotations.Nullable;

/** One exchange at the {@link Gate}: waits, then has a place, then gives it back. */
final class Ticket {

  final EndpointLimits endpoint;
  final String account;

  /** What the pauses of its session are multiplied with. */
  final double scale;

  final Runnable onGrant;

  // Guarded by the gate's lock.

  /** The ticket of the same session before this one, until it is this one's turn. */
  @Nullable Ticket predecessor;

  boolean urgent;
  boolean hasPlace;
  boolean overdue;
  boolean leftBehind;

  Ticket(
      EndpointLimits endpoint,
      String account,
      boolean urgent,
      double scale,
      @Nullable Ticket predecessor,
      Runnable onGrant) {
    this.endpoint = endpoint;
    this.account = account;
    this.urgent = urgent;
    this.scale = scale;
    this.predecessor = predecessor;
    this.onGrant = onGrant;
  }
}
