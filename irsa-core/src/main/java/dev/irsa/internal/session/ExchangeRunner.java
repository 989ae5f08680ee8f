package dev.irsa.internal.session;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.FailureKind;
import dev.irsa.internal.concurrent.SharedExecutors;
import dev.irsa.internal.identity.Exchange;
import dev.irsa.internal.identity.ExchangeCall;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.limit.Bulkhead;
import dev.irsa.internal.limit.EndpointRateLimiter;
import dev.irsa.internal.limit.Permit;
import dev.irsa.internal.refresh.RefreshFailures;
import dev.irsa.internal.refresh.SessionConfig;
import dev.irsa.internal.time.Clocks;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Runs the exchanges of a session: submits them to the bulkhead, runs them on a worker, and reports
 * the results to the engine. Methods are called without a lock unless their Javadoc requires one.
 */
public final class ExchangeRunner {

  /** Receives the progress and the results of exchanges. */
  interface Reports {
    /**
     * Records the start of an attempt. Returns its time limit in nanoseconds, or 0 if it is no
     * longer needed.
     */
    long started(long attempt);

    /** Records the success of an attempt. */
    void succeeded(long attempt, ExchangeResult issued);

    /** Records that an attempt was not started, or not reported, because something threw. */
    void lost(Throwable failure);

    /** Records the failure of an attempt. */
    void failed(long attempt, CredentialsException failure, boolean hasNewInput);

    /**
     * Records that an attempt has been reported and has given its place back.
     *
     * @param hasTime whether the thread is a worker, which ends with the attempt
     */
    void ended(boolean hasTime);
  }

  /** An attempt: queued at the bulkhead, then started, then run by a worker. */
  final class Attempt extends Permit implements Runnable {
    private final long number;

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

    private volatile @Nullable ExchangeCall call;

    /** The time limit in nanoseconds; written before the call. */
    private long bound;

    private Attempt(long number, boolean urgent, long throttledPause) {
      super(endpoint, config.subject().account(), urgent, throttledPause);
      this.number = number;
    }

    /** Submits this to the bulkhead. */
    void submit() {
      bulkhead.submit(this);
    }

    /** Makes this urgent if it is queued. */
    void promote() {
      bulkhead.promote(this);
    }

    /**
     * Returns what keeps this from calling the issuer, or null if that is not known. Requires the
     * session's lock.
     */
    @Nullable CredentialsException obstacle() {
      ExchangeCall prepared = call;
      if (prepared != null) {
        return claimed.get() ? prepared.obstacle() : failures().withoutThread();
      }
      return bulkhead.isStuck() ? failures().threadsHang(Bulkhead.MOST_LEFT_BEHIND) : null;
    }

    /** Returns whether this thread may start the exchange, or say that it never starts. */
    private boolean claim() {
      return claimed.compareAndSet(false, true);
    }

    @Override
    protected void granted() {
      try {
        bound = aborted ? 0 : reports.started(number);
        if (bound == 0) {
          release(Bulkhead.End.UNUSED);
        } else {
          start();
        }
      } catch (Throwable failure) {
        reports.lost(failure);
        release(Bulkhead.End.UNUSED);
      }
    }

    private void start() {
      try {
        // Slightly less than the limit: an exchange that ends by itself reports the stage that it
        // reached.
        call = new ExchangeCall(Duration.ofNanos(bound / 100 * 98), clocks.nanos());
        executors.workers().execute(this);
      } catch (Throwable refused) {
        notStarted(refused);
      }
    }

    /** Reports that there was no thread for this. */
    private void notStarted(Throwable refused) {
      if (claim()) {
        failed(failures().notStarted(refused), false, Bulkhead.End.UNUSED);
        reports.ended(false);
      }
    }

    @Override
    public void run() {
      if (claim()) {
        perform();
      }
    }

    private void perform() {
      ExchangeCall prepared = call;
      try {
        if (aborted || prepared == null) {
          release(Bulkhead.End.UNUSED);
        } else {
          run(prepared);
        }
      } catch (Throwable failure) {
        reports.lost(failure);
      }
      // The latest attempt is retained, but not what its exchange holds.
      call = null;
      reports.ended(true);
    }

    private void run(ExchangeCall prepared) {
      long start = clocks.nanos().getAsLong();
      ExchangeResult issued;
      try {
        issued = exchange.run(prepared);
      } catch (CredentialsException failure) {
        long elapsed = clocks.nanos().getAsLong() - start;
        boolean isNewInput = failure.isRetriedWithNewToken() && !aborted && hasNewInput();
        failed(failure, isNewInput, end(failure, elapsed, bound));
        return;
      } catch (Throwable broken) {
        failed(failures().unexpected(broken), false, Bulkhead.End.ANSWERED);
        return;
      }
      try {
        reports.succeeded(number, issued);
      } finally {
        release(Bulkhead.End.ANSWERED);
      }
    }

    /**
     * Reports a failure to the engine first, so that callers continue, and then to the bulkhead,
     * which may start other calls.
     */
    private void failed(CredentialsException failure, boolean isNewInput, Bulkhead.End end) {
      try {
        reports.failed(number, failure, isNewInput);
      } finally {
        release(end);
      }
    }

    private void release(Bulkhead.End end) {
      bulkhead.release(this, end);
    }

    /** Aborts this. A worker ends its call if it is running. */
    void abort(boolean timedOut) {
      bulkhead.abandon(this, timedOut);
      if (claim()) {
        // It was not started and never will be, so its place is free.
        release(Bulkhead.End.UNUSED);
        return;
      }
      ExchangeCall running = call;
      if (running != null) {
        abort(running);
      }
    }

    private void abort(ExchangeCall running) {
      try {
        // On a worker: this may be the timer thread, and closing a connection may block.
        executors.workers().execute(running::abort);
      } catch (Throwable refused) {
        // No thread is available.
        running.abort();
      }
    }
  }

  private final Exchange exchange;
  private final Clocks clocks;
  private final SharedExecutors executors;
  private final Bulkhead bulkhead;
  private final EndpointRateLimiter endpoint;
  private final SessionConfig config;
  private final Reports reports;

  /**
   * Creates the runner of a session.
   *
   * @param executors run the exchanges
   */
  ExchangeRunner(
      Exchange exchange,
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

  /**
   * Creates an attempt.
   *
   * @param throttledPause how many nanoseconds it waits after its account was throttled
   */
  Attempt prepare(long number, boolean urgent, long throttledPause) {
    return new Attempt(number, urgent, throttledPause);
  }

  private static Bulkhead.End end(CredentialsException failure, long elapsed, long bound) {
    if (!RefreshFailures.isOfACall(failure)) {
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
