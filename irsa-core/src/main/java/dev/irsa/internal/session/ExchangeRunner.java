package dev.irsa.internal.session;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.FailureKind;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.TokenUnavailableException;
import dev.irsa.internal.concurrent.ForeignCode;
import dev.irsa.internal.concurrent.SharedExecutors;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.limit.Bulkhead;
import dev.irsa.internal.limit.EndpointRateLimiter;
import dev.irsa.internal.limit.Permit;
import dev.irsa.internal.refresh.RefreshFailures;
import dev.irsa.internal.refresh.SessionConfig;
import dev.irsa.internal.time.Clocks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Runs the exchanges of a session: submits them to the bulkhead, runs them on a worker, and reports
 * the results to the engine. Methods are called without a lock unless their Javadoc requires one.
 *
 * <p>A user's executor is called only on workers: it may block, or run the task on the calling
 * thread, which must be neither a caller's thread nor the timer.
 */
public final class ExchangeRunner {

  /** Receives the progress and the results of exchanges. */
  interface Reports {
    /** Returns the time limit of an attempt in nanoseconds, or 0 if it is no longer needed. */
    long granted(long attempt);

    /** Records that an attempt is about to call the issuer. */
    void called(long attempt);

    /** Records the success of an attempt. */
    void succeeded(long attempt, ExchangeResult issued);

    /** Records the failure of an attempt. */
    void failed(long attempt, CredentialsException failure, boolean hasNewInput);

    /** Records that an error prevented a report, so that an attempt seems to be in progress. */
    void lost();

    /**
     * Records that an attempt has been reported and has given its place back.
     *
     * @param hasTime whether the thread is a worker, which ends with the attempt
     */
    void ended(boolean hasTime);
  }

  /** An attempt: queued at the bulkhead, then granted a permit, then run by a worker. */
  final class Attempt extends Permit implements Runnable, CredentialExchange.Progress {
    final long number;

    /**
     * Whether the attempt was started or aborted before its start. Only the thread that sets it may
     * proceed.
     */
    private final AtomicBoolean claimed = new AtomicBoolean();

    /**
     * The starting thread writes the call before it reads the flag, and the aborting thread writes
     * the flag before it reads the call. Therefore at least one of them sees the write of the
     * other.
     */
    volatile boolean aborted;

    private volatile CredentialExchange.@Nullable Call call;

    /** Whether the issuer is being called or was called. */
    private volatile boolean calling;

    /** Whether a worker runs it, not a user's executor; written before it is handed over. */
    private boolean hasTime;

    /** The time limit in nanoseconds; written before the call. */
    private long bound;

    private Attempt(long number, boolean urgent, long throttledPause) {
      super(endpoint, config.subject().account(), urgent, throttledPause);
      this.number = number;
    }

    @Override
    protected void granted() {
      try {
        bound = aborted ? 0 : reports.granted(number);
        if (bound == 0) {
          bulkhead.release(this, Bulkhead.End.UNUSED);
        } else {
          start(this);
        }
      } catch (Throwable failure) {
        lost(this, failure);
      }
    }

    @Override
    public void run() {
      CredentialExchange.Call prepared = call;
      if (prepared != null && claimed.compareAndSet(false, true)) {
        runClaimed(this, prepared);
        reports.ended(hasTime);
      }
    }

    @Override
    public void calling() {
      calling = true;
      reports.called(number);
    }
  }

  private final CredentialExchange exchange;
  private final Clocks clocks;
  private final SharedExecutors executors;
  private final Bulkhead bulkhead;
  private final EndpointRateLimiter endpoint;
  private final SessionConfig config;
  private final Reports reports;

  /**
   * The executors of the users that have one, in the order of their arrival. Immutable; written
   * under the session's lock, read without it.
   */
  private volatile List<Executor> ofUsers = List.of();

  /** The number of users without an executor. Guarded like the executors; a short saves memory. */
  private volatile short withoutExecutor;

  /** How often an executor did not run an exchange: then the next one gets its turn. */
  private volatile short turn;

  /** Guarded by the session's lock. */
  private @Nullable Attempt latest;

  /**
   * Creates the runner of a session.
   *
   * @param executors run the exchanges, and call the users' executors
   */
  ExchangeRunner(
      CredentialExchange exchange,
      Clocks clocks,
      SharedExecutors executors,
      Bulkhead bulkhead,
      EndpointRateLimiter endpoint,
      SessionConfig config,
      Reports reports) {
    this.exchange = exchange;
    this.clocks = clocks;
    this.executors = executors;
    this.bulkhead = bulkhead;
    this.endpoint = endpoint;
    this.config = config;
    this.reports = reports;
  }

  /** Adds the executor of a user, null for the workers. Requires the session's lock. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // Under the lock.
  void add(@Nullable Executor ofUser) {
    if (ofUser == null) {
      withoutExecutor++;
      return;
    }
    List<Executor> added = new ArrayList<>(ofUsers);
    added.add(ofUser);
    ofUsers = List.copyOf(added);
  }

  /** Removes the executor of a user that leaves. Requires the session's lock. */
  @SuppressWarnings({"NonAtomicVolatileUpdate", "ReferenceEquality"}) // As above; by identity.
  void remove(@Nullable Executor ofUser) {
    if (ofUser == null) {
      withoutExecutor--;
      return;
    }
    List<Executor> remaining = new ArrayList<>(ofUsers);
    for (int i = 0; i < remaining.size(); i++) {
      if (remaining.get(i) == ofUser) {
        remaining.remove(i);
        break;
      }
    }
    ofUsers = List.copyOf(remaining);
  }

  /**
   * Returns the executor of the next exchange: that of the first user that has one, as long as it
   * works. The workers come last.
   */
  private Executor executor() {
    List<Executor> users = ofUsers;
    int choices = users.size() + (withoutExecutor > 0 ? 1 : 0);
    int choice = choices == 0 ? 0 : Math.floorMod(turn, choices);
    return choice < users.size() ? users.get(choice) : executors.workers();
  }

  /** Lets the executor of another user run the next exchange, because this one did not. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // Any other turn will do.
  private void nextExecutor() {
    turn++;
  }

  /**
   * Creates an attempt. Requires the session's lock.
   *
   * @param throttledPause how many nanoseconds it waits after its account was throttled
   */
  Attempt prepare(long number, boolean urgent, long throttledPause) {
    Attempt attempt = new Attempt(number, urgent, throttledPause);
    latest = attempt;
    return attempt;
  }

  /**
   * Returns the attempt with this number if it is the latest, otherwise null. Requires the
   * session's lock.
   */
  @Nullable Attempt find(long number) {
    return latest != null && latest.number == number ? latest : null;
  }

  /**
   * Returns what keeps an attempt from calling the issuer, or null if that is not known. Requires
   * the session's lock.
   */
  @Nullable CredentialsException obstacle(long number) {
    Attempt attempt = find(number);
    if (attempt == null) {
      return null;
    }
    CredentialExchange.Call prepared = attempt.call;
    if (prepared != null) {
      return attempt.claimed.get() ? prepared.obstacle() : null;
    }
    return bulkhead.isStuck() ? failures().threadsHang(Bulkhead.MOST_LEFT_BEHIND) : null;
  }

  /** Submits an attempt to the bulkhead. */
  void submit(Attempt attempt) {
    bulkhead.submit(attempt);
  }

  /** Makes a queued attempt urgent. */
  void promote(Attempt attempt) {
    bulkhead.promote(attempt);
  }

  /** Aborts an attempt. A worker ends its call if it is running. */
  void abort(Attempt attempt, boolean timedOut) {
    bulkhead.abandon(attempt, timedOut);
    if (!attempt.calling && attempt.claimed.compareAndSet(false, true)) {
      if (attempt.call != null) {
        nextExecutor();
      }
      // The attempt was not started and never will be, so its place is free.
      bulkhead.release(attempt, Bulkhead.End.UNUSED);
      return;
    }
    CredentialExchange.Call running = attempt.call;
    if (running == null) {
      return;
    }
    try {
      // On a worker: this may be the timer thread, and closing a connection may block.
      executors
          .workers()
          .execute(
              new Runnable() {
                @Override
                public void run() {
                  running.abort();
                }
              });
    } catch (Throwable refused) {
      // No thread is available.
      running.abort();
    }
  }

  @SuppressWarnings("ReferenceEquality") // Executors are compared by identity.
  private void start(Attempt attempt) {
    try {
      // Slightly less than the limit: an exchange that ends by itself reports the stage that it
      // reached.
      attempt.call = exchange.call(Duration.ofNanos(attempt.bound / 100 * 98), attempt);
      Executor next = executor();
      attempt.hasTime = next == executors.workers();
      if (attempt.hasTime) {
        next.execute(attempt);
      } else {
        executors.handOver(() -> handOver(attempt, next));
      }
    } catch (Throwable refused) {
      notStarted(attempt, refused);
    }
  }

  private void handOver(Attempt attempt, Executor to) {
    try {
      to.execute(attempt);
    } catch (Throwable refused) {
      notStarted(attempt, refused);
    }
  }

  /** Reports an attempt that was rejected by the executor or got no thread. */
  private void notStarted(Attempt attempt, Throwable refused) {
    if (attempt.claimed.compareAndSet(false, true)) {
      nextExecutor();
      failed(attempt, failures().notStarted(refused), false, Bulkhead.End.UNUSED);
      reports.ended(false);
    }
  }

  private void runClaimed(Attempt attempt, CredentialExchange.Call call) {
    try {
      if (attempt.aborted) {
        bulkhead.release(attempt, Bulkhead.End.UNUSED);
      } else {
        runWanted(attempt, call);
      }
    } catch (Throwable failure) {
      lost(attempt, failure);
    }
    // The latest attempt is retained, but not what its exchange holds.
    attempt.call = null;
  }

  /** Gives back what an attempt holds after an error prevented its report. */
  private void lost(Attempt attempt, Throwable failure) {
    try {
      bulkhead.release(attempt, Bulkhead.End.UNUSED);
    } finally {
      reports.lost();
      ForeignCode.error("An attempt to obtain credentials was ended by an error", failure);
    }
  }

  private void runWanted(Attempt attempt, CredentialExchange.Call call) {
    long start = clocks.nanos().getAsLong();
    ExchangeResult issued;
    try {
      issued = call.run();
    } catch (CredentialsException failure) {
      long elapsed = clocks.nanos().getAsLong() - start;
      boolean hasNewInput = failure.isRetriedWithNewToken() && !attempt.aborted && hasNewInput();
      failed(attempt, failure, hasNewInput, end(failure, elapsed, attempt.bound));
      return;
    } catch (Throwable broken) {
      failed(attempt, failures().unexpected(broken), false, Bulkhead.End.ANSWERED);
      return;
    }
    try {
      reports.succeeded(attempt.number, issued);
    } finally {
      bulkhead.release(attempt, Bulkhead.End.ANSWERED);
    }
  }

  /**
   * Reports a failure to the engine first, so that callers continue, and then to the bulkhead,
   * which may start other calls.
   */
  private void failed(
      Attempt attempt, CredentialsException failure, boolean hasNewInput, Bulkhead.End end) {
    try {
      reports.failed(attempt.number, failure, hasNewInput);
    } finally {
      bulkhead.release(attempt, end);
    }
  }

  private static Bulkhead.End end(CredentialsException failure, long elapsed, long bound) {
    if (failure instanceof TokenUnavailableException || failure instanceof MisconfiguredException) {
      // STS was not called.
      return Bulkhead.End.UNUSED;
    }
    if (failure.failureKind() == FailureKind.THROTTLED) {
      return Bulkhead.End.THROTTLED;
    }
    return RefreshFailures.isTimeOut(failure, elapsed, bound)
        ? Bulkhead.End.TIMED_OUT
        : Bulkhead.End.ANSWERED;
  }

  private RefreshFailures failures() {
    return new RefreshFailures(config.subject());
  }

  /**
   * Returns whether the token differs from the one that the last exchange used. A failure counts as
   * no.
   */
  boolean hasNewInput() {
    try {
      return exchange.hasNewInput();
    } catch (Throwable unreadable) {
      return false;
    }
  }
}
