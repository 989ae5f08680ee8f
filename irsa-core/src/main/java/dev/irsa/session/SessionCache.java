package dev.irsa.session;

import dev.irsa.identity.Circumstances;
import dev.irsa.identity.CredentialsException;
import dev.irsa.identity.ExchangeUnavailableException;
import dev.irsa.identity.ExchangeUnavailableException.Stage;
import dev.irsa.identity.IrsaEvent;
import dev.irsa.identity.RefreshPolicy;
import dev.irsa.identity.SessionCredentials;
import dev.irsa.identity.TokenClaims;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the credentials of one session and keeps them fresh: the thin shell around the {@link
 * Engine}. Thread-safe. While credentials are valid and nothing is due a call is one volatile read
 * and one clock read.
 *
 * <p>The engine is asked under a lock; what it wants done (starting calls, completing waits,
 * telling listeners) is done after the lock is released. Nothing blocks while it is held.
 */
public final class SessionCache {

  private static final Logger log = LoggerFactory.getLogger(SessionCache.class);

  private final String roleArn;
  private final String account;
  private final SessionSource source;
  private final Clocks clocks;
  private final ScheduledExecutorService timer;
  private final Executor attempts;
  private final Executor chores;
  private final EndpointGate gate;
  private final EventQueue events;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private final Engine engine;
  private List<Runnable> outgoing = new ArrayList<>();
  private @Nullable Call call;
  private boolean looking;
  private final List<Runnable> whenIdle = new ArrayList<>();
  private @Nullable ScheduledFuture<?> wakeUp;
  private long wakeUpNanos;

  /** Written under the lock, read without: a view is immutable and complete. */
  private volatile View view = View.NONE;

  /** One attempt on its way: queued at the gate, then running. */
  private static final class Call {
    final long attempt;
    final EndpointGate.Ticket ticket;
    SessionSource.@Nullable Attempt running;

    /** Written under the lock, read by the worker when the call has ended. */
    volatile boolean aborted;

    Call(long attempt, String account, boolean urgent, Consumer<Call> onGrant) {
      this.attempt = attempt;
      this.ticket = new EndpointGate.Ticket(account, urgent, () -> onGrant.accept(this));
    }
  }

  /**
   * Makes an empty cache.
   *
   * @param attempts runs exchanges, which may block for seconds
   * @param chores runs what is short: listeners and looks at the token file
   */
  SessionCache(
      String roleArn,
      SessionSource source,
      RefreshPolicy policy,
      Duration idleAfter,
      Clocks clocks,
      RandomGenerator random,
      ScheduledExecutorService timer,
      Executor attempts,
      Executor chores,
      EndpointGate gate,
      Consumer<IrsaEvent> listener) {
    this.roleArn = roleArn;
    this.account = accountOf(roleArn);
    this.source = source;
    this.clocks = clocks;
    this.timer = timer;
    this.attempts = attempts;
    this.chores = chores;
    this.gate = gate;
    this.events = new EventQueue(chores, listener);
    this.engine =
        new Engine(
            roleArn,
            policy,
            source.longestLifetime(),
            idleAfter.toNanos(),
            random,
            new Recorder(),
            clocks.now());
  }

  private static String accountOf(String roleArn) {
    int start = roleArn.indexOf("::") + 2;
    int end = roleArn.indexOf(':', start);
    return end < 0 ? roleArn : roleArn.substring(start, end);
  }

  // ---- callers

  /**
   * Returns credentials, at once while valid ones exist.
   *
   * @param owner the handle that asks
   * @param deadline the longest wait, positive
   * @throws CredentialsException when there are none within the deadline
   * @throws IllegalStateException when the owner was closed meanwhile
   */
  public SessionCredentials credentials(Object owner, Duration deadline) {
    View current = view;
    if (current.credentials() != null && clocks.wall().millis() < current.quietUntilMillis()) {
      return current.credentials();
    }
    return ask(owner, deadline);
  }

  private SessionCredentials ask(Object owner, Duration deadline) {
    Asked asked = askOrJoin(owner, deadline);
    return (asked.outcome != null ? asked.outcome : await(asked.waiter())).get();
  }

  /** Returns the credentials that may be served without asking, or null: never blocks. */
  public @Nullable SessionCredentials credentialsIfQuiet() {
    View current = view;
    return clocks.wall().millis() < current.quietUntilMillis() ? current.credentials() : null;
  }

  /**
   * Returns a future of its own to each caller. It is completed on {@code completions}, never on a
   * worker.
   *
   * @param owner the handle that asks
   * @param deadline the longest wait, positive
   * @param completions where dependents of the future run
   */
  public CompletableFuture<SessionCredentials> credentialsAsync(
      Object owner, Duration deadline, Executor completions) {
    SessionCredentials quiet = credentialsIfQuiet();
    if (quiet != null) {
      return CompletableFuture.completedFuture(quiet);
    }
    CompletableFuture<SessionCredentials> own = new CompletableFuture<>();
    Asked asked = askOrJoin(owner, deadline);
    if (asked.outcome != null) {
      finish(own, asked.outcome);
    } else {
      var unused =
          asked.waiter().result().thenAccept(outcome -> completeOn(completions, own, outcome));
    }
    return own;
  }

  private static void completeOn(
      Executor completions, CompletableFuture<SessionCredentials> own, Outcome outcome) {
    try {
      completions.execute(() -> finish(own, outcome));
    } catch (RejectedExecutionException rejected) {
      // The caller's executor is gone; the caller still has to hear of it.
      var unused = CompletableFuture.runAsync(() -> finish(own, outcome));
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
  public boolean refresh(Object owner, Duration deadline) {
    Waiter[] waiter = new Waiter[1];
    step(now -> waiter[0] = engine.refresh(owner, deadline.toNanos(), now));
    Outcome outcome = await(waiter[0]);
    outcome.get();
    return outcome.renewed();
  }

  /** Notes that a service refused the credentials with this key. */
  public void invalidate(String accessKeyId) {
    step(now -> engine.invalidate(accessKeyId, now));
  }

  /** Starts the first refresh without a caller. */
  public void startEagerly() {
    step(engine::startEagerly);
  }

  /** Returns what is known now; never blocks. */
  public SessionStatus status() {
    lock.lock();
    try {
      return engine.status(clocks.now());
    } finally {
      lock.unlock();
    }
  }

  /** Ends the waits of a closed handle. */
  public void leave(Object owner) {
    step(now -> engine.leaveAll(owner));
  }

  void close() {
    step(engine::close);
  }

  /** Runs something once no refresh is under way: now, or after the one that is. */
  void onceIdle(Runnable work) {
    step(now -> whenIdle.add(work));
  }

  /** Either an outcome at once or a place among those who wait. */
  private static final class Asked {
    @Nullable Outcome outcome;
    @Nullable Waiter waiter;

    Waiter waiter() {
      if (waiter == null) {
        throw new IllegalStateException("neither answered nor joined");
      }
      return waiter;
    }
  }

  private Asked askOrJoin(Object owner, Duration deadline) {
    Asked asked = new Asked();
    step(
        now -> {
          asked.outcome = engine.ask(now);
          if (asked.outcome == null) {
            asked.waiter = engine.join(owner, deadline.toNanos(), now);
          }
        });
    return asked;
  }

  private Outcome await(Waiter waiter) {
    try {
      return waiter.result().get();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      step(now -> engine.leave(waiter));
      throw new ExchangeUnavailableException(
          "Interrupted while waiting for credentials",
          "",
          Stage.WAITING,
          false,
          null,
          null,
          roleArn,
          null,
          Circumstances.NONE,
          interrupted);
    } catch (ExecutionException impossible) {
      throw new IllegalStateException("a wait never ends exceptionally", impossible);
    }
  }

  // ---- the lock, and what is done after it

  private void step(Consumer<Moment> change) {
    List<Runnable> work;
    lock.lock();
    try {
      Moment now = clocks.now();
      change.accept(now);
      engine.tick(now);
      publish(now);
      plan(engine.nextWake(now));
      if (!whenIdle.isEmpty() && !engine.isInFlight()) {
        outgoing.addAll(whenIdle);
        whenIdle.clear();
      }
      work = outgoing;
      outgoing = new ArrayList<>();
    } finally {
      lock.unlock();
    }
    for (Runnable each : work) {
      perform(each);
    }
  }

  /** What fails here must not keep the rest from being done: others may be waiting for it. */
  private static void perform(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException broken) {
      log.error("A step of a session could not be completed", broken);
    }
  }

  private void publish(Moment now) {
    Session held = engine.session();
    long quiet = engine.quietFor(now);
    view =
        held == null || quiet <= 0
            ? View.NONE
            : new View(held.credentials(), now.wallMillis() + quiet / Spacing.MILLISECOND);
  }

  /** Plans the next wake-up; one that comes too early does no harm and plans the next. */
  private void plan(long delay) {
    ScheduledFuture<?> planned = wakeUp;
    long at = clocks.nanos().getAsLong() + delay;
    boolean soonEnough = planned != null && !planned.isDone() && wakeUpNanos - at <= 0;
    if (delay == Long.MAX_VALUE || soonEnough) {
      return;
    }
    if (planned != null) {
      planned.cancel(false);
    }
    wakeUpNanos = at;
    wakeUp = timer.schedule(this::wake, delay, TimeUnit.NANOSECONDS);
  }

  private void wake() {
    step(now -> wakeUp = null);
  }

  private void granted(Call granted) {
    long[] bound = new long[1];
    step(
        now -> {
          bound[0] = granted.aborted ? 0 : engine.granted(granted.attempt, now);
          if (bound[0] > 0) {
            granted.running = source.attempt(Duration.ofNanos(bound[0]));
          }
        });
    SessionSource.Attempt attempt = granted.running;
    if (attempt == null) {
      gate.release(granted.ticket, EndpointGate.End.UNUSED);
      return;
    }
    try {
      attempts.execute(() -> run(granted, attempt, bound[0]));
    } catch (RejectedExecutionException rejected) {
      ended(
          granted,
          EndpointGate.End.UNUSED,
          now -> engine.failed(granted.attempt, unexpected(rejected), false, now));
    }
  }

  private void run(Call running, SessionSource.Attempt attempt, long bound) {
    long start = clocks.nanos().getAsLong();
    try {
      Issued issued = attempt.run();
      ended(
          running,
          EndpointGate.End.ANSWERED,
          now -> engine.succeeded(running.attempt, issued, now));
    } catch (CredentialsException failure) {
      boolean hasNewInput = failure.isTokenAtFault() && !running.aborted && hasNewInput();
      boolean slow = running.aborted || clocks.nanos().getAsLong() - start >= bound / 10 * 9;
      ended(
          running,
          end(failure, slow),
          now -> engine.failed(running.attempt, failure, hasNewInput, now));
    } catch (RuntimeException | Error broken) {
      ended(
          running,
          EndpointGate.End.ANSWERED,
          now -> engine.failed(running.attempt, unexpected(broken), false, now));
    }
  }

  private static EndpointGate.End end(CredentialsException failure, boolean slow) {
    return switch (failure.failureClass()) {
      case THROTTLED -> EndpointGate.End.THROTTLED;
      case OUTAGE ->
          slow && failure.code() == null ? EndpointGate.End.TIMED_OUT : EndpointGate.End.ANSWERED;
      default -> EndpointGate.End.ANSWERED;
    };
  }

  /** The engine first, so that callers go on; then the gate, which may start calls of others. */
  private void ended(Call done, EndpointGate.End end, Consumer<Moment> change) {
    try {
      step(change);
    } finally {
      gate.release(done.ticket, end);
    }
  }

  private CredentialsException unexpected(Throwable broken) {
    return new ExchangeUnavailableException(
        "The exchange failed unexpectedly with " + broken.getClass().getName(),
        "If an executor was given to the builder, it must accept work; otherwise report this as a defect",
        Stage.REQUEST,
        false,
        null,
        null,
        roleArn,
        null,
        Circumstances.NONE,
        broken);
  }

  private boolean hasNewInput() {
    try {
      return source.hasNewInput();
    } catch (RuntimeException unreadable) {
      return false;
    }
  }

  private void look() {
    boolean found = hasNewInput();
    step(
        now -> {
          looking = false;
          if (found) {
            engine.newInputFound(now);
          }
        });
  }

  private void readClaims() {
    TokenClaims claims = source.inputClaims();
    step(now -> engine.claimsRead(claims, now));
  }

  private void onWorker(Runnable work) {
    try {
      chores.execute(work);
    } catch (RejectedExecutionException rejected) {
      // Looks at the token are repeated, or can be done without.
      step(now -> looking = false);
    }
  }

  /** Notes what the engine wants, under the lock; it is done after it. */
  private final class Recorder implements Outbox {
    @Override
    public void requestAttempt(long attempt, boolean urgent) {
      Call requested = new Call(attempt, account, urgent, SessionCache.this::granted);
      call = requested;
      outgoing.add(() -> gate.submit(requested.ticket));
    }

    @Override
    public void promote(long attempt) {
      Call queued = call;
      if (queued != null && queued.attempt == attempt) {
        queued.ticket.promote();
        outgoing.add(gate::promoted);
      }
    }

    @Override
    public void abort(long attempt) {
      Call unwanted = call;
      if (unwanted != null && unwanted.attempt == attempt) {
        unwanted.aborted = true;
        SessionSource.Attempt running = unwanted.running;
        outgoing.add(
            () -> {
              gate.cancel(unwanted.ticket);
              if (running != null) {
                running.abort();
              }
            });
      }
    }

    @Override
    public void lookForNewInput() {
      if (!looking) {
        looking = true;
        outgoing.add(() -> onWorker(SessionCache.this::look));
      }
    }

    @Override
    public void readClaims() {
      outgoing.add(() -> onWorker(SessionCache.this::readClaims));
    }

    @Override
    public void complete(Waiter waiter, Outcome outcome) {
      outgoing.add(() -> waiter.result().complete(outcome));
    }

    @Override
    public void tell(IrsaEvent event) {
      events.add(event);
      outgoing.add(events::deliver);
    }
  }
}
