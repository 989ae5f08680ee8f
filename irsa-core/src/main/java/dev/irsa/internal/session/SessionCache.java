package dev.irsa.internal.session;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.credentials.TokenClaims;
import dev.irsa.internal.concurrent.Bulkhead;
import dev.irsa.internal.concurrent.EndpointLimiter;
import dev.irsa.internal.concurrent.IrsaLog;
import dev.irsa.internal.concurrent.RescheduledTimer;
import dev.irsa.internal.concurrent.SharedExecutors;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.refresh.AttemptProgress;
import dev.irsa.internal.refresh.CallResult;
import dev.irsa.internal.refresh.EngineActions;
import dev.irsa.internal.refresh.RefreshEngine;
import dev.irsa.internal.refresh.SessionClosedException;
import dev.irsa.internal.refresh.SessionConfig;
import dev.irsa.internal.refresh.SessionStatus;
import dev.irsa.internal.refresh.TimedCredentials;
import dev.irsa.internal.refresh.Waiter;
import dev.irsa.internal.time.Clocks;
import dev.irsa.internal.time.HybridClock;
import dev.irsa.internal.time.Nanos;
import dev.irsa.internal.time.TimePoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
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
public final class SessionCache {

  private final CredentialExchange exchange;
  private final Clocks clocks;
  private final SharedExecutors executors;
  private final ExchangeRunner calls;
  private final EventDispatcher events;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private final HybridClock time;
  private final RefreshEngine engine;
  private final RescheduledTimer wakeUp;
  private List<Runnable> actions = List.of();
  private int users;
  private boolean isCheckingInput;
  private List<Runnable> whenIdle = List.of();

  /** Written under the lock, read without it. Immutable and complete. */
  private volatile PublishedCredentials published = PublishedCredentials.NONE;

  /**
   * Creates an empty cache without users.
   *
   * @param bulkhead limits the exchanges
   * @param endpoint the limits of the endpoint
   * @param engines creates the engine
   * @param random the source of jitter
   */
  public SessionCache(
      SessionConfig config,
      CredentialExchange exchange,
      Clocks clocks,
      SharedExecutors executors,
      Bulkhead bulkhead,
      EndpointLimiter endpoint,
      EventDispatcher events,
      RefreshEngine.Factory engines,
      RandomGenerator random) {
    this.exchange = exchange;
    this.clocks = clocks;
    this.executors = executors;
    this.calls =
        new ExchangeRunner(
            exchange,
            clocks,
            executors.workers(),
            executors.handOvers(),
            bulkhead,
            endpoint,
            config,
            new Reporter());
    this.events = events;
    this.time = new HybridClock(clocks);
    this.wakeUp = new RescheduledTimer(clocks.nanos(), executors, this::wake);
    this.engine = engines.create(config, random, new Recorder(), time.now());
  }

  // ---- users

  /**
   * Adds a user. Credentials are kept fresh as long as there is one. State that earlier users left
   * is reused.
   *
   * @param executor runs exchanges instead of the workers, or null
   */
  public void enter(@Nullable Executor executor) {
    TimePoint now = lock();
    try {
      users++;
      calls.runBy(executor);
      engine.resume();
    } finally {
      unlock(now);
    }
  }

  /**
   * Removes a user. When the last one leaves, everything in progress is stopped; credentials,
   * backoff and rate limits are retained for the next user.
   *
   * @return how many nanoseconds the state is worth retaining, or -1 if there are other users
   */
  public long exit() {
    TimePoint now = lock();
    try {
      if (--users > 0) {
        return -1L;
      }
      engine.park(now);
      calls.runBy(null);
      return engine.worthKeepingFor(now);
    } finally {
      unlock(now);
    }
  }

  // ---- callers

  /**
   * Returns credentials, immediately while they are valid.
   *
   * @param owner the calling handle
   * @param deadline the maximum time to wait, positive
   * @throws CredentialsException if there are no credentials within the deadline
   * @throws SessionClosedException if the owner or this session is closed
   */
  public SessionCredentials credentials(LeaseOwner owner, Duration deadline) {
    SessionCredentials quiet = credentialsIfQuiet();
    return quiet != null ? quiet : ask(owner, deadline);
  }

  private SessionCredentials ask(LeaseOwner owner, Duration deadline) {
    return result(askOrJoin(owner, deadline)).get();
  }

  private CallResult result(Asked asked) {
    CallResult outcome = asked.outcome();
    return outcome != null ? outcome : await(asked.waiter());
  }

  /**
   * Returns credentials that are valid for at least the given time, immediately if the current ones
   * are. Up to 1/60 less (at most one minute) is accepted.
   *
   * @param owner the calling handle
   * @param atLeast the requested validity, positive
   * @param deadline the maximum time to wait, positive
   * @throws CredentialsException if there are no such credentials within the deadline
   * @throws SessionClosedException if the owner or this session is closed
   */
  public SessionCredentials credentialsLasting(
      LeaseOwner owner, Duration atLeast, Duration deadline) {
    return result(askOrJoinLasting(owner, atLeast, deadline)).get();
  }

  /**
   * Returns the credentials if they may be served without the engine, otherwise null. Never blocks.
   */
  public @Nullable SessionCredentials credentialsIfQuiet() {
    return credentialsIfQuiet(clocks.wall().millis());
  }

  /**
   * Equivalent to {@link #credentialsIfQuiet()} with the time given by the caller.
   *
   * @param wallMillis the time of this session's wall clock. A caller that holds that clock in a
   *     constant reads it several nanoseconds faster
   */
  public @Nullable SessionCredentials credentialsIfQuiet(long wallMillis) {
    return published.servedAt(wallMillis);
  }

  /**
   * Returns a new future for each caller. Its dependent actions run on a thread that nothing else
   * waits for.
   *
   * @param owner the calling handle
   * @param deadline the maximum time to wait, positive
   * @throws SessionClosedException if the owner or this session is closed
   */
  public CompletableFuture<SessionCredentials> credentialsAsync(
      LeaseOwner owner, Duration deadline) {
    SessionCredentials quiet = credentialsIfQuiet();
    if (quiet != null) {
      return CompletableFuture.completedFuture(quiet);
    }
    return future(askOrJoin(owner, deadline));
  }

  /**
   * Returns a new future for each caller, like {@link #credentialsAsync}, for credentials like
   * those of {@link #credentialsLasting}.
   */
  public CompletableFuture<SessionCredentials> credentialsLastingAsync(
      LeaseOwner owner, Duration atLeast, Duration deadline) {
    return future(askOrJoinLasting(owner, atLeast, deadline));
  }

  private CompletableFuture<SessionCredentials> future(Asked asked) {
    CompletableFuture<SessionCredentials> future = new CompletableFuture<>();
    CallResult outcome = asked.outcome();
    if (outcome != null) {
      requireOpen(outcome);
      finish(future, outcome);
    } else {
      var unused =
          asked
              .waiter()
              .result()
              .thenAccept(delayed -> executors.complete(() -> finish(future, delayed)));
    }
    return future;
  }

  private static void requireOpen(CallResult outcome) {
    if (outcome.equals(CallResult.CLOSED)) {
      throw new SessionClosedException();
    }
  }

  private static void finish(CompletableFuture<SessionCredentials> future, CallResult outcome) {
    if (outcome.credentials() != null) {
      future.complete(outcome.credentials());
    } else {
      future.completeExceptionally(outcome.exception());
    }
  }

  /**
   * Refreshes now and returns whether there are new credentials.
   *
   * @return false if the refresh failed and the previous credentials are still served
   * @throws CredentialsException if the refresh failed and there are no valid credentials
   */
  public boolean refresh(LeaseOwner owner, Duration deadline) {
    CallResult outcome = await(startRefresh(owner, deadline));
    outcome.get();
    return outcome.renewed();
  }

  /** Starts an explicit refresh and returns the wait for it. */
  public Waiter startRefresh(LeaseOwner owner, Duration deadline) {
    TimePoint now = lock();
    try {
      return owner.isClosed()
          ? Waiter.ended(owner, CallResult.CLOSED)
          : engine.refresh(owner, nanos(deadline), now);
    } finally {
      unlock(now);
    }
  }

  /** Handles the report that a service rejected the credentials with this key. */
  public void invalidate(String accessKeyId) {
    TimePoint now = lock();
    try {
      engine.invalidate(accessKeyId, now);
    } finally {
      unlock(now);
    }
  }

  /** Starts the first refresh without a caller. */
  public void startEagerly() {
    TimePoint now = lock();
    try {
      engine.startEagerly(now);
    } finally {
      unlock(now);
    }
  }

  /**
   * Returns the current status. Never blocks. Reading the clocks has the same effects as in a call
   * for credentials, so that both agree, but it does not count as a call.
   */
  public SessionStatus status() {
    TimePoint now = lock();
    try {
      return engine.status(now);
    } finally {
      unlock(now);
    }
  }

  /** Ends the waits of a closed handle. */
  public void leave(LeaseOwner owner) {
    TimePoint now = lock();
    try {
      engine.leaveAll(owner);
    } finally {
      unlock(now);
    }
  }

  /** Discards the credentials and the refresh in progress. The next call starts a new one. */
  void forget() {
    TimePoint now = lock();
    try {
      engine.forget(now);
    } finally {
      unlock(now);
    }
  }

  /** Runs a task once no refresh is in progress: now, or after the current one. */
  void onceIdle(Runnable work) {
    TimePoint now = lock();
    try {
      if (whenIdle.isEmpty()) {
        whenIdle = new ArrayList<>();
      }
      whenIdle.add(work);
    } finally {
      unlock(now);
    }
  }

  /** Either an immediate result or a wait. */
  public record Asked(@Nullable CallResult outcome, @Nullable Waiter place) {
    public Waiter waiter() {
      if (place == null) {
        throw new IllegalStateException("neither a result nor a wait");
      }
      return place;
    }
  }

  /** Asks the engine for credentials, and joins the refresh in progress if there are none. */
  public Asked askOrJoin(LeaseOwner owner, Duration deadline) {
    TimePoint now = lock();
    try {
      // Under the lock, so that a later close finds the waiter and ends its wait.
      CallResult outcome = owner.isClosed() ? CallResult.CLOSED : engine.ask(now);
      return outcome != null
          ? new Asked(outcome, null)
          : new Asked(null, engine.join(owner, nanos(deadline), now));
    } finally {
      unlock(now);
    }
  }

  /** Asks the engine for credentials that last, and joins the refresh if there are none. */
  public Asked askOrJoinLasting(LeaseOwner owner, Duration atLeast, Duration deadline) {
    TimePoint now = lock();
    try {
      CallResult outcome =
          owner.isClosed() ? CallResult.CLOSED : engine.askLasting(nanos(atLeast), now);
      return outcome != null
          ? new Asked(outcome, null)
          : new Asked(null, engine.joinLasting(owner, nanos(deadline), nanos(atLeast), now));
    } finally {
      unlock(now);
    }
  }

  private static long nanos(Duration duration) {
    return duration.toSeconds() > Long.MAX_VALUE / Nanos.SECOND - 1
        ? Long.MAX_VALUE
        : duration.toNanos();
  }

  private CallResult await(Waiter waiter) {
    try {
      return waiter.result().get();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return stopWaiting(waiter);
    } catch (ExecutionException impossible) {
      throw new IllegalStateException("a wait never ends exceptionally", impossible);
    }
  }

  /** Ends a wait after an interrupt. The refresh continues for other callers. */
  public CallResult stopWaiting(Waiter waiter) {
    TimePoint now = lock();
    try {
      return engine.leave(waiter, now);
    } finally {
      unlock(now);
    }
  }

  // ---- the lock, and the actions after its release

  /** Acquires the lock and reads the clocks. The lock is held until {@link #unlock}. */
  private TimePoint lock() {
    lock.lock();
    boolean isClockRead = false;
    try {
      TimePoint now = time.now();
      isClockRead = true;
      return now;
    } finally {
      if (!isClockRead) {
        lock.unlock();
      }
    }
  }

  /**
   * Performs what is due, publishes the credentials, releases the lock, and then performs the
   * actions that the engine requested.
   */
  private void unlock(TimePoint now) {
    List<Runnable> work = List.of();
    try {
      try {
        engine.tick(now);
        publish(now);
        wakeUp.plan(engine.nextWake(now));
      } finally {
        work = takeActions();
        lock.unlock();
      }
    } finally {
      for (Runnable each : work) {
        perform(each);
      }
    }
  }

  private List<Runnable> takeActions() {
    if (!engine.isInFlight()) {
      for (Runnable each : whenIdle) {
        later(each);
      }
      whenIdle = List.of();
    }
    List<Runnable> taken = actions;
    actions = List.of();
    return taken;
  }

  private void later(Runnable work) {
    if (actions.isEmpty()) {
      actions = new ArrayList<>();
    }
    actions.add(work);
  }

  /**
   * Performs an action. A failure must not prevent the other actions, for which callers may be
   * waiting.
   */
  private static void perform(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error broken) {
      IrsaLog.log.error("A step of a session could not be completed", broken);
    }
  }

  private void publish(TimePoint now) {
    TimedCredentials credentials = engine.session();
    long quiet = engine.quietFor(now);
    if (credentials == null || quiet <= 0) {
      published = PublishedCredentials.NONE;
    } else {
      long until = now.wallMillis() + quiet / Nanos.MILLISECOND;
      published = new PublishedCredentials(credentials.credentials(), now.wallMillis(), until);
    }
  }

  private void checkInput() {
    inputChecked(calls.hasNewInput());
  }

  private void inputChecked(boolean found) {
    TimePoint now = lock();
    try {
      isCheckingInput = false;
      if (found) {
        engine.newInputFound(now);
      }
    } finally {
      unlock(now);
    }
  }

  private void readClaims() {
    TokenClaims claims = exchange.inputClaims();
    TimePoint now = lock();
    try {
      engine.claimsRead(claims, now);
    } finally {
      unlock(now);
    }
  }

  private void lookUp(Runnable work) {
    try {
      executors.lookUps().execute(work);
    } catch (RuntimeException | Error refused) {
      // No thread is available. Checks are repeated, and claims are optional.
      inputChecked(false);
    }
  }

  /**
   * Returns whether the current thread holds the lock. For tests, which check that no foreign code
   * is called under it.
   */
  boolean isLockHeld() {
    return lock.isHeldByCurrentThread();
  }

  private void wake() {
    TimePoint now = lock();
    try {
      wakeUp.came();
    } finally {
      unlock(now);
    }
  }

  /** Reports the results of exchanges to the engine. */
  private final class Reporter implements ExchangeRunner.Reports {
    @Override
    public long granted(long attempt) {
      TimePoint now = lock();
      try {
        return engine.granted(attempt, now);
      } finally {
        unlock(now);
      }
    }

    @Override
    public void progressed(long attempt, AttemptProgress progress) {
      TimePoint now = lock();
      try {
        engine.progressed(attempt, progress, now);
      } finally {
        unlock(now);
      }
    }

    @Override
    public void succeeded(long attempt, ExchangeResult issued) {
      TimePoint now = lock();
      try {
        engine.succeeded(attempt, issued, now);
      } finally {
        unlock(now);
      }
    }

    @Override
    public void failed(long attempt, CredentialsException failure, boolean hasNewInput) {
      TimePoint now = lock();
      try {
        engine.failed(attempt, failure, hasNewInput, now);
      } finally {
        unlock(now);
      }
    }
  }

  /**
   * Collects the actions that the engine requests under the lock; they are performed after its
   * release.
   */
  private final class Recorder implements EngineActions {
    @Override
    public void requestAttempt(long attempt, boolean urgent) {
      ExchangeRunner.Attempt prepared =
          calls.prepare(attempt, urgent, engine.timings().endpointPause());
      later(() -> calls.submit(prepared));
    }

    @Override
    public void promote(long attempt) {
      ExchangeRunner.Attempt found = calls.find(attempt);
      if (found != null) {
        later(() -> calls.promote(found));
      }
    }

    @Override
    public void abort(long attempt, boolean timedOut) {
      ExchangeRunner.Attempt found = calls.find(attempt);
      if (found != null) {
        calls.markAborted(found);
        later(() -> calls.abort(found, timedOut));
      }
    }

    @Override
    public void lookForNewInput() {
      if (!isCheckingInput) {
        isCheckingInput = true;
        later(() -> lookUp(SessionCache.this::checkInput));
      }
    }

    @Override
    public void readClaims() {
      later(() -> lookUp(SessionCache.this::readClaims));
    }

    @Override
    public void complete(Waiter waiter, CallResult outcome) {
      later(() -> waiter.result().complete(outcome));
    }

    @Override
    public void publish(IrsaEvent event) {
      events.add(event);
      later(events::deliver);
    }
  }
}
