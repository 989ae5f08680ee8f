package dev.irsa.internal.refresh;

import dev.irsa.credentials.FailureKind;
import dev.irsa.internal.time.Nanos;
import dev.irsa.internal.time.TimePoint;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Calculates the pauses after failed refreshes. Pure functions. All times are in nanoseconds. The
 * exponent is capped before it multiplies.
 */
public final class Backoff {

  private Backoff() {}

  /**
   * The pause after a failed refresh.
   *
   * @param pause the nanoseconds until the next refresh is due, not less than the floor
   * @param floor the minimum pause in nanoseconds, which an explicit refresh does not shorten
   */
  public record Pause(long pause, long floor) {}

  /**
   * Returns the pause after a failed flight.
   *
   * @param current the last credentials, valid or expired, or null
   * @param failures the number of consecutive failed flights before this one, in the same state
   * @param last the kind of the failure
   */
  static Pause after(
      @Nullable TimedCredentials current,
      int failures,
      FailureKind last,
      RandomGenerator random,
      TimePoint now) {
    if (current == null) {
      long pause = whileEmpty(failures, last, random);
      return new Pause(pause, last == FailureKind.THROTTLED ? pause : 0);
    }
    Timings timings = current.timings();
    if (current.isValidAt(now)) {
      long remaining = current.remainingAt(now);
      return new Pause(
          whileValid(failures, last, remaining, timings, random),
          floorWhileValid(last, remaining, timings));
    }
    return new Pause(
        whileExpired(failures, last, timings, random), floorWhileExpired(failures, last, timings));
  }

  /** Returns the pause while credentials are valid, not less than the floor. */
  static long whileValid(
      int failures, FailureKind last, long remaining, Timings timings, RandomGenerator random) {
    long cap = Math.max(timings.backoffLeastCap, Math.min(remaining / 4, timings.backoffCap));
    long step = doubled(timings.backoffStart, failures, cap);
    return Math.max(halfToWhole(step, random), floorWhileValid(last, remaining, timings));
  }

  /**
   * Returns the minimum pause while credentials are valid, which an explicit refresh does not
   * shorten.
   */
  static long floorWhileValid(FailureKind last, long remaining, Timings timings) {
    boolean floored = last == FailureKind.THROTTLED || last == FailureKind.DENIED;
    return floored ? Math.min(timings.floor, remaining / 2) : 0;
  }

  /** Returns the pause after credentials have expired, not less than the floor. */
  static long whileExpired(
      int failures, FailureKind last, Timings timings, RandomGenerator random) {
    return Math.max(
        halfToWhole(timings.expiredPause(failures), random),
        floorWhileExpired(failures, last, timings));
  }

  /** Returns the minimum pause after credentials have expired. */
  static long floorWhileExpired(int failures, FailureKind last, Timings timings) {
    if (last == FailureKind.DENIED) {
      return doubled(timings.floor, failures, timings.deniedFloorCap);
    }
    return last == FailureKind.THROTTLED ? timings.floor : 0;
  }

  /** Returns how long callers get the same failure before the first credentials were received. */
  static long whileEmpty(int failures, FailureKind last, RandomGenerator random) {
    if (last == FailureKind.THROTTLED) {
      return doubled(5 * Nanos.SECOND, failures, 60 * Nanos.SECOND);
    }
    return doubled(
        Nanos.SECOND + (long) (random.nextDouble() * 4 * Nanos.SECOND),
        failures,
        30 * Nanos.SECOND);
  }

  /** Returns the pause between two attempts of a flight, with full jitter. */
  static long insideFlight(
      int failedAttempts, FailureKind last, Timings timings, RandomGenerator random) {
    long base = last == FailureKind.THROTTLED ? timings.throttledRetryPause : timings.retryPause;
    return (long) (random.nextDouble() * doubled(base, failedAttempts, timings.retryPauseCap));
  }

  private static long halfToWhole(long nanos, RandomGenerator random) {
    return (long) (nanos * (0.5 + 0.5 * random.nextDouble()));
  }

  private static long doubled(long base, int times, long cap) {
    return Math.min(cap, base << Math.min(Math.max(times, 0), 12));
  }
}
