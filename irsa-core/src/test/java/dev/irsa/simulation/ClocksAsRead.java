package dev.irsa.simulation;

/**
 * What both clocks together have shown to one who read them at certain moments: sleep counts as
 * soon as a reading shows it, and what the wall clock loses never counts. For the judge, who knows
 * of some readings of the cache and not of all: what he takes for known the cache knows.
 */
final class ClocksAsRead {

  private final Simulation world;
  private long lead;
  private long gained;

  ClocksAsRead(Simulation world) {
    this.world = world;
    this.lead = world.wallLead();
  }

  void read() {
    gained = gainedIfRead();
    lead = world.wallLead();
  }

  private long gainedIfRead() {
    return gained + Math.max(0, world.wallLead() - lead);
  }

  /** Nanoseconds that have passed, as far as the last reading showed. */
  long passed() {
    return world.monotonic() + gained;
  }

  /** Nanoseconds that have passed, as far as a reading now would show. */
  long passedIfRead() {
    return world.monotonic() + gainedIfRead();
  }
}
