package dev.irsa.session;

import dev.irsa.identity.CredentialsException;
import dev.irsa.identity.IrsaEvent;
import dev.irsa.identity.SessionCredentials;
import dev.irsa.identity.TokenClaims;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Serves the credentials of one session and keeps them fresh: the thin shell around the {@link
 * Engine}. Thread-safe. While credentials are valid and nothing is due a call is one volatile read
 * and one clock read.
 *
 * <p>The engine is asked under a lock; what it wants done (starting calls, completing waits,
 * telling listeners) is done after the lock is released. Nothing blocks while it is held.
 */
public final class SessionCache {

  private final SessionSource source;
  private final Clocks clocks;
  private final SharedExecutors executors;
  private final Calls calls;
  private final EventDispatcher events;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private final Timekeeper time;
  private final Engine engine;
  private final WakeUp wakeUp;
  private List<Runnable> outgoing = List.of();
  private int users;
  private boolean looking;
  private List<Runnable> whenIdle = List.of();

  /** Written under the lock, read without: a view is immutable and complete. */
  private volatile View view = View.NONE;

  /**
   * Makes an empty cache without a user.
   *
   * @param gate lets its exchanges start
   * @param endpoint the limits of the endpoint that they go to
   * @param engine makes the engine, given where it leaves what is to be done and the moment
   */
  SessionCache(
      Rules rules,
      SessionSource source,
      Clocks clocks,
      SharedExecutors executors,
      Gate gate,
      EndpointLimits endpoint,
      EventDispatcher events,
      BiFunction<Outbox, Moment, Engine> engine) {
    this.source = source;
    this.clocks = clocks;
    this.executors = executors;
    this.calls =
        new Calls(source, clocks, executors.workers(), gate, endpoint, rules, new Reporter());
    this.events = events;
    this.time = new Timekeeper(clocks);
    this.wakeUp = new WakeUp(clocks, executors, new Wake());
    this.engine = engine.apply(new Recorder(), time.now());
  }

  // ---- users

  /**
   * Adds a user: as long as there is one, credentials are kept fresh. What the last users left is
   * taken up.
   *
   * @param executor runs exchanges in place of our workers, or null
   */
  void enter(@Nullable Executor executor) {
    run(new Enter(executor));
  }

  /**
   * Takes a user away. With the last one everything ends that is under way; credentials, pauses and
   * budget stay for the next user.
   *
   * @return for how many nanoseconds what stays is worth keeping, or -1 when there are other users
   */
  long exit() {
    return step(
        now -> {
          if (--users > 0) {
            return -1L;
          }
          engine.park(now);
          calls.runBy(null);
          return engine.worthKeepingFor(now);
        });
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
  public SessionCredentials credentials(Owner owner, Duration deadline) {
    SessionCredentials quiet = credentialsIfQuiet();
    return quiet != null ? quiet : ask(owner, deadline);
  }

  private SessionCredentials ask(Owner owner, Duration deadline) {
    Asked asked = askOrJoin(owner, deadline);
    Outcome outcome = asked.outcome();
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
  public CompletableFuture<SessionCredentials> credentialsAsync(Owner owner, Duration deadline) {
    SessionCredentials quiet = credentialsIfQuiet();
    if (quiet != null) {
      return CompletableFuture.completedFuture(quiet);
    }
    CompletableFuture<SessionCredentials> own = new CompletableFuture<>();
    Asked asked = askOrJoin(owner, deadline);
    Outcome outcome = asked.outcome();
    if (outcome != null) {
      requireOpen(outcome);
      finish(own, outcome);
    } else {
      var unused =
          asked.waiter().result().thenAccept(late -> executors.complete(() -> finish(own, late)));
    }
    return own;
  }

  private static void requireOpen(Outcome outcome) {
    if (outcome.equals(Outcome.CLOSED)) {
      throw new SessionClosedException();
    }
  }

  private static void finish(CompletableFuture<SessionCredentials> own, Outcome outcome) {
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
  public boolean refresh(Owner owner, Duration deadline) {
    Outcome outcome = await(startRefresh(owner, deadline));
    outcome.get();
    return outcome.renewed();
  }

  Waiter startRefresh(Owner owner, Duration deadline) {
    return step(
        now ->
            owner.isClosed()
                ? Waiter.ended(owner, Outcome.CLOSED)
                : engine.refresh(owner, nanos(deadline), now));
  }

  /** Notes that a service refused the credentials with this key. */
  public void invalidate(String accessKeyId) {
    run(now -> engine.invalidate(accessKeyId, now));
  }

  /** Starts the first refresh without a caller. */
  public void startEagerly() {
    run(engine::startEagerly);
  }

  /**
   * Returns what is known now; never blocks. What it sees of the clocks has the same effect as when
   * a caller for credentials sees it, so that the two never disagree; but it is no such caller.
   */
  public SessionStatus status() {
    return step(engine::status);
  }

  /** Ends the waits of a closed handle. */
  public void leave(Owner owner) {
    run(now -> engine.leaveAll(owner));
  }

  /** Drops the credentials and what is under way; the next call begins anew. */
  void forget() {
    run(engine::forget);
  }

  /** Runs something once no refresh is under way: now, or after the one that is. */
  void onceIdle(Runnable work) {
    run(
        now -> {
          if (whenIdle.isEmpty()) {
            whenIdle = new ArrayList<>();
          }
          whenIdle.add(work);
        });
  }

  /** Either an outcome at once or a place among those who wait. */
  record Asked(@Nullable Outcome outcome, @Nullable Waiter place) {
    Waiter waiter() {
      if (place == null) {
        throw new IllegalStateException("neither answered nor joined");
      }
      return place;
    }
  }

  Asked askOrJoin(Owner owner, Duration deadline) {
    return step(new Ask(owner, nanos(deadline)));
  }

  private static long nanos(Duration duration) {
    return duration.toSeconds() > Long.MAX_VALUE / Spacing.SECOND - 1
        ? Long.MAX_VALUE
        : duration.toNanos();
  }

  private Outcome await(Waiter waiter) {
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
  Outcome stopWaiting(Waiter waiter) {
    return step(now -> engine.leave(waiter, now));
  }

  // ---- the lock, and what is done after it

  private void run(Consumer<Moment> change) {
    Object unused = step(new Run(change));
  }

  private <T> T step(Function<Moment, T> change) {
    List<Runnable> work = List.of();
    try {
      lock.lock();
      try {
        Moment now = time.now();
        T result = change.apply(now);
        engine.tick(now);
        publish(now);
        wakeUp.plan(engine.nextWake(now));
        return result;
      } finally {
        if (!engine.isInFlight()) {
          for (Runnable each : whenIdle) {
            later(each);
          }
          whenIdle = List.of();
        }
        work = outgoing;
        outgoing = List.of();
        lock.unlock();
      }
    } finally {
      for (Runnable each : work) {
        perform(each);
      }
    }
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
      Mishaps.log.error("A step of a session could not be completed", broken);
    }
  }

  private void publish(Moment now) {
    Session held = engine.session();
    long quiet = engine.quietFor(now);
    if (held == null || quiet <= 0) {
      view = View.NONE;
    } else {
      long until = now.wallMillis() + quiet / Spacing.MILLISECOND;
      view = new View(held.credentials(), now.wallMillis(), until);
    }
  }

  private void look() {
    boolean found = calls.hasNewInput();
    run(
        now -> {
          looking = false;
          if (found) {
            engine.newInputFound(now);
          }
        });
  }

  private void readClaims() {
    TokenClaims claims = source.inputClaims();
    run(now -> engine.claimsRead(claims, now));
  }

  private void lookUp(Runnable work) {
    try {
      executors.lookUps().execute(work);
    } catch (RuntimeException | Error refused) {
      // There is no thread to be had. Looks are repeated, or can be done without.
      run(now -> looking = false);
    }
  }

  // Nested classes stand below in place of the lambdas that would be on the way to the first
  // credentials: in a fresh JVM each lambda costs several classes and a bootstrap.

  private final class Ask implements Function<Moment, Asked> {
    private final Owner owner;
    private final long deadline;

    Ask(Owner owner, long deadline) {
      this.owner = owner;
      this.deadline = deadline;
    }

    @Override
    public Asked apply(Moment now) {
      // Under the lock: a close that comes later finds the waiter and ends its wait.
      Outcome outcome = owner.isClosed() ? Outcome.CLOSED : engine.ask(now);
      return outcome != null
          ? new Asked(outcome, null)
          : new Asked(null, engine.join(owner, deadline, now));
    }
  }

  private static final class Run implements Function<Moment, Object> {
    private final Consumer<Moment> change;

    Run(Consumer<Moment> change) {
      this.change = change;
    }

    @Override
    public Object apply(Moment now) {
      change.accept(now);
      return this;
    }
  }

  private final class Enter implements Consumer<Moment> {
    private final @Nullable Executor executor;

    Enter(@Nullable Executor executor) {
      this.executor = executor;
    }

    @Override
    public void accept(Moment now) {
      users++;
      calls.runBy(executor);
      engine.resume();
    }
  }

  private final class Wake implements Runnable, Consumer<Moment> {
    @Override
    public void run() {
      SessionCache.this.run(this);
    }

    @Override
    public void accept(Moment now) {
      wakeUp.came();
    }
  }

  private final class Granted implements Function<Moment, Long> {
    private final long attempt;

    Granted(long attempt) {
      this.attempt = attempt;
    }

    @Override
    public Long apply(Moment now) {
      return engine.granted(attempt, now);
    }
  }

  private final class Progressed implements Consumer<Moment> {
    private final long attempt;
    private final Progress progress;

    Progressed(long attempt, Progress progress) {
      this.attempt = attempt;
      this.progress = progress;
    }

    @Override
    public void accept(Moment now) {
      engine.progressed(attempt, progress, now);
    }
  }

  private final class Succeeded implements Consumer<Moment> {
    private final long attempt;
    private final Issued issued;

    Succeeded(long attempt, Issued issued) {
      this.attempt = attempt;
      this.issued = issued;
    }

    @Override
    public void accept(Moment now) {
      engine.succeeded(attempt, issued, now);
    }
  }

  private final class Submission implements Runnable {
    private final Calls.Call call;

    Submission(Calls.Call call) {
      this.call = call;
    }

    @Override
    public void run() {
      calls.submit(call);
    }
  }

  private static final class Completion implements Runnable {
    private final Waiter waiter;
    private final Outcome outcome;

    Completion(Waiter waiter, Outcome outcome) {
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
  private final class Reporter implements Calls.Reports {
    @Override
    public long granted(long attempt) {
      return step(new Granted(attempt));
    }

    @Override
    public void progressed(long attempt, Progress progress) {
      run(new Progressed(attempt, progress));
    }

    @Override
    public void succeeded(long attempt, Issued issued) {
      run(new Succeeded(attempt, issued));
    }

    @Override
    public void failed(long attempt, CredentialsException failure, boolean hasNewInput) {
      run(now -> engine.failed(attempt, failure, hasNewInput, now));
    }
  }

  /** Notes what the engine wants, under the lock; it is done after it. */
  private final class Recorder implements Outbox {
    @Override
    public void requestAttempt(long attempt, boolean urgent) {
      Calls.Call call = calls.prepare(attempt, urgent, scale());
      later(new Submission(call));
    }

    private double scale() {
      Session held = engine.session();
      return held == null ? 1 : held.scale();
    }

    @Override
    public void promote(long attempt) {
      Calls.Call call = calls.find(attempt);
      if (call != null) {
        later(() -> calls.promote(call));
      }
    }

    @Override
    public void abort(long attempt, boolean timedOut) {
      Calls.Call call = calls.find(attempt);
      if (call != null) {
        calls.markAborted(call);
        later(() -> calls.abort(call, timedOut));
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
    public void complete(Waiter waiter, Outcome outcome) {
      later(new Completion(waiter, outcome));
    }

    @Override
    public void tell(IrsaEvent event) {
      events.add(event);
      later(new Delivery());
    }
  }
}
