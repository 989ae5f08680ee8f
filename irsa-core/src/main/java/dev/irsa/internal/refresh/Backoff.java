package dev.irsa.internal.refresh;

import dev.irsa.credentials.FailureKind;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.internal.time.Nanos;
import dev.irsa.internal.time.TimePoint;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How long to pause after a failed refresh: pure functions. All times in nanoseconds; the exponent
 * is capped before it multiplies.
 */
public final class Backoff {

  private static final long[] EXPIRED_STEPS = {
    5 * Nanos.SECOND, 10 * Nanos.SECOND, 20 * Nanos.SECOND, 30 * Nanos.SECOND
  };

  private Backoff() {}

  /**
   * How long to leave STS alone.
   *
   * @param pause nanoseconds until the next refresh is due, floor included
   * @param floor nanoseconds that nothing shortens, not even an explicit refresh
   */
  public record Pause(long pause, long floor) {}

  /**
   * Returns the pause after a failed flight.
   *
   * @param held what is in hand, valid or not, or null
   * @param failures how many flights had failed before, in this state
   */
  static Pause after(
      @Nullable TimedCredentials held,
      int failures,
      FailureKind last,
      RefreshPolicy policy,
      RandomGenerator random,
      TimePoint now) {
    if (held == null) {
      long pause = whileEmpty(failures, last, policy, random);
      return new Pause(pause, last == FailureKind.THROTTLED ? pause : 0);
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

  /** Returns the pause while credentials are valid, floors included. */
  static long whileValid(
      int failures, FailureKind last, long remaining, double scale, RandomGenerator random) {
    long cap =
        Math.max(
            Nanos.scaled(5 * Nanos.SECOND, scale),
            Math.min(remaining / 4, Nanos.scaled(300 * Nanos.SECOND, scale)));
    long step =
        Math.min(cap, doubled(Nanos.scaled(10 * Nanos.SECOND, scale), failures, Long.MAX_VALUE));
    return Math.max(halfToWhole(step, random), floorWhileValid(last, remaining, scale));
  }

  /** Returns the pause that nothing shortens, not even an explicit refresh. */
  static long floorWhileValid(FailureKind last, long remaining, double scale) {
    return isFloored(last) ? Math.min(Nanos.scaled(60 * Nanos.SECOND, scale), remaining / 2) : 0;
  }

  /** Returns the pause after credentials have expired, floors included. */
  static long whileExpired(int failures, FailureKind last, double scale, RandomGenerator random) {
    long step = EXPIRED_STEPS[Math.min(failures, EXPIRED_STEPS.length - 1)];
    return Math.max(
        Nanos.scaled(halfToWhole(step, random), scale), floorWhileExpired(failures, last, scale));
  }

  /** Returns the pause that nothing shortens once credentials have expired. */
  static long floorWhileExpired(int failures, FailureKind last, double scale) {
    if (last == FailureKind.DENIED) {
      return Nanos.scaled(doubled(60 * Nanos.SECOND, failures, 5 * Nanos.MINUTE), scale);
    }
    return last == FailureKind.THROTTLED ? Nanos.scaled(60 * Nanos.SECOND, scale) : 0;
  }

  /** Returns for how long callers get the same failure again when there never were credentials. */
  static long whileEmpty(
      int failures, FailureKind last, RefreshPolicy policy, RandomGenerator random) {
    if (policy.spacing() != null && last != FailureKind.DENIED) {
      return 0;
    }
    if (last == FailureKind.THROTTLED) {
      return doubled(5 * Nanos.SECOND, failures, 60 * Nanos.SECOND);
    }
    return doubled(
        Nanos.SECOND + (long) (random.nextDouble() * 4 * Nanos.SECOND),
        failures,
        30 * Nanos.SECOND);
  }

  /** Returns the pause between two attempts of one flight: full jitter. */
  static long insideFlight(
      int failedAttempts, FailureKind last, double scale, RandomGenerator random) {
    long base = last == FailureKind.THROTTLED ? Nanos.SECOND : 100 * Nanos.MILLISECOND;
    return Nanos.scaled(
        (long) (random.nextDouble() * doubled(base, failedAttempts, 2 * Nanos.SECOND)), scale);
  }

  private static long configured(
      FailureKind last,
      RefreshPolicy.Spacing spacing,
      RefreshPolicy policy,
      RandomGenerator random) {
    if (policy.denialsRaised() && last == FailureKind.DENIED) {
      return Nanos.SECOND + (long) (random.nextDouble() * 4 * Nanos.SECOND);
    }
    long shortest = spacing.shortest().toNanos();
    return shortest + (long) (random.nextDouble() * (spacing.longest().toNanos() - shortest));
  }

  private static boolean isFloored(FailureKind last) {
    return last == FailureKind.THROTTLED || last == FailureKind.DENIED;
  }

  private static long halfToWhole(long nanos, RandomGenerator random) {
    return (long) (nanos * (0.5 + 0.5 * random.nextDouble()));
  }

  private static long doubled(long base, int times, long cap) {
    return Math.min(cap, base << Math.min(Math.max(times, 0), 12));
  }
}
