package dev.irsa.bench.part;

import java.util.List;

/** The processor share of a JVM. */
enum Processor {
  /** Two cores. */
  TWO,
  /** One core, with taskset. */
  ONE,
  /** A quarter of a core, with the quota of a cgroup. */
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
