package dev.irsa.simulation;

import dev.irsa.internal.limit.Bulkhead;

/** Counts the places of a bulkhead. */
public final class Places {

  private Places() {}

  /** Returns how many exchanges have a place. */
  public static int taken(Bulkhead bulkhead) {
    return (int) Internals.read(bulkhead, "urgentBusy")
        + (int) Internals.read(bulkhead, "refreshesBusy");
  }

  /** Returns how many exchanges have left their threads behind. */
  public static int leftBehind(Bulkhead bulkhead) {
    return (int) Internals.read(bulkhead, "leftBehind");
  }
}
