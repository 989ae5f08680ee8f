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
 * Serves the credentials of one session and keeps them fresh: the thin shell around the {@link
 * RefreshEngine}. Thread-safe. While credentials are valid and nothing is due a call is one
 * volatile read and one clock read.
 *
 * <p>The engine is asked under a lock; what it wants done (starting calls, completing waits,
 * telling listeners) is done after the lock is released. Nothing blocks while it is held.
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
  private List<Runnable> outgoing = List.of();
  private int users;
  private boolean looking;
  private List<Runnable> whenIdle = List.of();

  /** Written under the lock, read without: a view is immutable and complete. */
  private volatile PublishedCredentials view = PublishedCredentials.NONE;

  /**
   * Makes an empty cache without a user.
   *
   * @param bulkhead grants its exchanges their places
   * @param endpoint the limits of the endpoint that they go to
   * @param engines creates the engine
   * @param random what the engine draws jitter from
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
    this.wakeUp = new RescheduledTimer(clocks.nanos(), executors, new Wake());
    this.engine = engines.create(config, random, new Recorder(), time.now());
  }

  // ---- users

  /**
   * Adds a user: as long as there is one, credentials are kept fresh. What the last users left is
   * taken up.
   *
   * @param executor runs exchanges in place of our workers, or null
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
   * Takes a user away. With the last one everything ends that is under way; credentials, pauses and
   * budget stay for the next user.
   *
   * @return for how many nanoseconds what stays is worth keeping, or -1 when there are other users
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
   * Returns credentials, at once while valid ones exist.
   *
   * @param owner the handle that asks
   * @param deadline the longest wait, positive
   * @throws CredentialsException when there are none within the deadline
   * @throws SessionClosedException when the owner or this session is closed
   */
  public SessionCredentials credentials(LeaseOwner owner, Duration deadline) {
    SessionCredentials quiet = credentialsIfQuiet();
    return quiet != null ? quiet : ask(owner, deadline);
  }

  private SessionCredentials ask(LeaseOwner owner, Duration deadline) {
    Asked asked = askOrJoin(owner, deadline);
    CallResult outcome = asked.outcome();
    return (outcome != null ? outcome : await(asked.waiter())).get();
  }

  /** Returns the credentials that may be served without asking, or null: never blocks. */
  public @Nullable SessionCredentials credentialsIfQuiet() {
    return credentialsIfQuiet(clocks.wall().millis());
  }

  /**
   * As {@link #credentialsIfQuiet()}.
   *
   * @param wallMillis what the wall clock says. Who knows that clock as a constant reads it several
   *     nanoseconds sooner than it is found from here
   */
  public @Nullable SessionCredentials credentialsIfQuiet(long wallMillis) {
    return view.servedAt(wallMillis);
  }

  /**
   * Returns a future of its own to each caller. Its dependents run on a thread that nothing else
   * waits for.
   *
   * @param owner the handle that asks
   * @param deadline the longest wait, positive
   * @throws SessionClosedException when the owner or this session is closed
   */
  public CompletableFuture<SessionCredentials> credentialsAsync(
      LeaseOwner owner, Duration deadline) {
    SessionCredentials quiet = credentialsIfQuiet();
    if (quiet != null) {
      return CompletableFuture.completedFuture(quiet);
    }
    CompletableFuture<SessionCredentials> own = new CompletableFuture<>();
    Asked asked = askOrJoin(owner, deadline);
    CallResult outcome = asked.outcome();
    if (outcome != null) {
      requireOpen(outcome);
      finish(own, outcome);
    } else {
      var unused =
          asked.waiter().result().thenAccept(late -> executors.complete(() -> finish(own, late)));
    }
    return own;
  }

  private static void requireOpen(CallResult outcome) {
    if (outcome.equals(CallResult.CLOSED)) {
      throw new SessionClosedException();
    }
  }

  private static void finish(CompletableFuture<SessionCredentials> own, CallResult outcome) {
    if (outcome.credentials() != null) {
      own.complete(outcome.credentials());
    } else {
      own.completeExceptionally(outcome.exception());
    }
  }

  /**
   * Refreshes now and returns whether new credentials are in place.
   *
   * @return false when that failed and the old ones are still valid
   * @throws CredentialsException when it failed and there are none
   */
  public boolean refresh(LeaseOwner owner, Duration deadline) {
    CallResult outcome = await(startRefresh(owner, deadline));
    outcome.get();
    return outcome.renewed();
  }

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

  /** Notes that a service refused the credentials with this key. */
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
   * Returns what is known now; never blocks. What it sees of the clocks has the same effect as when
   * a caller for credentials sees it, so that the two never disagree; but it is no such caller.
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

  /** Drops the credentials and what is under way; the next call begins anew. */
  void forget() {
    TimePoint now = lock();
    try {
      engine.forget(now);
    } finally {
      unlock(now);
    }
  }

  /** Runs something once no refresh is under way: now, or after the one that is. */
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

  /** Either an outcome at once or a place among those who wait. */
  public record Asked(@Nullable CallResult outcome, @Nullable Waiter place) {
    public Waiter waiter() {
      if (place == null) {
        throw new IllegalStateException("neither answered nor joined");
      }
      return place;
    }
  }

  public Asked askOrJoin(LeaseOwner owner, Duration deadline) {
    TimePoint now = lock();
    try {
      // Under the lock: a close that comes later finds the waiter and ends its wait.
      CallResult outcome = owner.isClosed() ? CallResult.CLOSED : engine.ask(now);
      return outcome != null
          ? new Asked(outcome, null)
          : new Asked(null, engine.join(owner, nanos(deadline), now));
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

  /** Ends a wait after an interrupt; the flight goes on for the others. */
  public CallResult stopWaiting(Waiter waiter) {
    TimePoint now = lock();
    try {
      return engine.leave(waiter, now);
    } finally {
      unlock(now);
    }
  }

  // ---- the lock, and what is done after it

  /** Begins a step: returns what time it is, with the lock held until {@link #unlock}. */
  private TimePoint lock() {
    lock.lock();
    boolean read = false;
    try {
      TimePoint now = time.now();
      read = true;
      return now;
    } finally {
      if (!read) {
        lock.unlock();
      }
    }
  }

  /** Ends a step: what is due is done, what callers may see is published, and the rest follows. */
  private void unlock(TimePoint now) {
    List<Runnable> work = List.of();
    try {
      try {
        engine.tick(now);
        publish(now);
        wakeUp.plan(engine.nextWake(now));
      } finally {
        work = takeOutgoing();
        lock.unlock();
      }
    } finally {
      for (Runnable each : work) {
        perform(each);
      }
    }
  }

  private List<Runnable> takeOutgoing() {
    if (!engine.isInFlight()) {
      for (Runnable each : whenIdle) {
        later(each);
      }
      whenIdle = List.of();
    }
    List<Runnable> taken = outgoing;
    outgoing = List.of();
    return taken;
  }

  private void later(Runnable work) {
    if (outgoing.isEmpty()) {
      outgoing = new ArrayList<>();
    }
    outgoing.add(work);
  }

  /** What fails here must not keep the rest from being done: others may be waiting for it. */
  private static void perform(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error broken) {
      IrsaLog.log.error("A step of a session could not be completed", broken);
    }
  }

  private void publish(TimePoint now) {
    TimedCredentials held = engine.session();
    long quiet = engine.quietFor(now);
    if (held == null || quiet <= 0) {
      view = PublishedCredentials.NONE;
    } else {
      long until = now.wallMillis() + quiet / Nanos.MILLISECOND;
      view = new PublishedCredentials(held.credentials(), now.wallMillis(), until);
    }
  }

  private void look() {
    looked(calls.hasNewInput());
  }

  private void looked(boolean found) {
    TimePoint now = lock();
    try {
      looking = false;
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
      // There is no thread to be had. Looks are repeated, or can be done without.
      looked(false);
    }
  }

  /** For tests: nothing outside is called while the lock is held. */
  boolean isLockHeld() {
    return lock.isHeldByCurrentThread();
  }

  // Nested classes stand below in place of the lambdas that would be on the way to the first
  // credentials: in a fresh JVM each lambda costs several classes and a bootstrap.

  private final class Wake implements Runnable {
    @Override
    public void run() {
      TimePoint now = lock();
      try {
        wakeUp.came();
      } finally {
        unlock(now);
      }
    }
  }

  private final class Submission implements Runnable {
    private final ExchangeRunner.Attempt attempt;

    Submission(ExchangeRunner.Attempt attempt) {
      this.attempt = attempt;
    }

    @Override
    public void run() {
      calls.submit(attempt);
    }
  }

  private static final class Completion implements Runnable {
    private final Waiter waiter;
    private final CallResult outcome;

    Completion(Waiter waiter, CallResult outcome) {
      this.waiter = waiter;
      this.outcome = outcome;
    }

    @Override
    public void run() {
      boolean unused = waiter.result().complete(outcome);
    }
  }

  private final class Delivery implements Runnable {
    @Override
    public void run() {
      events.deliver();
    }
  }

  /** Hands to the engine what became of an exchange. */
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

  /** Notes what the engine wants, under the lock; it is done after it. */
  private final class Recorder implements EngineActions {
    @Override
    public void requestAttempt(long attempt, boolean urgent) {
      later(new Submission(calls.prepare(attempt, urgent, engine.timings().endpointPause())));
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
      if (!looking) {
        looking = true;
        later(() -> lookUp(SessionCache.this::look));
      }
    }

    @Override
    public void readClaims() {
      later(() -> lookUp(SessionCache.this::readClaims));
    }

    @Override
    public void complete(Waiter waiter, CallResult outcome) {
      later(new Completion(waiter, outcome));
    }

    @Override
    public void publish(IrsaEvent event) {
      events.add(event);
      later(new Delivery());
    }
  }
}
