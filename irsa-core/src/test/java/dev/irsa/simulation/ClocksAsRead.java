package dev.irsa.simulation;

/**
 * Tracks the time that both clocks have shown to a reader at certain times: sleep counts once a
 * reading shows it, and time that the wall clock loses never counts. The judge knows some of the
 * cache's readings but not all; what the judge considers known is known to the cache.
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

  /** Returns the elapsed nanoseconds according to the last reading. */
  long passed() {
    return world.monotonic() + gained;
  }

  /** Returns the elapsed nanoseconds according to a reading now. */
  long passedIfRead() {
    return world.monotonic() + gainedIfRead();
  }
}
