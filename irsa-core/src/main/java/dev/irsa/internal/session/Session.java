package dev.irsa.internal.session;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.credentials.TokenClaims;
import dev.irsa.internal.concurrent.ForeignCode;
import dev.irsa.internal.concurrent.OutOfMemorySafeLock;
import dev.irsa.internal.concurrent.ReschedulableTimer;
import dev.irsa.internal.concurrent.SharedExecutors;
import dev.irsa.internal.concurrent.StackReserve;
import dev.irsa.internal.events.EventDispatcher;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.limit.Bulkhead;
import dev.irsa.internal.limit.EndpointRateLimiter;
import dev.irsa.internal.refresh.CallRequest;
import dev.irsa.internal.refresh.CallResult;
import dev.irsa.internal.refresh.EngineActions;
import dev.irsa.internal.refresh.RefreshEngine;
import dev.irsa.internal.refresh.SessionConfig;
import dev.irsa.internal.refresh.SessionStatus;
import dev.irsa.internal.refresh.Timings;
import dev.irsa.internal.refresh.Waiter;
import dev.irsa.internal.time.Clocks;
import dev.irsa.internal.time.HybridClock;
import dev.irsa.internal.time.Nanos;
import dev.irsa.internal.time.TimePoint;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Serves the credentials of a session and keeps them fresh: a thin shell around the {@link
 * RefreshEngine}. Thread-safe. While the credentials are valid and nothing is due, a call is one
 * volatile read and one clock read.
 *
 * <p>The engine is called under a lock. The actions that it requests (starting calls, completing
 * waits, delivering events) are performed after the lock is released. Nothing blocks while the lock
 * is held.
 */
public final class Session {

  /** When the timer repairs what an error has left, if nobody else does. */
  private static final long REPAIR_AFTER = 100 * Nanos.MILLISECOND;

  /** How long after its deadline a waiting caller does without the timer. */
  private static final long LATE_WAKE_UP = 500 * Nanos.MILLISECOND;

  private static final long MAX_WAIT = 365L * 24 * 3600 * Nanos.SECOND;

  private final CredentialExchange exchange;
  private final SharedExecutors executors;
  private final ExchangeRunner calls;
  private final EventDispatcher events;
  private final ReentrantLock lock = new OutOfMemorySafeLock();

  // Guarded by the registry's lock.
  int leases;

  /** The key in the registry, null outside of one. */
  @Nullable Object key;

  /** The end of retention, on the registry's scale; only for retained sessions. */
  long retainedUntil = Long.MAX_VALUE;

  // Guarded by the lock.
  private final HybridClock time;
  private final RefreshEngine engine;
  private final ReschedulableTimer wakeUp;

  /** In reverse order. */
  private @Nullable FollowUp followUps;

  /**
   * The attempt that was requested last, or one before if an error prevented that, or null. It is
   * retained, but not what its exchange holds.
   */
  private ExchangeRunner.@Nullable Attempt latest;

  private int users;
  private boolean isCheckingInput;

  /** Whether the step is the report of an exchange, whose end is followed by the events. */
  private boolean isReport;

  /** Whether an error ended a step before its end, so that the engine has to recover. */
  private boolean isIncomplete;

  /** Whether what followed a step was ended by an error. Set without the lock. */
  private volatile boolean followUpFailed;

  /**
   * Whether a wake-up is missing for lack of memory. Written under the lock, and before a repair.
   */
  private volatile boolean isUnplanned;

  /** What has to be done again because an error ended it. */
  private final AtomicReference<@Nullable FollowUp> unfinished = new AtomicReference<>();

  /** Written under the lock, read without it. Immutable and complete. */
  private volatile PublishedCredentials published = PublishedCredentials.NONE;

  /**
   * Creates a session without credentials and users.
   *
   * @param bulkhead limits the exchanges
   * @param endpoint the limits of the endpoint
   * @param random the source of jitter
   */
  public Session(
      SessionConfig config,
      CredentialExchange exchange,
      Clocks clocks,
      SharedExecutors executors,
      Bulkhead bulkhead,
      EndpointRateLimiter endpoint,
      EventDispatcher events,
      RandomGenerator random) {
    this.exchange = exchange;
    this.executors = executors;
    Callbacks callbacks = new Callbacks();
    this.calls =
        new ExchangeRunner(exchange, clocks, executors, bulkhead, endpoint, config, callbacks);
    this.events = events;
    this.time = new HybridClock(clocks);
    this.wakeUp = new ReschedulableTimer(clocks.nanos(), executors, callbacks);
    this.engine = new RefreshEngine(config, random, callbacks, time.now());
  }

  // ---- users

  /**
   * Adds a user. Credentials are kept fresh as long as there is one. State that earlier users left
   * is reused.
   */
  public void enter() {
    lock.lock();
    boolean isFirst = users == 0;
    TimePoint now = isFirst ? begun() : null;
    try {
      users++;
      if (isFirst) {
        engine.resume();
        isIncomplete = false;
      }
    } finally {
      leave(now);
    }
  }

  /**
   * Removes a user. When the last one leaves, everything in progress is stopped; credentials,
   * backoff and rate limits are retained for the next user.
   *
   * @return how many nanoseconds the state is worth retaining, or -1 if there are other users
   */
  public long exit() {
    lock.lock();
    boolean isLast = users == 1;
    TimePoint now = isLast ? begun() : null;
    try {
      users--;
      long worth = -1;
      if (now != null) {
        engine.park(now);
        isIncomplete = false;
        worth = engine.worthKeepingFor(now);
      }
      return worth;
    } finally {
      leave(now);
    }
  }

  /** Ends the step that a first or a last user has begun; another one only had the lock. */
  private void leave(@Nullable TimePoint now) {
    if (now == null) {
      lock.unlock();
    } else {
      end(now);
    }
  }

  // ---- callers

  // Whoever calls these methods is a user until its wait has ended, if it waits.

  /**
   * Returns the credentials if they may be served without the engine, otherwise null. Never blocks.
   *
   * @param wallMillis the time of this session's wall clock. A caller that holds that clock in a
   *     constant reads it several nanoseconds faster
   */
  public @Nullable SessionCredentials credentialsIfQuiet(long wallMillis) {
    return published.servedAt(wallMillis);
  }

  /** Asks the engine for credentials, and joins the refresh in progress if there are none. */
  public Waiter ask(CallRequest request) {
    TimePoint now = begin();
    try {
      Waiter waiter = engine.ask(request, now);
      isIncomplete = false;
      return waiter;
    } finally {
      end(now);
    }
  }

  /** Returns the result of a request, and blocks if there is none yet. */
  public CallResult await(CallRequest request) {
    SessionCredentials current = request.takesAny() ? published.servedAt(time.wallMillis()) : null;
    return current != null ? CallResult.serve(current) : await(ask(request));
  }

  /**
   * Returns a new future for the result of a request. Its dependent actions run on a thread that
   * nothing else waits for.
   *
   * @param ended runs when the wait has ended, before the future is completed; not if this method
   *     throws
   */
  public CompletableFuture<SessionCredentials> future(CallRequest request, Runnable ended) {
    CompletableFuture<SessionCredentials> future = new CompletableFuture<>();
    CompletableFuture<CallResult> result = ask(request).result();
    CallResult known = result.getNow(null);
    if (known != null) {
      finish(future, known);
      ended.run();
    } else {
      Completion completion = new Completion(future, ended);
      completion.accept(null);
      var unused = result.thenAccept(completion);
    }
    return future;
  }

  /** Completes the future of a caller, on a thread that nothing else waits for. */
  private final class Completion implements Consumer<@Nullable CallResult>, Runnable {

    // Links what the end of a wait uses: on a full heap, the JDK would lose an action that fails.
    static {
      CompletableFuture<Boolean> rehearsal = new CompletableFuture<>();
      var unused =
          rehearsal.thenAccept(
              new Consumer<>() {
                @Override
                public void accept(Boolean value) {
                  // Nothing follows.
                }
              });
      rehearsal.complete(true);
    }

    private final CompletableFuture<SessionCredentials> future;
    private final FollowUp leaving;
    private final FollowUp again =
        new FollowUp(
            true,
            new Runnable() {
              @Override
              public void run() {
                executors.complete(Completion.this);
              }
            });

    /** Written before it is handed over to another thread. */
    private @Nullable CallResult outcome;

    Completion(CompletableFuture<SessionCredentials> future, Runnable ended) {
      this.future = future;
      this.leaving = new FollowUp(true, ended);
    }

    /**
     * Ends the wait.
     *
     * @param result the result; null links this method beforehand, and has no effect
     */
    @Override
    public void accept(@Nullable CallResult result) {
      outcome = result;
      leaving.next = again;
      followUp(result == null ? null : leaving);
    }

    @Override
    public void run() {
      try {
        finish(future, Objects.requireNonNull(outcome));
      } catch (Throwable failure) {
        failed(again, failure);
      }
    }
  }

  private static void finish(CompletableFuture<SessionCredentials> future, CallResult outcome) {
    if (outcome.credentials() != null) {
      future.complete(outcome.credentials());
    } else {
      future.completeExceptionally(outcome.exception());
    }
  }

  /** Handles the report that a service rejected the credentials with this key. */
  public void invalidate(String accessKeyId) {
    takeStep(now -> engine.invalidate(accessKeyId, now));
  }

  /**
   * Returns the current status. Never blocks. Reading the clocks has the same effects as in a call
   * for credentials, so that both agree, but it does not count as a call.
   */
  public SessionStatus status() {
    StackReserve.require();
    return step(engine::status);
  }

  /** Discards the credentials and the refresh in progress. The next call starts a new one. */
  void forget() {
    takeStep(now -> engine.forget(now));
    exchange.forget();
  }

  /** Returns who receives the events. */
  EventDispatcher events() {
    return events;
  }

  private CallResult await(Waiter waiter) {
    while (true) {
      try {
        return waiter.result().get(longestWait(waiter), TimeUnit.NANOSECONDS);
      } catch (TimeoutException withoutWakeUp) {
        CallResult overdue =
            step(now -> Optional.ofNullable(engine.overdue(waiter, now))).orElse(null);
        if (overdue != null) {
          return overdue;
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return step(now -> engine.leave(waiter, now));
      } catch (ExecutionException impossible) {
        throw new IllegalStateException("a wait never ends exceptionally", impossible);
      }
    }
  }

  /** Returns when a caller looks after its deadline itself, because no wake-up ended its wait. */
  private static long longestWait(Waiter waiter) {
    return Math.min(waiter.deadline().length(), MAX_WAIT) + LATE_WAKE_UP;
  }

  // ---- steps: the lock, and what follows its release

  /** What follows a decision, after the lock is released. */
  private static final class FollowUp {
    /** Whether it is attempted again if it fails, because a caller waits for it. */
    final boolean isRepeated;

    final Runnable work;

    /** The next one of a list, which needs no memory of its own. */
    @Nullable FollowUp next;

    /** Whether it is to be done again. */
    boolean isUnfinished;

    FollowUp(boolean isRepeated, Runnable work) {
      this.isRepeated = isRepeated;
      this.work = work;
    }
  }

  /**
   * Begins a step: takes the lock, and repairs what an error left of the step before. What follows
   * asks the engine, notes that the step is complete, and {@linkplain #end ends} it in any case. An
   * error may strike anywhere. Then the next step begins by repairing what it left; it follows at
   * once or, if that fails as well, with the next wake-up or call.
   */
  private TimePoint begin() {
    lock.lock();
    return begun();
  }

  /** Begins a step with the lock. */
  private TimePoint begun() {
    TimePoint now = null;
    boolean hasBegun = false;
    try {
      isReport = false;
      now = time.now();
      repair(now);
      hasBegun = true;
      return now;
    } finally {
      if (!hasBegun) {
        end(now);
      }
    }
  }

  /**
   * Ends a step: performs what is due, publishes the credentials, releases the lock, and does what
   * the engine requested.
   */
  private void end(@Nullable TimePoint now) {
    FollowUp first = null;
    try {
      if (now != null) {
        settle(now);
        first = takeFollowUps();
      }
    } finally {
      lock.unlock();
      followUp(first);
      if (unfinished.get() != null) {
        followUp(unfinished.getAndSet(null));
      }
      planWhenThereIsMemory();
    }
  }

  private <T> T step(Function<TimePoint, T> decision) {
    TimePoint now = begin();
    try {
      T result = decision.apply(now);
      isIncomplete = false;
      return result;
    } finally {
      end(now);
    }
  }

  /** Takes a step of a call that has not tried out the room on the stack. */
  private void takeStep(Consumer<TimePoint> decision) {
    StackReserve.require();
    TimePoint now = begin();
    try {
      decision.accept(now);
      isIncomplete = false;
    } finally {
      end(now);
    }
  }

  /** Performs what is due. An error is not the fault of the caller, who gets the result. */
  private void settle(TimePoint now) {
    try {
      repair(now);
      engine.tick(now);
      publish(now);
      long delay = engine.nextWake(now);
      isIncomplete = false;
      plan(delay, now);
    } catch (Throwable failure) {
      var unused = planRepair();
    }
  }

  /** Repairs what an error left of the step before, and notes that another one has begun. */
  private void repair(TimePoint now) {
    if (isIncomplete || followUpFailed) {
      followUpFailed = false;
      isIncomplete = true;
      isCheckingInput = false;
      engine.recover(now);
    }
    isIncomplete = true;
  }

  private void plan(long delay, TimePoint now) {
    try {
      wakeUp.plan(delay);
    } catch (RejectedExecutionException closed) {
      // Without a user there is no timer, and nothing to wake up for.
    } catch (Throwable unplanned) {
      if (!planRepair()) {
        engine.timerFailed(now);
      }
    }
  }

  /**
   * Returns false if there is no thread for it: then the next call or deadline of a caller repairs.
   */
  private boolean planRepair() {
    try {
      wakeUp.plan(REPAIR_AFTER);
      isUnplanned = false;
      return true;
    } catch (OutOfMemoryError full) {
      isUnplanned = true;
      return true;
    } catch (Throwable unplanned) {
      isUnplanned = false;
      return false;
    }
  }

  private @Nullable FollowUp takeFollowUps() {
    FollowUp inOrder = null;
    for (FollowUp last = followUps; last != null; last = followUps) {
      followUps = last.next;
      last.next = inOrder;
      inOrder = last;
    }
    return inOrder;
  }

  private void later(boolean isRepeated, Runnable work) {
    FollowUp added = new FollowUp(isRepeated, work);
    added.next = followUps;
    followUps = added;
  }

  /** Does what the engine requested. A failure must not prevent the rest. */
  private void followUp(@Nullable FollowUp first) {
    FollowUp next = first;
    while (next != null) {
      FollowUp current = next;
      next = current.next;
      current.isUnfinished = false;
      try {
        current.work.run();
      } catch (Throwable failure) {
        failed(current, failure);
      }
    }
  }

  private void failed(FollowUp ended, Throwable failure) {
    // A class that is loaded already: on a full heap, others cannot be.
    if (ended.isRepeated && !(failure instanceof RuntimeException)) {
      again(ended);
    }
    repairSoon();
    try {
      ForeignCode.error("A step of a session could not be completed", failure);
    } catch (Throwable unlogged) {
      // The heap is too full for the log.
    }
  }

  /** Has the next step do this. Needs neither memory nor the lock. */
  private void again(FollowUp ended) {
    if (ended.isUnfinished) {
      return;
    }
    ended.isUnfinished = true;
    do {
      ended.next = unfinished.get();
    } while (!unfinished.compareAndSet(ended.next, ended));
  }

  private void repairSoon() {
    followUpFailed = true;
    isUnplanned = true;
    planWhenThereIsMemory();
  }

  /** Waits for the memory of a wake-up: nobody else may know that there is something to repair. */
  private void planWhenThereIsMemory() {
    while (isUnplanned) {
      lock.lock();
      try {
        var unused = planRepair();
      } finally {
        lock.unlock();
      }
      if (isUnplanned) {
        OutOfMemorySafeLock.awaitMemory();
      }
    }
  }

  private void publish(TimePoint now) {
    SessionCredentials credentials = engine.credentials();
    long quiet = engine.quietFor(now);
    if (credentials == null || quiet <= 0) {
      published = PublishedCredentials.NONE;
    } else {
      long until = now.wallMillis() + quiet / Nanos.MILLISECOND;
      published = new PublishedCredentials(credentials, now.wallMillis(), until);
    }
  }

  private void checkInput() {
    inputChecked(calls.hasNewInput());
  }

  private void inputChecked(boolean found) {
    takeStep(
        now -> {
          isCheckingInput = false;
          if (found) {
            engine.newInputFound(now);
          }
        });
  }

  private void readClaims() {
    TokenClaims claims = exchange.inputClaims();
    takeStep(now -> engine.claimsRead(claims, now));
  }

  private void lookUp(Runnable work) {
    try {
      executors.lookUps().execute(work);
    } catch (Throwable refused) {
      // No thread is available. Checks are repeated, and claims are optional.
      inputChecked(false);
    }
  }

  /**
   * What timer, exchanges and engine call: reports of exchanges and wake-ups are steps of the
   * session, and the actions that the engine requests under the lock are collected, to be performed
   * after its release. One object, because there may be thousands of sessions.
   */
  private final class Callbacks implements Runnable, ExchangeRunner.Reports, EngineActions {
    /** Takes a step in which only what is due is done. */
    @Override
    public void run() {
      StackReserve.require();
      TimePoint now = begin();
      isIncomplete = false;
      end(now);
    }

    @Override
    public void lost() {
      repairSoon();
    }

    @Override
    public long granted(long attempt) {
      StackReserve.require();
      TimePoint now = begin();
      try {
        long bound = engine.granted(attempt, now);
        isIncomplete = false;
        return bound;
      } finally {
        end(now);
      }
    }

    @Override
    public void called(long attempt) {
      StackReserve.require();
      TimePoint now = begin();
      try {
        engine.called(attempt, now);
        isIncomplete = false;
      } finally {
        end(now);
      }
    }

    @Override
    public void succeeded(long attempt, ExchangeResult issued) {
      StackReserve.require();
      TimePoint now = begin();
      try {
        isReport = true;
        engine.succeeded(attempt, issued, now);
        isIncomplete = false;
      } finally {
        end(now);
      }
    }

    @Override
    public void failed(long attempt, CredentialsException failure, boolean hasNewInput) {
      takeStep(
          now -> {
            isReport = true;
            engine.failed(attempt, failure, hasNewInput, now);
          });
    }

    @Override
    public void ended(boolean hasTime) {
      events.deliver(hasTime);
    }

    @Override
    public void requestAttempt(long attempt, boolean urgent) {
      ExchangeRunner.Attempt prepared =
          calls.prepare(attempt, urgent, engine.timings().of(Timings.ENDPOINT_PAUSE));
      latest = prepared;
      later(false, prepared::submit);
    }

    @Override
    public void promote() {
      ExchangeRunner.Attempt queued = latest;
      if (queued != null) {
        later(false, queued::promote);
      }
    }

    @Override
    public void abort(boolean timedOut) {
      ExchangeRunner.Attempt aborted = latest;
      if (aborted != null) {
        aborted.aborted = true;
        later(false, () -> aborted.abort(timedOut));
      }
    }

    @Override
    public @Nullable CredentialsException obstacle() {
      return latest == null ? null : latest.obstacle();
    }

    @Override
    public void lookForNewInput() {
      if (!isCheckingInput) {
        isCheckingInput = true;
        later(false, () -> lookUp(Session.this::checkInput));
      }
    }

    @Override
    public void readClaims() {
      later(false, () -> lookUp(Session.this::readClaims));
    }

    @Override
    public void complete(Waiter waiter, CallResult outcome) {
      later(
          true,
          new Runnable() {
            @Override
            public void run() {
              boolean unused = waiter.result().complete(outcome);
            }
          });
    }

    @Override
    public void publish(IrsaEvent event) {
      events.add(event);
      if (!isReport) {
        later(false, events);
      }
    }
  }
}
