package dev.irsa.internal.refresh;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.FailureKind;
import dev.irsa.internal.failure.FailedAttempts;
import dev.irsa.internal.time.DueTime;
import dev.irsa.internal.time.Nanos;
import dev.irsa.internal.time.TimePoint;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The failed refreshes since the last success, and the time when the next one is due. Not
 * thread-safe; owned by the engine. The pauses are pure functions, in nanoseconds; their exponent
 * is capped before it multiplies.
 */
final class Backoff {

  /** The pause while credentials are valid: its start, the minimum of its cap, and its cap. */
  private static final long START = 10 * Nanos.SECOND;

  private static final long LEAST_CAP = 5 * Nanos.SECOND;
  private static final long CAP = 300 * Nanos.SECOND;

  /** The pause after expiration: its start and its cap. */
  static final long EXPIRED_START = 5 * Nanos.SECOND;

  private static final long EXPIRED_CAP = 30 * Nanos.SECOND;

  /**
   * The minimum pause after throttling or a denial, and the cap to which repeated denials double
   * it.
   */
  private static final long FLOOR = 60 * Nanos.SECOND;

  private static final long DENIED_FLOOR_CAP = 5 * Nanos.MINUTE;

  /** The pause between two attempts of a flight, the pause after throttling, and their cap. */
  private static final long RETRY_PAUSE = 100 * Nanos.MILLISECOND;

  private static final long THROTTLED_RETRY_PAUSE = Nanos.SECOND;
  private static final long RETRY_PAUSE_CAP = 2 * Nanos.SECOND;

  /** The minimum time for which callers get the same failure before the first credentials. */
  private static final long LEAST_WHILE_EMPTY = Nanos.SECOND;

  private int count;
  private @Nullable CredentialsException failure;
  private @Nullable TimePoint failedAt;
  private @Nullable Flight failed;
  private @Nullable DueTime next;
  private @Nullable DueTime floor;

  /**
   * Records a failed flight. The pause starts now.
   *
   * @param current the last credentials, if any
   */
  void add(
      CredentialsException cause,
      Flight ended,
      CurrentCredentials current,
      RandomGenerator random,
      TimePoint now) {
    FailureKind kind = cause.failureKind();
    LifetimeScale scale = current.scale();
    long pause;
    long least;
    if (current.credentials() == null) {
      boolean isThrottled = kind == FailureKind.THROTTLED;
      pause = whileEmpty(count, kind, random);
      least = isThrottled ? pause : 0;
      if (!isThrottled) {
        // Counted from the start of the flight, so that one that hung until now ends no later. The
        // minimum is spread as well: processes that started together hung until the same moment.
        pause = Math.max(firstWhileEmpty(random), pause - ended.elapsedAt(now));
      }
    } else if (current.isValidAt(now)) {
      long remaining = current.remainingAt(now);
      pause = whileValid(count, kind, remaining, scale, random);
      least = floorWhileValid(kind, remaining, scale);
    } else {
      pause = whileExpired(count, kind, scale, random);
      least = floorWhileExpired(count, kind, scale);
    }
    count++;
    failure = cause;
    failedAt = now;
    failed = ended;
    next = DueTime.in(now, pause);
    floor = least > 0 ? DueTime.in(now, least) : null;
  }

  /** Resets the state after a success. */
  void clear() {
    count = 0;
    failure = null;
    failedAt = null;
    failed = null;
    next = null;
    floor = null;
  }

  /**
   * Resets the number of failures, because another state has other pauses. The last failure and the
   * floor are kept.
   */
  void restartCount() {
    count = 0;
  }

  /** Returns the number of consecutive failed flights. */
  int count() {
    return count;
  }

  /** Returns whether the last failed flight ended with an attempt that timed out. */
  boolean endedWithTimeOut() {
    return failed != null && failed.lastTimedOut();
  }

  /** Returns the last failure, or null after a success. */
  @Nullable CredentialsException failure() {
    return failure;
  }

  @Nullable TimePoint failedAt() {
    return failedAt;
  }

  /** Returns when the next refresh is due, or null if it is not delayed. */
  @Nullable DueTime next() {
    return next;
  }

  /** Returns whether the pause is over. */
  boolean isDueAt(TimePoint now) {
    return next == null || next.isDueAt(now);
  }

  /** Returns whether the minimum pause is over. */
  boolean isFloorDueAt(TimePoint now) {
    return floor == null || floor.isDueAt(now);
  }

  /** Ends the pause, but not the minimum pause. */
  void makeDue() {
    next = floor;
  }

  /** Plans the next refresh after one that succeeded without bringing new credentials. */
  void pause(DueTime until) {
    next = until;
  }

  /** Delays the next refresh until the rate limiter allows it. Never makes it earlier. */
  void delay(DueTime until) {
    next = next == null ? until : next.orLater(until);
  }

  /** Makes the next refresh earlier, but not earlier than the minimum pause allows. */
  void bringForward(DueTime earlier) {
    if (next != null) {
      DueTime earlierDue = next.orEarlier(earlier);
      next = floor == null ? earlierDue : earlierDue.orLater(floor);
    }
  }

  /** Returns the attempts to report with a failure: those of the last flight if it failed so. */
  FailedAttempts attemptInfo(
      @Nullable CredentialsException cause, @Nullable Instant nextAttemptAt) {
    return cause != failure || failed == null || failedAt == null
        ? new FailedAttempts(0, Duration.ZERO, null, nextAttemptAt)
        : new FailedAttempts(
            failed.calls(),
            Duration.ofNanos(failed.elapsedAt(failedAt)),
            failedAt.wall(),
            nextAttemptAt);
  }

  /** Returns when the next refresh is due by the wall clock, or null if it is not delayed. */
  @Nullable Instant nextAt(TimePoint now) {
    return next == null ? null : now.wallAfter(next.remainingAt(now));
  }

  /** Returns the pause while credentials are valid, not less than the floor. */
  static long whileValid(
      int failures, FailureKind last, long remaining, LifetimeScale scale, RandomGenerator random) {
    long most = Math.min(remaining / 4, scale.of(CAP));
    long cap = Math.max(scale.of(LEAST_CAP), most);
    long step = doubled(scale.of(START), failures, cap);
    return Math.max(halfToWhole(step, random), floorWhileValid(last, remaining, scale));
  }

  /**
   * Returns the minimum pause while credentials are valid, which an explicit refresh does not
   * shorten.
   */
  static long floorWhileValid(FailureKind last, long remaining, LifetimeScale scale) {
    boolean floored = last == FailureKind.THROTTLED || isRefusal(last);
    return floored ? Math.min(scale.of(FLOOR), remaining / 2) : 0;
  }

  /** Returns the pause after credentials have expired, not less than the floor. */
  static long whileExpired(
      int failures, FailureKind last, LifetimeScale scale, RandomGenerator random) {
    long cap = scale.of(EXPIRED_CAP);
    long step = doubled(scale.of(EXPIRED_START), failures, cap);
    return Math.max(halfToWhole(step, random), floorWhileExpired(failures, last, scale));
  }

  /** Returns the minimum pause after credentials have expired. */
  static long floorWhileExpired(int failures, FailureKind last, LifetimeScale scale) {
    if (isRefusal(last)) {
      return doubled(scale.of(FLOOR), failures, scale.of(DENIED_FLOOR_CAP));
    }
    return last == FailureKind.THROTTLED ? scale.of(FLOOR) : 0;
  }

  /** Returns how long callers get the same failure before the first credentials were received. */
  static long whileEmpty(int failures, FailureKind last, RandomGenerator random) {
    if (last == FailureKind.THROTTLED) {
      return doubled(5 * Nanos.SECOND, failures, 60 * Nanos.SECOND);
    }
    return doubled(firstWhileEmpty(random), failures, 30 * Nanos.SECOND);
  }

  private static long firstWhileEmpty(RandomGenerator random) {
    return LEAST_WHILE_EMPTY + (long) (random.nextDouble() * 4 * Nanos.SECOND);
  }

  /** Returns the pause between two attempts of a flight, with full jitter. */
  static long insideFlight(
      int failedAttempts, FailureKind last, LifetimeScale scale, RandomGenerator random) {
    long base = scale.of(last == FailureKind.THROTTLED ? THROTTLED_RETRY_PAUSE : RETRY_PAUSE);
    long cap = scale.of(RETRY_PAUSE_CAP);
    return (long) (random.nextDouble() * doubled(base, failedAttempts, cap));
  }

  /** Returns whether time alone rarely helps. */
  private static boolean isRefusal(FailureKind kind) {
    return kind == FailureKind.DENIED || kind == FailureKind.MISCONFIGURED;
  }

  private static long halfToWhole(long nanos, RandomGenerator random) {
    return (long) (nanos * (0.5 + 0.5 * random.nextDouble()));
  }

  private static long doubled(long base, int times, long cap) {
    return Math.min(cap, base << Math.min(Math.max(times, 0), 12));
  }
}
