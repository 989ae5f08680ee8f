package dev.irsa.session;

import dev.irsa.identity.FailureClass;
import dev.irsa.identity.RefreshPolicy;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How long to pause after a failed refresh: pure functions. All times in nanoseconds; the exponent
 * is capped before it multiplies.
 */
final class Spacing {

  static final long MILLISECOND = 1_000_000;
  static final long SECOND = 1_000 * MILLISECOND;
  static final long MINUTE = 60 * SECOND;

  private static final long[] EXPIRED_STEPS = {5 * SECOND, 10 * SECOND, 20 * SECOND, 30 * SECOND};

  private Spacing() {}

  /**
   * How long to leave STS alone.
   *
   * @param pause nanoseconds until the next refresh is due, floor included
   * @param floor nanoseconds that nothing shortens, not even an explicit refresh
   */
  record Pause(long pause, long floor) {}

  /**
   * Returns the pause after a failed flight.
   *
   * @param held what is in hand, valid or not, or null
   * @param failures how many flights had failed before, in this state
   */
  static Pause after(
      @Nullable Session held,
      int failures,
      FailureClass last,
      RefreshPolicy policy,
      RandomGenerator random,
      Moment now) {
    if (held == null) {
      long pause = whileEmpty(failures, last, policy, random);
      return new Pause(pause, last == FailureClass.THROTTLED ? pause : 0);
    }
    if (policy.spacing() != null) {
      long pause = configured(last, policy.spacing(), policy, random);
      return new Pause(pause, pause);
    }
    if (held.isValidAt(now)) {
      long remaining = held.remainingAt(now);
      return new Pause(
          whileValid(failures, last, remaining, held.scale(), random),
          floorWhileValid(last, remaining, held.scale()));
    }
    return new Pause(
        whileExpired(failures, last, held.scale(), random),
        floorWhileExpired(failures, last, held.scale()));
  }

  static long scaled(long nanos, double scale) {
    return (long) (nanos * scale);
  }

  /** Returns the pause while credentials are valid, floors included. */
  static long whileValid(
      int failures, FailureClass last, long remaining, double scale, RandomGenerator random) {
    long cap =
        Math.max(scaled(5 * SECOND, scale), Math.min(remaining / 4, scaled(300 * SECOND, scale)));
    long step = Math.min(cap, doubled(scaled(10 * SECOND, scale), failures, Long.MAX_VALUE));
    return Math.max(halfToWhole(step, random), floorWhileValid(last, remaining, scale));
  }

  /** Returns the pause that nothing shortens, not even an explicit refresh. */
  static long floorWhileValid(FailureClass last, long remaining, double scale) {
    return isFloored(last) ? Math.min(scaled(60 * SECOND, scale), remaining / 2) : 0;
  }

  /** Returns the pause after credentials have expired, floors included. */
  static long whileExpired(int failures, FailureClass last, double scale, RandomGenerator random) {
    long step = EXPIRED_STEPS[Math.min(failures, EXPIRED_STEPS.length - 1)];
    return Math.max(
        scaled(halfToWhole(step, random), scale), floorWhileExpired(failures, last, scale));
  }

  /** Returns the pause that nothing shortens once credentials have expired. */
  static long floorWhileExpired(int failures, FailureClass last, double scale) {
    if (last == FailureClass.DENIED) {
      return scaled(doubled(60 * SECOND, failures, 5 * MINUTE), scale);
    }
    return last == FailureClass.THROTTLED ? scaled(60 * SECOND, scale) : 0;
  }

  /** Returns for how long callers get the same failure again when there never were credentials. */
  static long whileEmpty(
      int failures, FailureClass last, RefreshPolicy policy, RandomGenerator random) {
    if (policy.spacing() != null && last != FailureClass.DENIED) {
      return 0;
    }
    if (last == FailureClass.THROTTLED) {
      return doubled(5 * SECOND, failures, 60 * SECOND);
    }
    return doubled(SECOND + (long) (random.nextDouble() * 4 * SECOND), failures, 30 * SECOND);
  }

  /** Returns the pause between two attempts of one flight: full jitter. */
  static long insideFlight(
      int failedAttempts, FailureClass last, double scale, RandomGenerator random) {
    long base = last == FailureClass.THROTTLED ? SECOND : 100 * MILLISECOND;
    return scaled((long) (random.nextDouble() * doubled(base, failedAttempts, 2 * SECOND)), scale);
  }

  private static long configured(
      FailureClass last,
      RefreshPolicy.Spacing spacing,
      RefreshPolicy policy,
      RandomGenerator random) {
    if (policy.denialsRaised() && last == FailureClass.DENIED) {
      return SECOND + (long) (random.nextDouble() * 4 * SECOND);
    }
    long shortest = spacing.shortest().toNanos();
    return shortest + (long) (random.nextDouble() * (spacing.longest().toNanos() - shortest));
  }

  private static boolean isFloored(FailureClass last) {
    return last == FailureClass.THROTTLED || last == FailureClass.DENIED;
  }

  private static long halfToWhole(long nanos, RandomGenerator random) {
    return (long) (nanos * (0.5 + 0.5 * random.nextDouble()));
  }

  private static long doubled(long base, int times, long cap) {
    return Math.min(cap, base << Math.min(Math.max(times, 0), 12));
  }
}
