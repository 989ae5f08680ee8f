package dev.irsa.internal.session;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.exchange.Exchange;
import dev.irsa.internal.exchange.SigningSession;
import dev.irsa.internal.refresh.CallerRequest;
import dev.irsa.internal.refresh.CallerResult;
import dev.irsa.internal.refresh.Freshness;
import dev.irsa.internal.refresh.SessionStatus;
import dev.irsa.internal.refresh.WaitFailures;
import dev.irsa.internal.time.Nanos;
import dev.irsa.internal.time.TimePoint;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Serves the credentials of a configuration: the part of a session that any thread may use. Callers
 * read what was published, or ask the {@link EngineDriver}, which lives on the loop, and wait for
 * the answer. While the credentials are valid and nothing is due, a call is one volatile read and
 * one clock read. Thread-safe.
 */
public final class Session implements SigningSession {

  /** How long after its deadline a caller does without an answer of the loop. */
  private static final long LATE = 500 * Nanos.MILLISECOND;

  private static final long MAX_WAIT = 365L * 24 * 3600 * Nanos.SECOND;

  /** What holds the sessions, and is told of the first and the last user of each. */
  interface Registry {

    /** How long a session without users goes on: one may come with the next request. */
    long RESTS_AFTER = Nanos.SECOND;

    /** Returns the session of a description, with the caller as a user. Thread-safe. */
    Session take(SessionSpec spec);

    /** Plans that a session rests whose last user has left. Thread-safe. */
    void unused(Session session);

    /** Handles that a session has its first user. Called on the loop, as what follows. */
    void resumed(Session session);

    /**
     * Handles that a session rests.
     *
     * @param nanos how long its state is worth retaining
     * @param wasResumed whether its first user was handled
     */
    void rested(Session session, long nanos, boolean wasResumed);

    /** Removes a session that rests, unless somebody has entered it. */
    void remove(Session session);

    /** Gives back what handles that are garbage have left open. Called with each step. */
    void returnDropped();
  }

  final SessionSpec spec;
  final Exchange exchange;
  final UserCount users = new UserCount();
  final EngineDriver driver;
  private final SessionContext context;
  private final Registry registry;

  /** Written by the loop, read by callers. Complete. */
  private volatile SessionSnapshot published = SessionSnapshot.NOTHING;

  /** Creates a session without credentials and users. */
  Session(SessionSpec spec, SessionContext context, Registry registry) {
    this.context = context;
    this.registry = registry;
    this.spec = spec;
    this.exchange = spec.newExchange(context.clocks());
    this.driver = new EngineDriver(this, context, registry);
  }

  // ---- users

  /** Adds a user. Returns false if the session was removed, and another one has to be taken. */
  public boolean enter() {
    UserCount.Entry entry = users.enter();
    if (entry == UserCount.Entry.RESUMES) {
      driver.report(new UserStep(this, null));
    }
    return entry != UserCount.Entry.REFUSED;
  }

  /** Removes a user. Ends no wait: a waiting caller is a user, too. */
  public void leave() {
    if (users.leave()) {
      registry.unused(this);
    }
  }

  /** Adds the listeners of a handle. */
  void subscribe(List<? extends Consumer<IrsaEvent>> listeners) {
    driver.report(now -> driver.listeners.subscribe(listeners));
  }

  /** Removes the listeners of a handle, which are still told if the session rests by that. */
  void unsubscribe(List<? extends Consumer<IrsaEvent>> listeners) {
    driver.report(now -> driver.listeners.retire(listeners));
    driver.report(now -> driver.listeners.unsubscribe(listeners), Registry.RESTS_AFTER);
  }

  // ---- callers: a caller that waits is a user until its wait has ended

  /**
   * Returns the credentials if they are valid and nothing is due, otherwise null. Never blocks.
   *
   * @param wallMillis the time of the wall clock. A caller that holds that clock in a constant
   *     reads it several nanoseconds faster
   */
  public @Nullable SessionCredentials quietAt(long wallMillis) {
    return published.quietAt(wallMillis);
  }

  /**
   * Returns the credentials if they are valid, otherwise null. If something is due, the loop is
   * nudged once: it may be late, or the machine has slept.
   */
  public @Nullable SessionCredentials servedAt(long wallMillis) {
    SessionSnapshot current = published;
    SessionCredentials served = current.servedAt(wallMillis, context.loop().nanos());
    if (served != null && current.quietAt(wallMillis) == null && current.isFirstNudge()) {
      driver.report(driver::askWithoutCaller);
    }
    return served;
  }

  /**
   * Asks for credentials.
   *
   * @param answer completed by the loop; without a thread for it, with a failure at once
   */
  public void ask(CallerRequest request, CompletableFuture<CallerResult> answer) {
    try {
      driver.post(new Question(driver, request, answer));
    } catch (StackOverflowError full) {
      throw full;
    } catch (Throwable withoutThread) {
      notStarted(answer, withoutThread);
    }
  }

  /** Asks for a caller that does not wait: it needs a worker that passes the answer on. */
  void askInBackground(CallerRequest request, CompletableFuture<CallerResult> answer) {
    try {
      context.workers().requireThread();
    } catch (Throwable withoutThread) {
      notStarted(answer, withoutThread);
      return;
    }
    ask(request, answer);
  }

  private void notStarted(CompletableFuture<CallerResult> answer, Throwable withoutThread) {
    answer.complete(CallerResult.failed(failures().notStarted(withoutThread)));
  }

  /** Asks for credentials and waits, at most until the deadline of the request. */
  public CallerResult await(CallerRequest request) {
    CompletableFuture<CallerResult> answer = new CompletableFuture<>();
    ask(request, answer);
    long longest = Math.min(request.remaining(), MAX_WAIT) + LATE;
    boolean isInterrupted = false;
    try {
      while (true) {
        try {
          return answer.get(longest, TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupt) {
          isInterrupted = true;
          longest = LATE;
          leave(request, answer);
        }
      }
    } catch (TimeoutException loopIsLate) {
      CredentialsException last = status().failure();
      return withoutAnswer(
          request,
          isInterrupted ? failures().interrupted(last) : failures().loopIsLate(request, last));
    } catch (ExecutionException impossible) {
      throw new IllegalStateException("a wait never ends exceptionally", impossible);
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Ends the wait of a caller that was interrupted, which still gets an answer. */
  public void leave(CallerRequest request, CompletableFuture<CallerResult> answer) {
    driver.report(now -> driver.engine.leave(request, answer, now));
  }

  /** Returns the result of a caller that the engine has not answered. */
  CallerResult withoutAnswer(CallerRequest request, CredentialsException failure) {
    SessionCredentials current = request.acceptsAny() ? credentials() : null;
    return current != null ? CallerResult.serve(current) : CallerResult.failed(failure);
  }

  /** Returns whether callers get the credentials with this key. */
  boolean isServing(String accessKeyId) {
    SessionCredentials current = published.credentials();
    return current != null && current.accessKeyId().equals(accessKeyId) && users.hasAny();
  }

  /** Handles the report that a service rejected the credentials with this key. */
  @Override
  public void invalidate(String accessKeyId) {
    if (isServing(accessKeyId)) {
      driver.report(now -> driver.engine.invalidate(accessKeyId, now));
    }
  }

  /** Returns the current status. Never blocks. */
  public SessionStatus status() {
    return published.status();
  }

  /**
   * Returns the state of the credentials, or null before the first ones. Never blocks. It never
   * goes back: if it differs from the last one, the loop is nudged to take note of the time.
   */
  public @Nullable Freshness freshnessAt(long wallMillis) {
    SessionSnapshot current = published;
    Freshness freshness = current.status().freshnessAt(wallMillis);
    if (freshness != current.status().freshness() && current.isFirstNudge()) {
      driver.report();
    }
    return freshness;
  }

  @Override
  public @Nullable SessionCredentials credentials() {
    return published.servedAt(context.clocks().wall().millis(), context.loop().nanos());
  }

  @Override
  public Duration clockOffset() {
    return Objects.requireNonNullElse(status().clockOffset(), Duration.ZERO);
  }

  // The steps before the first credentials of a process are classes: functions are slow to link.

  /**
   * What follows the first user, or the last one. One class for both: when the last user leaves,
   * the class loader of this library may be closed.
   *
   * @param unused the sessions whose last user has left lately, or null after the first one
   */
  record UserStep(Session session, @Nullable Set<Session> unused) implements Consumer<TimePoint> {
    @Override
    public void accept(TimePoint now) {
      if (unused == null) {
        session.driver.resume(now);
      } else {
        unused.remove(session);
        session.driver.restIfUnused(now);
      }
    }
  }

  private record Question(
      EngineDriver driver, CallerRequest request, CompletableFuture<CallerResult> answer)
      implements Consumer<TimePoint> {
    @Override
    public void accept(TimePoint now) {
      driver.ask(request, answer, now);
    }
  }

  // ---- for the loop, the driver and the attempts

  /**
   * Discards the credentials and the refresh in progress. The next call starts a new one. Only for
   * the loop.
   */
  public void forget() {
    driver.step(driver.engine::forget);
  }

  /** Lets callers read a new state. Only for the loop. */
  void publish(SessionSnapshot next) {
    published = next;
  }

  /** Returns whether the token differs from the last one. A failure counts as no. May block. */
  boolean hasNewInput() {
    try {
      return exchange.hasNewInput();
    } catch (Throwable unreadable) {
      return false;
    }
  }

  /** Not a field: the class is loaded with the first failure. */
  WaitFailures failures() {
    return new WaitFailures(spec.subject());
  }
}
