package dev.irsa.internal.session;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.internal.exchange.ExchangeCall;
import dev.irsa.internal.limit.EndpointRateLimiter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An attempt to exchange: prepared, queued, running on a worker, and ended or left behind. Its
 * state lives on the loop; the worker only reports.
 */
final class QueuedExchange implements Runnable {

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

  final Session session;
  final long number;
  final EndpointRateLimiter endpoint;
  final boolean isAtSpare;
  boolean isUrgent;
  State state = State.PREPARED;

  /** Its call, once it has a place. Written before the worker starts. */
  @Nullable ExchangeCall call;

  /** Its time limit in nanoseconds, or 0 if it is no longer needed. */
  long bound;

  /** When it got its place, by the monotonic clock. */
  long startedAt;

  /** Whether a worker has begun. Written by the worker. */
  private volatile boolean hasBegun;

  QueuedExchange(
      Session session,
      long number,
      EndpointRateLimiter endpoint,
      boolean isAtSpare,
      boolean isUrgent) {
    this.session = session;
    this.number = number;
    this.endpoint = endpoint;
    this.isAtSpare = isAtSpare;
    this.isUrgent = isUrgent;
  }

  /** Returns the account whose throttling pauses it. */
  String account() {
    return session.spec.subject().account();
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
    ExchangeCall running = Objects.requireNonNull(call);
    try {
      if (running.isAborted()) {
        // Nobody waits for it, and it has left a thread behind only until now.
        session.driver.failed(this, session.failures().withoutThread(), false);
      } else {
        session.driver.succeeded(this, session.exchange.run(running));
      }
    } catch (CredentialsException failure) {
      boolean hasNewInput =
          failure.isRetriedWithNewToken() && !running.isAborted() && session.hasNewInput();
      session.driver.failed(this, failure, hasNewInput);
    } catch (Throwable broken) {
      session.driver.failed(this, session.failures().unexpected(broken), false);
    }
  }
}
