package dev.irsa.internal.refresh;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.FailureKind;
import dev.irsa.internal.time.Deadline;
import dev.irsa.internal.time.Nanos;
import dev.irsa.internal.time.TimePoint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A refresh: up to three attempts within 18 s; a single one after a failed refresh. An attempt is
 * requested, waits for a place, and starts. The flight pauses between attempts. Not thread-safe;
 * owned by the engine.
 */
final class Flight {

  static final int MOST_ATTEMPTS = 3;
  static final long BUDGET = 18 * Nanos.SECOND;
  static final long ATTEMPT = 7 * Nanos.SECOND;

  /** The maximum time of an attempt while another endpoint is untried, and nothing is valid. */
  static final long AWAITED_ATTEMPT = 4 * Nanos.SECOND;

  private static final long SHORTEST_ATTEMPT = Nanos.SECOND;

  /** The minimum time for an attempt; less is not worth a call. */
  private static final long LEAST_USEFUL = 250 * Nanos.MILLISECOND;

  private final int mostAttempts;
  private final @Nullable EndpointChoice endpoints;
  private @Nullable TimePoint firstStartAt;
  private int tries;
  private int calls;
  private long attempt;
  private @Nullable Deadline bound;
  private @Nullable Deadline pauseEnd;
  private boolean lastTimedOut;
  private @Nullable CredentialsException lastFailure;

  /** Null until a call fails: most flights need one call. */
  private @Nullable List<CredentialsException> failedCalls;

  private boolean retriedForToken;

  /**
   * Creates a refresh.
   *
   * @param followsTimeOut whether the attempt before, of an earlier refresh, timed out
   * @param endpoints chooses between two endpoints, or null if there is one
   */
  Flight(int mostAttempts, boolean followsTimeOut, @Nullable EndpointChoice endpoints) {
    this.mostAttempts = mostAttempts;
    this.endpoints = endpoints;
    this.lastTimedOut = followsTimeOut;
  }

  /** Starts waiting for the place of an attempt. */
  void request(long attemptNumber) {
    attempt = attemptNumber;
    bound = null;
    pauseEnd = null;
  }

  /** Returns whether the attempt waits for its place. */
  boolean isQueued() {
    return bound == null && pauseEnd == null;
  }

  /** Returns whether the attempt with this number is the current one. */
  boolean isCurrent(long attemptNumber) {
    return attempt == attemptNumber && pauseEnd == null;
  }

  /** Returns the choice between two endpoints, or null if there is one. */
  @Nullable EndpointChoice endpoints() {
    return endpoints;
  }

  /** Returns whether the current attempt asks the spare endpoint. */
  boolean isAtSpare() {
    return endpoints != null && endpoints.isSpare();
  }

  /**
   * Chooses the endpoint of the next attempt. Returns whether it has to queue for another one,
   * because the preference has changed in the meantime.
   */
  boolean turnsBeforeStart(LifetimeScale scale, TimePoint now) {
    return endpoints != null && tries == 0 && endpoints.begin(scale, now);
  }

  /** Returns the number of attempts that were started, whether or not they led to a call. */
  int tries() {
    return tries;
  }

  /** Returns the number of attempts that called the issuer, as far as is known. */
  int calls() {
    return calls;
  }

  /** Returns the nanoseconds since the first attempt was started. */
  long elapsedAt(TimePoint now) {
    return firstStartAt == null ? 0 : (now.nanos() - firstStartAt.nanos());
  }

  /**
   * Starts the attempt and returns its time limit: 7 s, or the remaining 11 s of a flight after an
   * attempt that timed out. If short-lived credentials are still valid, the limit is at most a
   * third of their remaining time. Without valid ones it is 4 s as long as another endpoint is
   * untried.
   */
  long start(TimePoint now, CurrentCredentials current) {
    if (firstStartAt == null) {
      firstStartAt = now;
    }
    tries++;
    calls++;
    long remaining = BUDGET - (now.nanos() - firstStartAt.nanos());
    long length = Math.min(lastTimedOut ? BUDGET - ATTEMPT : ATTEMPT, remaining);
    if (current.scale().isReduced() && current.isValidAt(now)) {
      length = Math.min(length, Math.max(SHORTEST_ATTEMPT, current.remainingAt(now) / 3));
    }
    if (endpoints != null) {
      endpoints.started(now);
      if (endpoints.isOtherUntried() && !current.isValidAt(now)) {
        length = Math.min(length, AWAITED_ATTEMPT);
      }
    }
    lastTimedOut = false;
    bound = Deadline.in(now, length);
    return length;
  }

  boolean lastTimedOut() {
    return lastTimedOut;
  }

  @Nullable Deadline bound() {
    return bound;
  }

  @Nullable Deadline pauseEnd() {
    return pauseEnd;
  }

  /** Starts the pause before the next attempt. */
  void pauseFor(TimePoint now, long nanos) {
    bound = null;
    pauseEnd = Deadline.in(now, nanos);
  }

  /** Records the failure of the attempt. */
  void noteFailure(CredentialsException failure, TimePoint now) {
    lastFailure = failure;
    Deadline limit = bound;
    lastTimedOut =
        limit != null
            && WaitFailures.isTimeOut(
                failure, limit.length() - limit.remainingAt(now), limit.length());
    if (endpoints != null) {
      endpoints.noteFailure(failure);
    }
    if (!WaitFailures.calledIssuer(failure)) {
      calls--;
      return;
    }
    if (failedCalls == null) {
      failedCalls = new ArrayList<>(MOST_ATTEMPTS);
    }
    failedCalls.add(failure);
  }

  /** Returns the failures of the calls, in order. */
  List<CredentialsException> failedCalls() {
    return failedCalls == null ? List.of() : failedCalls;
  }

  /** Returns the failure of the last attempt, or null if none has failed. */
  @Nullable CredentialsException lastFailure() {
    return lastFailure;
  }

  /** Returns whether the flight has no time left for another attempt. */
  boolean isOverAt(TimePoint now) {
    return elapsedAt(now) + LEAST_USEFUL > BUDGET;
  }

  /**
   * Returns whether to retry immediately because the token has changed since the attempt read it.
   * Returns true at most once per flight.
   */
  boolean takeTokenRetry(CredentialsException failure, boolean hasNewInput, TimePoint now) {
    boolean worthIt = failure.isRetriedWithNewToken() && hasNewInput && !retriedForToken;
    if (!worthIt || tries >= MOST_ATTEMPTS || isOverAt(now)) {
      return false;
    }
    retriedForToken = true;
    return true;
  }

  /** Returns whether the next attempt asks an endpoint at once that was not asked before. */
  boolean turnsToUntried(TimePoint now) {
    return endpoints != null && endpoints.turnsToUntried() && !isOverAt(now);
  }

  /**
   * Adds what both endpoints said to the failure of the last attempt; leaves others as they are.
   */
  CredentialsException failure(CredentialsException last, WaitFailures failures) {
    return endpoints == null || last != lastFailure ? last : endpoints.ofBoth(last, failures);
  }

  /** Returns how a failure counts: as an outage if an endpoint was unavailable. */
  FailureKind kind(CredentialsException last) {
    return endpoints != null && endpoints.hasTurned() ? FailureKind.OUTAGE : last.failureKind();
  }

  /** Returns whether the failure of the last attempt is an answer of the first of two endpoints. */
  boolean isAnswerOfFirst(CredentialsException last) {
    return endpoints != null
        && !endpoints.hasTurned()
        && !endpoints.isSpare()
        && WaitFailures.calledIssuer(last);
  }

  /** Returns whether the flight may make another attempt after the given pause. */
  boolean mayRetry(FailureKind failure, long pause, TimePoint now) {
    return failure.isTransient()
        && tries < mostAttempts
        && elapsedAt(now) + pause + LEAST_USEFUL <= BUDGET;
  }

  /** Returns the nanoseconds until the bound or the pause ends, {@link Long#MAX_VALUE} if none. */
  long nextWake(TimePoint now) {
    Deadline next = bound != null ? bound : pauseEnd;
    return next == null ? Long.MAX_VALUE : next.remainingAt(now);
  }
}
