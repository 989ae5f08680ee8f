package dev.irsa.simulation;

import dev.irsa.internal.refresh.RefreshEngine;
import java.util.Set;

/** Runs histories, and repeats a failed one with its timeline. */
final class Histories {

  private Histories() {}

  /** Distributes a small number over all bits. */
  static long mixed(long number) {
    return new java.util.SplittableRandom(number).nextLong();
  }

  static Set<String> play(long seed, RefreshEngine.Factory engines) {
    return play(History.of(seed), engines);
  }

  static Set<String> play(History history, RefreshEngine.Factory engines) {
    try {
      return new Simulation(history, engines, false).run();
    } catch (Simulation.Broken broken) {
      // Repeated with a timeline; it ends with the same failure.
      return new Simulation(history, engines, true).run();
    }
  }
}
