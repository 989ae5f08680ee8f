package dev.irsa.simulation;

import dev.irsa.credentials.RefreshPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A history of time, faults, rotations, callers and closes. It is determined by its seed. When a
 * history fails, steps are removed from it as long as it still fails.
 *
 * @param seed the seed of all random values
 * @param steps the steps in order
 */
record History(long seed, List<Step> steps) {

  static final Duration LENGTH = Duration.ofHours(24);

  /** The kinds of steps. */
  enum Kind {
    QUIET(0),
    ASK(34),
    CROWD(5),
    ASK_LASTING(6),
    ASK_AND_LEAVE(5),
    BEHAVE(26),
    STEP_FORWARD(2),
    STEP_BACK(2),
    SUSPEND(2),
    ROTATE(4),
    INVALIDATE(6),
    INVALIDATE_OTHER(1),
    REFRESH(6),
    CLOSE(6),
    CLOSE_IN_FLIGHT(2),
    ACQUIRE(7),
    FORGET(1),
    REJECT(2),
    ACCEPT(3),
    LISTENER_THROWS(1);

    private final int weight;

    Kind(int weight) {
      this.weight = weight;
    }

    private static Kind draw(SplittableRandom random) {
      int drawn = random.nextInt(TOTAL);
      for (Kind kind : values()) {
        drawn -= kind.weight;
        if (drawn < 0) {
          return kind;
        }
      }
      throw new AssertionError(drawn);
    }

    private static final int TOTAL = List.of(values()).stream().mapToInt(k -> k.weight).sum();
  }

  /**
   * A step.
   *
   * @param index its position in the complete history
   * @param gap the time that passes before it
   * @param kind what happens
   * @param role the index of the role
   * @param handle the index of the handle
   * @param chance a random value for the step, 0 to 1
   */
  record Step(int index, Duration gap, Kind kind, int role, int handle, double chance) {
    Step quietly() {
      return new Step(index, gap, Kind.QUIET, role, handle, chance);
    }

    Step after(Duration other) {
      return new Step(index, other, kind, role, handle, chance);
    }
  }

  static History of(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int length = 60 + random.nextInt(31);
    List<Step> steps = new ArrayList<>(length);
    long total = 0;
    for (int index = 0; index < length; index++) {
      Duration gap = gap(random);
      total += gap.toNanos();
      steps.add(
          new Step(
              index,
              gap,
              Kind.draw(random),
              random.nextInt(Simulation.ROLES),
              random.nextInt(Simulation.HANDLES),
              random.nextDouble()));
    }
    long missing = LENGTH.toNanos() - total;
    if (missing > 0) {
      int longest = random.nextInt(length);
      Step step = steps.get(longest);
      steps.set(longest, step.after(step.gap().plusNanos(missing)));
    }
    return new History(seed, List.copyOf(steps));
  }

  private static Duration gap(SplittableRandom random) {
    double share = random.nextDouble();
    return switch (random.nextInt(10)) {
      case 0, 1 -> Duration.ofMillis((long) (share * 50));
      case 2, 3 -> Duration.ofMillis((long) (share * 10_000));
      case 4, 5 -> Duration.ofMillis((long) (share * 120_000));
      case 6, 7 -> Duration.ofMillis((long) (share * 30 * 60_000));
      case 8 -> Duration.ofMillis((long) (share * 90 * 60_000));
      default -> Duration.ofMillis((long) (share * 240 * 60_000));
    };
  }

  /** Returns the requested lifetime. */
  Duration lifetime() {
    return switch (Math.floorMod(seed >>> 8, 5)) {
      case 0 -> Duration.ofMinutes(15);
      case 1, 2 -> Duration.ofHours(1);
      case 3 -> Duration.ofHours(4);
      default -> Duration.ofHours(12);
    };
  }

  RefreshPolicy policy() {
    return switch (Math.floorMod(seed >>> 16, 10)) {
      case 0 -> RefreshPolicy.lazy();
      case 1 -> RefreshPolicy.standard().withStaticStability(Duration.ofMinutes(30));
      default -> RefreshPolicy.standard();
    };
  }

  /** Returns a copy in which nothing happens in some steps, although their time passes. */
  History without(int from, int to) {
    List<Step> fewer = new ArrayList<>(steps.size());
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      fewer.add(i >= from && i < to ? step.quietly() : step);
    }
    return new History(seed, fewer);
  }

  long events() {
    return steps.stream().filter(step -> step.kind() != Kind.QUIET).count();
  }

  Duration length() {
    return steps.stream().map(Step::gap).reduce(Duration.ZERO, Duration::plus);
  }

  @Override
  public String toString() {
    List<Integer> kept =
        steps.stream().filter(step -> step.kind() != Kind.QUIET).map(Step::index).toList();
    return "History.of(" + seed + "L), steps " + kept;
  }
}
