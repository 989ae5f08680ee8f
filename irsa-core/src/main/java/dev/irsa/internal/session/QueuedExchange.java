package dev.irsa.internal.session;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.internal.exchange.ExchangeResult;
import dev.irsa.internal.exchange.RunningExchange;
import dev.irsa.internal.exchange.SigningSession;
import dev.irsa.internal.identity.RoleAndIssuer;
import dev.irsa.internal.limit.EndpointRateLimiter;
import dev.irsa.internal.refresh.WaitFailures;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * An attempt to exchange: prepared, queued, running on a worker, and ended or left behind. Its
 * state lives on the loop; the worker only reports.
 */
final class QueuedExchange implements Runnable, Comparable<QueuedExchange> {

  /** What goes before what. */
  enum Priority {
    /** For callers who have already waited for the first of two endpoints. */
    TURNED,
    /** For callers without credentials. */
    URGENT,
    REFRESH
  }

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

  /**
   * Whose refresh an attempt belongs to. What it exchanges, and for what, is not the business of
   * whoever gives the attempt its place. The methods are called on the loop unless they say
   * otherwise.
   */
  interface Refresh {

    /** Returns the role, and who issues its credentials. Called by any thread. */
    RoleAndIssuer subject();

    /** Returns the session that signs the requests, or null. */
    @Nullable SigningSession signer();

    /** Returns the client of the application that makes the exchange, or null. */
    @Nullable Object client();

    /**
     * Handles that an attempt has a place.
     *
     * @return its time limit in nanoseconds, or 0 if it is no longer needed
     */
    long started(long attempt);

    /** Makes the exchange and reports its end. Called by a worker. */
    void perform(QueuedExchange attempt, RunningExchange call);

    /** Reports that an attempt has failed without an exchange. Called by any thread. */
    void failed(QueuedExchange attempt, CredentialsException failure);

    /** Returns how long refreshes wait after their account was throttled, in nanoseconds. */
    long throttledPause();
  }

  final Refresh refresh;
  final long number;
  final EndpointRateLimiter endpoint;
  final boolean isAtSpare;
  boolean isUrgent;
  State state = State.PREPARED;

  /** Which others it goes before. Like the order, it does not change while it is in a queue. */
  Priority priority = Priority.REFRESH;

  /** Its place in the order of arrival, once it is queued. */
  long order = -1;

  /** When the pause of its account ends, if it was set aside for that. */
  long pausedUntil;

  /** Its call, once it has a place. Written before the worker starts. */
  @Nullable RunningExchange call;

  /** Its time limit in nanoseconds. */
  long bound;

  /** When it got its place, by the monotonic clock. */
  long startedAt;

  /** What the exchange has brought, until the loop takes it. Null once the attempt is abandoned. */
  private final AtomicReference<@Nullable ExchangeResult> result = new AtomicReference<>();

  private volatile boolean isAbandoned;

  /** Whether a worker has begun. Written by the worker. */
  private volatile boolean hasBegun;

  QueuedExchange(
      Refresh refresh,
      long number,
      EndpointRateLimiter endpoint,
      boolean isAtSpare,
      boolean isUrgent) {
    this.refresh = refresh;
    this.number = number;
    this.endpoint = endpoint;
    this.isAtSpare = isAtSpare;
    this.isUrgent = isUrgent;
  }

  /** Returns the account whose throttling pauses it. */
  String account() {
    return refresh.subject().account();
  }

  /** Keeps what the exchange has brought for the loop, unless the attempt was abandoned. */
  void put(ExchangeResult issued) {
    result.set(issued);
    if (isAbandoned) {
      result.set(null);
    }
  }

  /** Returns what the exchange has brought, once; null if the attempt was abandoned. */
  @Nullable ExchangeResult take() {
    return result.getAndSet(null);
  }

  /** Drops what the exchange brings: a late step must not keep a secret. */
  void drop() {
    isAbandoned = true;
    result.set(null);
  }

  /** Returns what keeps the running exchange from calling the issuer, or null. */
  @Nullable CredentialsException obstacle() {
    RunningExchange running = call;
    if (running == null) {
      return null;
    }
    return hasBegun ? running.obstacle() : failures().withoutThread();
  }

  /** Compares by what starts first. */
  @Override
  public int compareTo(QueuedExchange other) {
    int first = priority.compareTo(other.priority);
    return first != 0 ? first : Long.compare(order, other.order);
  }

  /** Runs the exchange and reports its end. Only for a worker. */
  @Override
  public void run() {
    hasBegun = true;
    RunningExchange running = Objects.requireNonNull(call);
    if (running.isAborted()) {
      // Nobody waits for it, and it has left a thread behind only until now.
      refresh.failed(this, failures().withoutThread());
    } else {
      refresh.perform(this, running);
    }
  }

  /** Not a field: the class is loaded with the first failure. */
  WaitFailures failures() {
    return new WaitFailures(refresh.subject());
  }
}
