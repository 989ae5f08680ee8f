package dev.irsa.internal.refresh;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.FailureKind;
import dev.irsa.internal.time.Deadline;
import dev.irsa.internal.time.Nanos;
import dev.irsa.internal.time.TimePoint;
import org.jspecify.annotations.Nullable;

/**
 * One refresh: up to three attempts within 18 s. Not thread-safe; lives inside the engine. An
 * attempt is requested, then granted by the bulkhead, then it runs; between two attempts the flight
 * pauses.
 */
public final class RefreshFlight {

  public static final int MOST_ATTEMPTS = 3;
  public static final long BUDGET = 18 * Nanos.SECOND;
  static final long ATTEMPT = 7 * Nanos.SECOND;
  private static final long SHORTEST_ATTEMPT = Nanos.SECOND;

  /** Shorter attempts than this are not worth a call. */
  private static final long LEAST_USEFUL = 250 * Nanos.MILLISECOND;

  private final int mostAttempts;
  private @Nullable TimePoint firstGrantAt;
  private int tries;
  private int calls;
  private long attempt;
  private @Nullable AttemptProgress progress;
  private @Nullable Deadline bound;
  private @Nullable Deadline pauseEnd;
  private boolean lastTimedOut;
  private @Nullable CredentialsException lastFailure;
  private boolean retriedForToken;

  RefreshFlight(int mostAttempts) {
    this.mostAttempts = mostAttempts;
  }

  /** Begins to wait for a place in the bulkhead for the attempt with this number. */
  void request(long attemptNumber) {
    attempt = attemptNumber;
    progress = null;
    bound = null;
    pauseEnd = null;
  }

  boolean isQueued() {
    return progress == null && pauseEnd == null;
  }

  boolean isCurrent(long attemptNumber) {
    return attempt == attemptNumber && pauseEnd == null;
  }

  long attemptNumber() {
    return attempt;
  }

  /** Returns how often it was tried, whether or not that led to a call. */
  int tries() {
    return tries;
  }

  /** Returns the calls that were made. */
  int calls() {
    return calls;
  }

  /** Returns how far the attempt has come, or null when it was not granted. */
  @Nullable AttemptProgress progress() {
    return progress;
  }

  /** Notes how far the attempt has come; returns whether it has just become a call. */
  boolean note(AttemptProgress reached) {
    AttemptProgress before = progress;
    if (before == null || reached.compareTo(before) <= 0) {
      return false;
    }
    progress = reached;
    calls += reached == AttemptProgress.CALLING ? 1 : 0;
    return reached == AttemptProgress.CALLING;
  }

  long elapsedAt(TimePoint now) {
    return firstGrantAt == null ? 0 : (now.nanos() - firstGrantAt.nanos());
  }

  /**
   * Starts the attempt and returns its bound: 7 s, after a time-out all that is left of the flight;
   * for short sessions in hand also a third of what remains of them.
   */
  long grant(TimePoint now, @Nullable TimedCredentials session) {
    if (firstGrantAt == null) {
      firstGrantAt = now;
    }
    tries++;
    progress = AttemptProgress.GRANTED;
    long left = BUDGET - (now.nanos() - firstGrantAt.nanos());
    long length = lastTimedOut ? left : Math.min(ATTEMPT, left);
    if (session != null && session.timings().areShort() && session.isValidAt(now)) {
      length = Math.min(length, Math.max(SHORTEST_ATTEMPT, session.remainingAt(now) / 3));
    }
    lastTimedOut = false;
    bound = Deadline.in(now, length);
    return length;
  }

  @Nullable Deadline bound() {
    return bound;
  }

  @Nullable Deadline pauseEnd() {
    return pauseEnd;
  }

  void pauseFor(TimePoint now, long nanos) {
    progress = null;
    bound = null;
    pauseEnd = Deadline.in(now, nanos);
  }

  void noteTimeOut() {
    lastTimedOut = true;
  }

  void noteFailure(CredentialsException failure) {
    lastFailure = failure;
  }

  /** Returns why the last attempt failed, or null when none has. */
  @Nullable CredentialsException lastFailure() {
    return lastFailure;
  }

  /** Returns whether nothing useful can be done any more within the flight's budget. */
  boolean isOverAt(TimePoint now) {
    return elapsedAt(now) + LEAST_USEFUL > BUDGET;
  }

  /**
   * Returns whether the failure is worth another attempt at once, because the token has changed
   * meanwhile; once per flight.
   */
  boolean takeTokenRetry(CredentialsException failure, boolean hasNewInput, TimePoint now) {
    boolean worthIt = failure.isTokenAtFault() && hasNewInput && !retriedForToken;
    if (!worthIt || tries >= MOST_ATTEMPTS || isOverAt(now)) {
      return false;
    }
    retriedForToken = true;
    return true;
  }

  /** Returns whether another attempt of this flight may follow the failure after such a pause. */
  boolean mayRetry(FailureKind failure, long pause, TimePoint now) {
    boolean transientFailure = failure == FailureKind.OUTAGE || failure == FailureKind.THROTTLED;
    return transientFailure
        && tries < mostAttempts
        && elapsedAt(now) + pause + LEAST_USEFUL <= BUDGET;
  }
}
