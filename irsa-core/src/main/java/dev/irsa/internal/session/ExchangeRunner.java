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

  // Nested classes stand here in place of lambdas: the first of those cost a fresh JVM more than
  // all that this class does.

  /** One exchange: queued at the bulkhead, then granted by it, then run by a worker. */
  final class Call implements Runnable {
    final long attempt;
    final Permit permit;

    /** Whether it was started, or given up before that; whoever sets it goes on. */
    private final AtomicBoolean claimed = new AtomicBoolean();

    /**
     * Each is written before the other is read, by who starts the call and by who aborts it, so
     * that one of them sees the other's.
     */
    private volatile boolean aborted;

    /** Whether STS is being called, or was. */
    private volatile boolean calling;

    private volatile CredentialExchange.@Nullable Attempt running;

    private Call(long attempt, boolean urgent, long throttledPause, @Nullable Permit predecessor) {
      this.attempt = attempt;
      this.permit =
          new Permit(endpoint, config.account(), urgent, throttledPause, predecessor, this);
    }

    @Override
    public void run() {
      granted(this);
    }
  }

  /** What a worker does, or a thread of the user's executor. */
  private final class Work implements Runnable {
    private final Call call;
    private final CredentialExchange.Attempt attempt;
    private final long bound;

    Work(Call call, CredentialExchange.Attempt attempt, long bound) {
      this.call = call;
      this.attempt = attempt;
      this.bound = bound;
    }

    @Override
    public void run() {
      if (call.claimed.compareAndSet(false, true)) {
        runClaimed(call, attempt, bound);
      }
    }
  }

  /** Hands the work to the user's executor. */
  private final class HandOver implements Runnable {
    private final Work work;
    private final Executor to;

    HandOver(Work work, Executor to) {
      this.work = work;
      this.to = to;
    }

    @Override
    public void run() {
      handOver(work, to);
    }
  }

  private final class Calling implements Runnable {
    private final Call call;

    Calling(Call call) {
      this.call = call;
    }

    @Override
    public void run() {
      call.calling = true;
      reports.progressed(call.attempt, AttemptProgress.CALLING);
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
  private @Nullable Call latest;

  /**
   * Makes the carrier of a session.
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
   * Makes the call of an attempt; under the session's lock.
   *
   * @param throttledPause for how many nanoseconds it stays away after its account was throttled
   */
  Call prepare(long attempt, boolean urgent, long throttledPause) {
    Call call = new Call(attempt, urgent, throttledPause, latest == null ? null : latest.permit);
    latest = call;
    return call;
  }

  /** Returns the call of this attempt, if it is the latest; under the session's lock. */
  @Nullable Call find(long attempt) {
    return latest != null && latest.attempt == attempt ? latest : null;
  }

  void submit(Call call) {
    bulkhead.submit(call.permit);
  }

  void promote(Call call) {
    bulkhead.promote(call.permit);
  }

  /** Marks the call as no longer wanted; under the session's lock. */
  void markAborted(Call call) {
    call.aborted = true;
  }

  /** Gives the call up and has a worker free the one that runs it. */
  void abort(Call call, boolean timedOut) {
    bulkhead.abandon(call.permit, timedOut);
    if (!call.calling && call.claimed.compareAndSet(false, true)) {
      // Nobody runs it, and nobody will: the place is free for others.
      bulkhead.release(call.permit, Bulkhead.End.UNUSED);
      return;
    }
    CredentialExchange.Attempt running = call.running;
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

  private void granted(Call call) {
    long bound = call.aborted ? 0 : reports.granted(call.attempt);
    if (bound == 0) {
      bulkhead.release(call.permit, Bulkhead.End.UNUSED);
      return;
    }
    try {
      CredentialExchange.Attempt attempt =
          exchange.attempt(Duration.ofNanos(bound), new Calling(call));
      call.running = attempt;
      Work work = new Work(call, attempt, bound);
      Executor users = executor;
      if (users == null) {
        workers.execute(work);
      } else {
        handOvers.execute(new HandOver(work, users));
      }
    } catch (RuntimeException | Error refused) {
      notStarted(call, refused);
    }
  }

  private void handOver(Work work, Executor to) {
    try {
      to.execute(work);
    } catch (RuntimeException | Error refused) {
      notStarted(work.call, refused);
    }
  }

  /** Rejected, or there is no thread to be had. */
  private void notStarted(Call call, Throwable refused) {
    if (call.claimed.compareAndSet(false, true)) {
      failed(call, failures().notStarted(refused), false, Bulkhead.End.UNUSED);
    }
  }

  private void runClaimed(Call call, CredentialExchange.Attempt attempt, long bound) {
    if (call.aborted) {
      bulkhead.release(call.permit, Bulkhead.End.UNUSED);
    } else {
      reports.progressed(call.attempt, AttemptProgress.RUNNING);
      runWanted(call, attempt, bound);
    }
    // The latest call is kept; what its exchange holds need not be.
    call.running = null;
  }

  private void runWanted(Call call, CredentialExchange.Attempt attempt, long bound) {
    long start = clocks.nanos().getAsLong();
    ExchangeResult issued;
    try {
      issued = attempt.run();
    } catch (CredentialsException failure) {
      boolean slow = clocks.nanos().getAsLong() - start >= bound / 10 * 9;
      boolean hasNewInput = failure.isTokenAtFault() && !call.aborted && hasNewInput();
      failed(call, failure, hasNewInput, end(failure, slow));
      return;
    } catch (RuntimeException | Error broken) {
      failed(call, failures().unexpected(broken), false, Bulkhead.End.ANSWERED);
      return;
    }
    try {
      reports.succeeded(call.attempt, issued);
    } finally {
      bulkhead.release(call.permit, Bulkhead.End.ANSWERED);
    }
  }

  /**
   * The engine first, so that callers go on; then the bulkhead, which may start calls of others.
   */
  private void failed(
      Call call, CredentialsException failure, boolean hasNewInput, Bulkhead.End end) {
    try {
      reports.failed(call.attempt, failure, hasNewInput);
    } finally {
      bulkhead.release(call.permit, end);
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
    return new RefreshFailures(config.roleArn());
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
