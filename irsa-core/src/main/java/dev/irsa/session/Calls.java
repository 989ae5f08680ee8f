package dev.irsa.session;

import dev.irsa.identity.CredentialsException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Carries the exchanges of one session: to the gate, to a worker, and back to the engine. Methods
 * without a word on locks are called without one.
 */
final class Calls {

  /** Where the exchanges report. */
  interface Reports {
    /** Returns the bound of the attempt in nanoseconds, or 0 when it is no longer wanted. */
    long granted(long attempt);

    void succeeded(long attempt, Issued issued);

    void failed(long attempt, CredentialsException failure, boolean hasNewInput);
  }

  // Nested classes stand here in place of lambdas: the first of those cost a fresh JVM more than
  // all that this class does.

  /** One exchange; run by its grant. */
  final class Call implements Runnable {
    final long attempt;
    final Ticket ticket;

    /**
     * Each is written before the other is read, by who starts the call and by who aborts it, so
     * that one of them sees the other's.
     */
    private volatile boolean aborted;

    private volatile SessionSource.@Nullable Attempt running;

    private Call(long attempt, boolean urgent, double scale, @Nullable Ticket predecessor) {
      this.attempt = attempt;
      this.ticket = new Ticket(surroundings.endpoint(), account, urgent, scale, predecessor, this);
    }

    @Override
    public void run() {
      granted(this);
    }
  }

  /** What a worker does. */
  private final class Work implements Runnable {
    private final Call call;
    private final SessionSource.Attempt attempt;
    private final long bound;

    Work(Call call, SessionSource.Attempt attempt, long bound) {
      this.call = call;
      this.attempt = attempt;
      this.bound = bound;
    }

    @Override
    public void run() {
      Calls.this.run(call, attempt, bound);
    }
  }

  private final SessionSource source;
  private final Surroundings surroundings;
  private final Failures failures;
  private final String account;
  private final Reports reports;

  /** Guarded by the session's lock. */
  private @Nullable Call latest;

  Calls(SessionSource source, Surroundings surroundings, Rules rules, Reports reports) {
    this.source = source;
    this.surroundings = surroundings;
    this.failures = new Failures(rules.roleArn());
    this.account = rules.account();
    this.reports = reports;
  }

  /**
   * Makes the call of an attempt; under the session's lock.
   *
   * @param scale what the session's pauses are multiplied with
   */
  Call prepare(long attempt, boolean urgent, double scale) {
    Call call = new Call(attempt, urgent, scale, latest == null ? null : latest.ticket);
    latest = call;
    return call;
  }

  /** Returns the call of this attempt, if it is the latest; under the session's lock. */
  @Nullable Call find(long attempt) {
    return latest != null && latest.attempt == attempt ? latest : null;
  }

  void submit(Call call) {
    surroundings.gate().submit(call.ticket);
  }

  void promote(Call call) {
    surroundings.gate().promote(call.ticket);
  }

  /** Marks the call as no longer wanted; under the session's lock. */
  void markAborted(Call call) {
    call.aborted = true;
  }

  /** Gives the call up and has a worker free the one that runs it. */
  void abort(Call call, boolean timedOut) {
    surroundings.gate().abandon(call.ticket, timedOut);
    SessionSource.Attempt running = call.running;
    if (running == null) {
      return;
    }
    try {
      // Not here: this may be the timer, and the end of a connection may block.
      surroundings.chores().execute(running::abort);
    } catch (RuntimeException | Error refused) {
      // Rejected, or no thread to be had.
      running.abort();
    }
  }

  private void granted(Call call) {
    long bound = call.aborted ? 0 : reports.granted(call.attempt);
    if (bound == 0) {
      surroundings.gate().release(call.ticket, Gate.End.UNUSED);
      return;
    }
    try {
      SessionSource.Attempt attempt = source.attempt(Duration.ofNanos(bound));
      call.running = attempt;
      surroundings.attempts().execute(new Work(call, attempt, bound));
    } catch (RuntimeException | Error refused) {
      // Rejected, or no thread to be had.
      failed(call, failures.unexpected(refused), false, Gate.End.UNUSED);
    }
  }

  private void run(Call call, SessionSource.Attempt attempt, long bound) {
    if (call.aborted) {
      surroundings.gate().release(call.ticket, Gate.End.UNUSED);
    } else {
      runWanted(call, attempt, bound);
    }
    // The latest call is kept; what its exchange holds need not be.
    call.running = null;
  }

  private void runWanted(Call call, SessionSource.Attempt attempt, long bound) {
    long start = surroundings.clocks().nanos().getAsLong();
    Issued issued;
    try {
      issued = attempt.run();
    } catch (CredentialsException failure) {
      boolean slow = surroundings.clocks().nanos().getAsLong() - start >= bound / 10 * 9;
      boolean hasNewInput = failure.isTokenAtFault() && !call.aborted && hasNewInput();
      failed(call, failure, hasNewInput, end(failure, slow));
      return;
    } catch (RuntimeException | Error broken) {
      failed(call, failures.unexpected(broken), false, Gate.End.ANSWERED);
      return;
    }
    try {
      reports.succeeded(call.attempt, issued);
    } finally {
      surroundings.gate().release(call.ticket, Gate.End.ANSWERED);
    }
  }

  /** The engine first, so that callers go on; then the gate, which may start calls of others. */
  private void failed(Call call, CredentialsException failure, boolean hasNewInput, Gate.End end) {
    try {
      reports.failed(call.attempt, failure, hasNewInput);
    } finally {
      surroundings.gate().release(call.ticket, end);
    }
  }

  private static Gate.End end(CredentialsException failure, boolean slow) {
    return switch (failure.failureClass()) {
      case THROTTLED -> Gate.End.THROTTLED;
      case OUTAGE -> slow && failure.code() == null ? Gate.End.TIMED_OUT : Gate.End.ANSWERED;
      default -> Gate.End.ANSWERED;
    };
  }

  /** Looks whether there is another token than the last exchange used; what fails is a no. */
  boolean hasNewInput() {
    try {
      return source.hasNewInput();
    } catch (RuntimeException unreadable) {
      return false;
    }
  }
}
