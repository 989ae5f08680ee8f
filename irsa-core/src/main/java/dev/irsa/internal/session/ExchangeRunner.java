package dev.irsa.internal.session;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.TokenUnavailableException;
import dev.irsa.internal.concurrent.Bulkhead;
import dev.irsa.internal.concurrent.EndpointLimiter;
import dev.irsa.internal.concurrent.Permit;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.refresh.AttemptProgress;
import dev.irsa.internal.refresh.RefreshFailures;
import dev.irsa.internal.refresh.SessionConfig;
import dev.irsa.internal.time.Clocks;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Carries the exchanges of one session: to the bulkhead, to a worker, and back to the engine.
 * Methods without a word on locks are called without one.
 *
 * <p>An executor of the user's is only ever called by a worker: it may run what it is given on the
 * thread that gives it, or block, and neither a caller nor the timer may be that thread.
 */
public final class ExchangeRunner {

  /** Where the exchanges report. */
  interface Reports {
    /** Returns the bound of the attempt in nanoseconds, or 0 when it is no longer wanted. */
    long granted(long attempt);

    void progressed(long attempt, AttemptProgress progress);

    void succeeded(long attempt, ExchangeResult issued);

    void failed(long attempt, CredentialsException failure, boolean hasNewInput);
  }

  /** One attempt: queued at the bulkhead, then granted a place, then run by a worker. */
  final class Attempt extends Permit implements Runnable, CredentialExchange.Progress {
    final long number;

    /** Whether it was started, or given up before that; whoever sets it goes on. */
    private final AtomicBoolean claimed = new AtomicBoolean();

    /**
     * Each is written before the other is read, by who starts the call and by who aborts it, so
     * that one of them sees the other's.
     */
    private volatile boolean aborted;

    private volatile CredentialExchange.@Nullable Call call;

    /** Whether STS is being called, or was. */
    private volatile boolean calling;

    /** In nanoseconds; written before the call. */
    private long bound;

    private Attempt(long number, boolean urgent, long throttledPause, @Nullable Attempt before) {
      super(endpoint, config.account(), urgent, throttledPause, before);
      this.number = number;
    }

    @Override
    protected void granted() {
      bound = aborted ? 0 : reports.granted(number);
      if (bound == 0) {
        bulkhead.release(this, Bulkhead.End.UNUSED);
      } else {
        start(this);
      }
    }

    @Override
    public void run() {
      CredentialExchange.Call prepared = call;
      if (prepared != null && claimed.compareAndSet(false, true)) {
        runClaimed(this, prepared);
      }
    }

    @Override
    public void calling() {
      calling = true;
      reports.progressed(number, AttemptProgress.CALLING);
    }
  }

  private final CredentialExchange exchange;
  private final Clocks clocks;
  private final Executor workers;
  private final Executor handOvers;
  private final Bulkhead bulkhead;
  private final EndpointLimiter endpoint;
  private final SessionConfig config;
  private final Reports reports;

  /** The user's, or null; written under the session's lock. */
  private volatile @Nullable Executor executor;

  /** Guarded by the session's lock. */
  private @Nullable Attempt latest;

  /**
   * Makes the runner of a session.
   *
   * @param workers runs each task at once on a thread that may block
   * @param handOvers runs calls of the user's executor, on threads that they may block
   */
  ExchangeRunner(
      CredentialExchange exchange,
      Clocks clocks,
      Executor workers,
      Executor handOvers,
      Bulkhead bulkhead,
      EndpointLimiter endpoint,
      SessionConfig config,
      Reports reports) {
    this.exchange = exchange;
    this.clocks = clocks;
    this.workers = workers;
    this.handOvers = handOvers;
    this.bulkhead = bulkhead;
    this.endpoint = endpoint;
    this.config = config;
    this.reports = reports;
  }

  /** Has exchanges run by this executor of the user's from now on, or by workers. */
  void runBy(@Nullable Executor users) {
    executor = users;
  }

  /**
   * Makes an attempt; under the session's lock.
   *
   * @param throttledPause for how many nanoseconds it stays away after its account was throttled
   */
  Attempt prepare(long number, boolean urgent, long throttledPause) {
    Attempt attempt = new Attempt(number, urgent, throttledPause, latest);
    latest = attempt;
    return attempt;
  }

  /** Returns the attempt with this number, if it is the latest; under the session's lock. */
  @Nullable Attempt find(long number) {
    return latest != null && latest.number == number ? latest : null;
  }

  void submit(Attempt attempt) {
    bulkhead.submit(attempt);
  }

  void promote(Attempt attempt) {
    bulkhead.promote(attempt);
  }

  /** Marks the attempt as no longer wanted; under the session's lock. */
  void markAborted(Attempt attempt) {
    attempt.aborted = true;
  }

  /** Gives the attempt up and has a worker free the one that runs it. */
  void abort(Attempt attempt, boolean timedOut) {
    bulkhead.abandon(attempt, timedOut);
    if (!attempt.calling && attempt.claimed.compareAndSet(false, true)) {
      // Nobody runs it, and nobody will: the place is free for others.
      bulkhead.release(attempt, Bulkhead.End.UNUSED);
      return;
    }
    CredentialExchange.Call running = attempt.call;
    if (running == null) {
      return;
    }
    try {
      // Not here: this may be the timer, and the end of a connection may block.
      workers.execute(running::abort);
    } catch (RuntimeException | Error refused) {
      // There is no thread to be had.
      running.abort();
    }
  }

  private void start(Attempt attempt) {
    try {
      // A little less than the bound: an exchange that ends by itself can say how far it got.
      attempt.call = exchange.call(Duration.ofNanos(attempt.bound / 100 * 98), attempt);
      Executor users = executor;
      if (users == null) {
        workers.execute(attempt);
      } else {
        handOvers.execute(() -> handOver(attempt, users));
      }
    } catch (RuntimeException | Error refused) {
      notStarted(attempt, refused);
    }
  }

  private void handOver(Attempt attempt, Executor to) {
    try {
      to.execute(attempt);
    } catch (RuntimeException | Error refused) {
      notStarted(attempt, refused);
    }
  }

  /** Rejected, or there is no thread to be had. */
  private void notStarted(Attempt attempt, Throwable refused) {
    if (attempt.claimed.compareAndSet(false, true)) {
      failed(attempt, failures().notStarted(refused), false, Bulkhead.End.UNUSED);
    }
  }

  private void runClaimed(Attempt attempt, CredentialExchange.Call call) {
    if (attempt.aborted) {
      bulkhead.release(attempt, Bulkhead.End.UNUSED);
    } else {
      reports.progressed(attempt.number, AttemptProgress.RUNNING);
      runWanted(attempt, call);
    }
    // The latest attempt is kept; what its exchange holds need not be.
    attempt.call = null;
  }

  private void runWanted(Attempt attempt, CredentialExchange.Call call) {
    long start = clocks.nanos().getAsLong();
    ExchangeResult issued;
    try {
      issued = call.run();
    } catch (CredentialsException failure) {
      boolean slow = clocks.nanos().getAsLong() - start >= attempt.bound / 10 * 9;
      boolean hasNewInput = failure.isTokenAtFault() && !attempt.aborted && hasNewInput();
      failed(attempt, failure, hasNewInput, end(failure, slow));
      return;
    } catch (RuntimeException | Error broken) {
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
   * The engine first, so that callers go on; then the bulkhead, which may start calls of others.
   */
  private void failed(
      Attempt attempt, CredentialsException failure, boolean hasNewInput, Bulkhead.End end) {
    try {
      reports.failed(attempt.number, failure, hasNewInput);
    } finally {
      bulkhead.release(attempt, end);
    }
  }

  private static Bulkhead.End end(CredentialsException failure, boolean slow) {
    if (failure instanceof TokenUnavailableException || failure instanceof MisconfiguredException) {
      // STS was not called.
      return Bulkhead.End.UNUSED;
    }
    return switch (failure.failureKind()) {
      case THROTTLED -> Bulkhead.End.THROTTLED;
      case OUTAGE ->
          slow && failure.code() == null ? Bulkhead.End.TIMED_OUT : Bulkhead.End.ANSWERED;
      default -> Bulkhead.End.ANSWERED;
    };
  }

  private RefreshFailures failures() {
    return new RefreshFailures(config.roleArn(), config.endpoint());
  }

  /** Looks whether there is another token than the last exchange used; what fails is a no. */
  boolean hasNewInput() {
    try {
      return exchange.hasNewInput();
    } catch (RuntimeException unreadable) {
      return false;
    }
  }
}
