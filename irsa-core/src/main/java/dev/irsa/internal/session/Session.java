package dev.irsa.internal.session;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.credentials.TokenClaims;
import dev.irsa.internal.concurrent.ForeignCode;
import dev.irsa.internal.concurrent.ReschedulableTimer;
import dev.irsa.internal.concurrent.SharedExecutors;
import dev.irsa.internal.concurrent.StackReserve;
import dev.irsa.internal.events.EventDispatcher;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.identity.KnownKeys;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

  /** How long after its deadline a waiting caller does without the timer. */
  private static final long LATE_WAKE_UP = 500 * Nanos.MILLISECOND;

  private static final long MAX_WAIT = 365L * 24 * 3600 * Nanos.SECOND;

  private final CredentialExchange exchange;
  private final SharedExecutors executors;
  private final ExchangeRunner calls;
  private final EventDispatcher events;
  private final Duration staticStability;
  private final ReentrantLock lock = new ReentrantLock();

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

  /** What the engine requested in the current step. */
  private final List<Runnable> requested = new ArrayList<>(0);

  /**
   * The most recently requested attempt, or null. Kept after it ends; what its exchange holds is
   * not.
   */
  private ExchangeRunner.@Nullable Attempt latest;

  private int users;
  private boolean isCheckingInput;

  /** Whether the step is the report of an exchange, whose end is followed by the events. */
  private boolean isReport;

  /** What a step, an action or a report threw, until a step ends the refresh as failed. */
  private volatile @Nullable Throwable lost;

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
    this.staticStability = config.policy().staticStability();
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
    if (joined()) {
      return;
    }
    TimePoint unused =
        step(
            now -> {
              users++;
              engine.resume();
              return now;
            });
  }

  /** Adds a user if there are others, which changes nothing else. */
  private boolean joined() {
    lock.lock();
    try {
      if (users == 0) {
        return false;
      }
      users++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Removes a user. When the last one leaves, everything in progress is stopped; credentials,
   * backoff and rate limits are retained for the next user.
   *
   * @return how many nanoseconds the state is worth retaining, or -1 if there are other users
   */
  public long exit() {
    return left() ? -1 : step(this::exit);
  }

  /** Removes a user if there are others, which changes nothing else. */
  private boolean left() {
    lock.lock();
    try {
      if (users == 1) {
        return false;
      }
      users--;
      return true;
    } finally {
      lock.unlock();
    }
  }

  private long exit(TimePoint now) {
    users--;
    if (users > 0) {
      return -1;
    }
    engine.park(now);
    return engine.worthKeepingFor(now);
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
    return step(now -> engine.ask(request, now));
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
      var unused = result.thenAccept(new Completion(future, ended));
    }
    return future;
  }

  /**
   * Ends the wait of a caller, and completes its future on a thread that nothing else waits for.
   */
  private final class Completion implements Consumer<CallResult>, Runnable {
    private final CompletableFuture<SessionCredentials> future;
    private final Runnable ended;

    /** Written before it is handed over to another thread. */
    private @Nullable CallResult outcome;

    Completion(CompletableFuture<SessionCredentials> future, Runnable ended) {
      this.future = future;
      this.ended = ended;
    }

    @Override
    public void accept(CallResult result) {
      outcome = result;
      perform(ended);
      executors.complete(this);
    }

    @Override
    public void run() {
      finish(future, Objects.requireNonNull(outcome));
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

  /**
   * Takes a step: makes a decision, performs what is due, publishes the credentials, releases the
   * lock, and does what the engine requested.
   */
  private <T> T step(Function<TimePoint, T> decision) {
    List<Runnable> following = List.of();
    lock.lock();
    try {
      TimePoint now = time.now();
      try {
        isReport = false;
        endLost(now);
        return decision.apply(now);
      } catch (Throwable failure) {
        lost = failure;
        throw failure;
      } finally {
        settle(now);
        following = requested.isEmpty() ? List.of() : List.copyOf(requested);
        requested.clear();
      }
    } finally {
      lock.unlock();
      for (Runnable work : following) {
        perform(work);
      }
    }
  }

  /** Takes a step of a call that has not tried out the room on the stack. */
  private void takeStep(Consumer<TimePoint> decision) {
    StackReserve.require();
    Object unused =
        step(
            now -> {
              decision.accept(now);
              return now;
            });
  }

  /** Performs what is due. An error is not the fault of the caller, who gets the result. */
  private void settle(TimePoint now) {
    try {
      endLost(now);
      engine.tick(now);
    } catch (Throwable failure) {
      lost = failure;
    }
    publish(now);
    plan(engine.nextWake(now), now);
  }

  /**
   * Ends the refresh as failed in which something threw. If that throws as well, since the stack is
   * full, the next step does it.
   */
  private void endLost(TimePoint now) {
    Throwable failure = lost;
    if (failure != null) {
      engine.stepFailed(failure, now);
      lost = null;
      requested.add(() -> ForeignCode.error("A step of a session failed", failure));
    }
  }

  private void plan(long delay, TimePoint now) {
    try {
      wakeUp.plan(delay);
    } catch (RejectedExecutionException closed) {
      // Without a user there is no timer, and nothing to wake up for.
    } catch (Throwable noThread) {
      engine.timerFailed(now);
    }
  }

  /** Does what the engine requested. A failure must not prevent the rest. */
  private void perform(Runnable work) {
    try {
      work.run();
    } catch (Throwable failure) {
      lost = failure;
      try {
        ForeignCode.error("What follows a step of a session failed", failure);
      } catch (Throwable noRoom) {
        // The stack is full. The rest is tried all the same.
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
      takeStep(now -> {});
    }

    @Override
    public long started(long attempt) {
      StackReserve.require();
      return step(now -> engine.started(attempt, now));
    }

    @Override
    public void succeeded(long attempt, ExchangeResult issued) {
      KnownKeys.shared().issued(issued.credentials(), staticStability);
      takeStep(
          now -> {
            isReport = true;
            engine.succeeded(attempt, issued, now);
          });
    }

    /** Not a step, for which there may be no room on the stack. */
    @Override
    public void lost(Throwable failure) {
      lost = failure;
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
      requested.add(prepared::submit);
    }

    @Override
    public void promote() {
      ExchangeRunner.Attempt queued = latest;
      if (queued != null) {
        requested.add(queued::promote);
      }
    }

    @Override
    public void abort(boolean timedOut) {
      ExchangeRunner.Attempt aborted = latest;
      if (aborted != null) {
        aborted.aborted = true;
        requested.add(() -> aborted.abort(timedOut));
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
        requested.add(() -> lookUp(Session.this::checkInput));
      }
    }

    @Override
    public void readClaims() {
      requested.add(() -> lookUp(Session.this::readClaims));
    }

    @Override
    public void complete(Waiter waiter, CallResult outcome) {
      requested.add(() -> waiter.result().complete(outcome));
    }

    @Override
    public void publish(IrsaEvent event) {
      events.add(event);
      if (!isReport) {
        requested.add(events);
      }
    }
  }
}
