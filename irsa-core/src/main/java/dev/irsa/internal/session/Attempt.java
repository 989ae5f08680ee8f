package dev.irsa.internal.session;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.FailureKind;
import dev.irsa.internal.identity.ExchangeCall;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.limit.EndpointRateLimiter;
import dev.irsa.internal.refresh.RefreshFailures;
import org.jspecify.annotations.Nullable;

/**
 * An attempt to exchange: prepared, queued, running on a worker, and ended or left behind. Its
 * state lives on the loop; the worker only reports.
 */
final class Attempt implements Runnable {

  /** Where an attempt is. */
  enum State {
    /** Not in the queue yet: the credentials that sign it are missing. */
    PREPARED,
    /** Waits for a place. */
    QUEUED,
    /** Has a place. */
    RUNNING,
    /** No longer needed, but its thread has not returned. */
    LEFT_BEHIND,
    /** Its place is free, and no thread works for it. */
    ENDED
  }

  /** How an exchange ended, as far as it affects the limits of the endpoint. */
  enum End {
    /** The endpoint responded. */
    ANSWERED,
    /** The endpoint throttled the call. */
    THROTTLED,
    /** The exchange exceeded its time limit. */
    TIMED_OUT,
    /** The exchange did not call the endpoint. */
    UNUSED
  }

  final Session session;
  final long number;
  final EndpointRateLimiter endpoint;
  final String account;

  /** How many nanoseconds it waits after its account was throttled. */
  final long throttledPause;

  boolean isUrgent;
  State state = State.PREPARED;

  /** Its call, once it has a place. Written before the worker starts. */
  @Nullable ExchangeCall call;

  /** Its time limit in nanoseconds, or 0 if it is no longer needed. */
  long bound;

  /** Whether a worker has begun. Written by the worker. */
  private volatile boolean hasBegun;

  Attempt(
      Session session,
      long number,
      EndpointRateLimiter endpoint,
      String account,
      boolean isUrgent,
      long throttledPause) {
    this.session = session;
    this.number = number;
    this.endpoint = endpoint;
    this.account = account;
    this.isUrgent = isUrgent;
    this.throttledPause = throttledPause;
  }

  /** Returns what keeps the running exchange from calling the issuer, or null. */
  @Nullable CredentialsException obstacle() {
    ExchangeCall running = call;
    if (running == null) {
      return null;
    }
    return hasBegun ? running.obstacle() : session.failures().withoutThread();
  }

  /** Runs the exchange and reports its end. Only for a worker. */
  @Override
  public void run() {
    hasBegun = true;
    ExchangeCall running = call;
    if (running == null || running.isAborted()) {
      session.ended(this);
      return;
    }
    long started = session.nanos();
    try {
      ExchangeResult issued = session.exchange().run(running);
      session.succeeded(this, issued);
    } catch (CredentialsException failure) {
      long elapsed = session.nanos() - started;
      boolean hasNewInput =
          failure.isRetriedWithNewToken() && !running.isAborted() && session.hasNewInput();
      session.failed(this, failure, hasNewInput, end(failure, elapsed));
    } catch (Throwable broken) {
      session.failed(this, session.failures().unexpected(broken), false, End.ANSWERED);
    }
  }

  private End end(CredentialsException failure, long elapsed) {
    if (!RefreshFailures.isOfACall(failure)) {
      return End.UNUSED;
    }
    if (failure.failureKind() == FailureKind.THROTTLED) {
      return End.THROTTLED;
    }
    return RefreshFailures.isTimeOut(failure, elapsed, bound) ? End.TIMED_OUT : End.ANSWERED;
  }
}
