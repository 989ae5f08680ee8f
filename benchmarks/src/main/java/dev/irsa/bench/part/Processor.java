package dev.irsa.bench.part;

import java.util.List;

/** How much processor a JVM gets. */
enum Processor {
  /** Two cores. */
  TWO,
  /** One core, by taskset. */
  ONE,
  /** A quarter of a core, by a cgroup's quota. */
  QUARTER;

  String title() {
    return switch (this) {
      case TWO -> "two cores";
      case ONE -> "one core";
      case QUARTER -> "a quarter of a core";
    };
  }

  List<String> prefix(int cpus) {
    return switch (this) {
      case TWO -> cpus > 2 ? List.of("taskset", "-c", "0,1") : List.of();
      case ONE -> List.of("taskset", "-c", Integer.toString(Math.min(1, cpus - 1)));
      case QUARTER -> List.of();
    };
  }
}
