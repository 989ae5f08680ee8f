package dev.irsa.internal.session;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.credentials.TokenClaims;
import dev.irsa.internal.concurrent.Loop;
import dev.irsa.internal.events.Listeners;
import dev.irsa.internal.failure.AttemptInfo;
import dev.irsa.internal.identity.Exchange;
import dev.irsa.internal.identity.ExchangeCall;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.identity.KnownKeys;
import dev.irsa.internal.identity.SigningSession;
import dev.irsa.internal.refresh.CallRequest;
import dev.irsa.internal.refresh.CallResult;
import dev.irsa.internal.refresh.EngineActions;
import dev.irsa.internal.refresh.Freshness;
import dev.irsa.internal.refresh.RefreshEngine;
import dev.irsa.internal.refresh.RefreshFailures;
import dev.irsa.internal.refresh.SessionConfig;
import dev.irsa.internal.refresh.SessionStatus;
import dev.irsa.internal.refresh.Timings;
import dev.irsa.internal.refresh.Waiter;
import dev.irsa.internal.time.Nanos;
import dev.irsa.internal.time.TimePoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Serves the credentials of a configuration and keeps them fresh: a thin shell around the {@link
 * RefreshEngine}, which lives on the loop. Callers read what was published, or ask the loop and
 * wait for the answer. While the credentials are valid and nothing is due, a call is one volatile
 * read and one clock read.
 */
public final class Session extends Loop.Owner implements EngineActions, SigningSession {

  /** How long after its deadline a caller does without an answer of the loop. */
  private static final long LATE = 500 * Nanos.MILLISECOND;

  /** How long a session without users goes on: one may come with the next request. */
  static final long RESTS_AFTER = Nanos.SECOND;

  private static final long MAX_WAIT = 365L * 24 * 3600 * Nanos.SECOND;

  final Sessions.Terms terms;
  final Exchange exchange;
  final Users users = new Users();
  private final Sessions sessions;

  /** Written by the loop, read by callers. Complete. */
  private volatile Published published = Published.NOTHING;

  // The fields below live on the loop.

  final Listeners listeners;

  private final RefreshEngine engine;

  /** The session whose credentials assume a chained role, while this has users; otherwise null. */
  private @Nullable Session signer;

  /** The most recently requested attempt, or null. Kept after it ends. */
  private @Nullable Attempt latest;

  private boolean isCheckingInput;

  /** Ends waits once their result is published. */
  private final List<Runnable> answers = new ArrayList<>(1);

  /** Creates a session without credentials and users. */
  Session(Sessions sessions, Sessions.Terms terms) {
    super(sessions.loop());
    this.sessions = sessions;
    this.terms = terms;
    this.exchange = terms.source().get();
    this.listeners = new Listeners(sessions.workers, terms.log().get());
    SessionConfig config =
        new SessionConfig(
            terms.subject(), terms.policy(), exchange.longestLifetime(), terms.idleAfter());
    this.engine = new RefreshEngine(config, sessions.random, this);
  }

  // ---- users

  /** Adds a user. Returns false if the session was removed, and another one has to be taken. */
  public boolean enter() {
    Users.Entry entry = users.enter();
    if (entry == Users.Entry.RESUMES) {
      report(this::resume);
    }
    return entry != Users.Entry.REFUSED;
  }

  /** Removes a user. Nobody's wait ends by it: who waits is a user. */
  public void leave() {
    if (users.leave()) {
      report(this::restIfUnused, sessions.isAnythingOpen() ? RESTS_AFTER : 0);
    }
  }

  private void resume(TimePoint now) {
    if (engine.isParked()) {
      // First, because it may fail: nothing is requested without the signer.
      Sessions.Terms ofSigner = terms.signer();
      signer = ofSigner == null ? null : sessions.take(ofSigner);
      engine.resume();
      sessions.resumed(this);
    }
  }

  void restIfUnused(TimePoint now) {
    if (users.rest()) {
      // Otherwise the step that would have resumed this has failed.
      boolean wasResumed = !engine.isParked();
      engine.park(now);
      if (signer != null) {
        signer.leave();
        signer = null;
      }
      sessions.rested(this, engine.worthKeepingFor(now), wasResumed);
    }
  }

  /** Finds what was lost: a planned step, or the check for users. Called by the loop. */
  void sweep(TimePoint now) {
    if (users.areNone()) {
      report(this::restIfUnused);
    } else if (users.areThere() && isPlanMissing(now)) {
      report(later -> {});
    }
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
    Published current = published;
    SessionCredentials served = current.servedAt(wallMillis, sessions.loop().nanos());
    if (served != null && current.quietAt(wallMillis) == null && current.isFirstNudge()) {
      report(this::askedByNobody);
    }
    return served;
  }

  private void askedByNobody(TimePoint now) {
    if (!engine.isParked()) {
      engine.ask(CallRequest.any(), new CompletableFuture<>(), now);
    }
  }

  /**
   * Asks for credentials.
   *
   * @param answer completed by the loop; without a thread for it, with a failure at once
   */
  public void ask(CallRequest request, CompletableFuture<CallResult> answer) {
    try {
      post(now -> answer(request, answer, () -> begin(request, answer, now)));
    } catch (StackOverflowError full) {
      throw full;
    } catch (Throwable withoutThread) {
      notStarted(answer, withoutThread);
    }
  }

  /** Asks for a caller that does not wait: it needs a worker that passes the answer on. */
  void askInBackground(CallRequest request, CompletableFuture<CallResult> answer) {
    try {
      sessions.workers.exchanges().execute(() -> {});
    } catch (Throwable withoutThread) {
      notStarted(answer, withoutThread);
      return;
    }
    ask(request, answer);
  }

  private void notStarted(CompletableFuture<CallResult> answer, Throwable withoutThread) {
    CredentialsException failure = failures().notStarted(withoutThread);
    answer.complete(CallResult.failed(failure, AttemptInfo.NONE));
  }

  /** Asks for credentials and waits, at most until the deadline of the request. */
  public CallResult await(CallRequest request) {
    CompletableFuture<CallResult> answer = new CompletableFuture<>();
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
      return withoutAnswer(request, failures().loopIsLate(request, status().failure()));
    } catch (ExecutionException impossible) {
      throw new IllegalStateException("a wait never ends exceptionally", impossible);
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Ends the wait of a caller that was interrupted, which still gets an answer. */
  public void leave(CallRequest request, CompletableFuture<CallResult> answer) {
    report(now -> engine.leave(request, answer, now));
  }

  /** Returns the result of a caller that the engine has not answered. */
  private CallResult withoutAnswer(CallRequest request, CredentialsException failure) {
    SessionCredentials current = request.takesAny() ? credentials() : null;
    return current != null
        ? CallResult.serve(current)
        : CallResult.failed(failure, AttemptInfo.NONE);
  }

  /** Returns whether callers get the credentials with this key. */
  boolean isServing(String accessKeyId) {
    SessionCredentials current = published.credentials();
    return current != null && current.accessKeyId().equals(accessKeyId) && users.areThere();
  }

  /** Handles the report that a service rejected the credentials with this key. */
  @Override
  public void invalidate(String accessKeyId) {
    if (isServing(accessKeyId)) {
      report(now -> engine.invalidate(accessKeyId, now));
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
    Published current = published;
    Freshness freshness = current.status().freshnessAt(wallMillis);
    if (freshness != current.status().freshness() && current.isFirstNudge()) {
      report(now -> {});
    }
    return freshness;
  }

  @Override
  public @Nullable SessionCredentials credentials() {
    return published.servedAt(sessions.wall().millis(), sessions.loop().nanos());
  }

  @Override
  public Duration clockOffset() {
    return Objects.requireNonNullElse(status().clockOffset(), Duration.ZERO);
  }

  // ---- steps

  @Override
  protected void settle(TimePoint now) {
    sessions.returnDropped();
    engine.tick(now);
    published = Published.of(engine, now);
    plan(engine.nextWake(now), now);
    while (!answers.isEmpty()) {
      answers.remove(0).run();
    }
  }

  @Override
  protected void failed(Throwable failure, TimePoint now) {
    engine.stepFailed(failure, now);
  }

  private void answer(CallRequest request, CompletableFuture<CallResult> answer, Runnable work) {
    try {
      work.run();
    } catch (Throwable broken) {
      // The engine may not know of this caller yet.
      answer.complete(withoutAnswer(request, failures().unexpected(broken)));
      throw broken;
    }
  }

  private void begin(CallRequest request, CompletableFuture<CallResult> answer, TimePoint now) {
    resume(now);
    Session first = signer;
    if (first == null || engine.isValidAt(now)) {
      engine.ask(request, answer, now);
      return;
    }
    first.provideKeys(
        request.forAny(),
        keys -> {
          if (keys.credentials() == null) {
            answer.complete(keys);
          } else {
            report(
                later -> {
                  CallRequest left = request.after(later.nanos() - now.nanos());
                  answer(left, answer, () -> engine.ask(left, answer, later));
                });
          }
        });
  }

  /** Provides the credentials that sign for another session, at once if they are valid. */
  private void provideKeys(CallRequest request, Consumer<CallResult> then) {
    SessionCredentials current = credentials();
    if (current != null) {
      then.accept(CallResult.serve(current));
      return;
    }
    CompletableFuture<CallResult> answer = new CompletableFuture<>();
    var unused = answer.thenAccept(then);
    step(now -> answer(request, answer, () -> begin(request, answer, now)));
  }

  /** Discards the credentials and the refresh in progress. The next call starts a new one. */
  public void forget(TimePoint now) {
    engine.forget(now);
  }

  // ---- attempts

  /** Returns the call of an attempt that has a place, or null if it is no longer needed. */
  @Nullable ExchangeCall start(Attempt attempt) {
    step(now -> attempt.bound = engine.started(attempt.number, now));
    // Slightly less than the limit: an exchange that ends by itself reports the stage that it
    // reached.
    return attempt.bound == 0
        ? null
        : new ExchangeCall(
            Duration.ofNanos(attempt.bound / 100 * 98), sessions.clocks().nanos(), signer);
  }

  /** Reports from a worker. The key is known before anybody gets it. */
  void succeeded(Attempt attempt, ExchangeResult issued) {
    KnownKeys.shared().issued(issued.credentials(), terms.policy().staticStability());
    report(
        now -> {
          sessions.exchanges().ended(attempt, null, now);
          engine.succeeded(attempt.number, issued, now);
        });
  }

  /** Reports from a worker, or that there was none. */
  void failed(Attempt attempt, CredentialsException failure, boolean hasNewInput) {
    report(
        now -> {
          sessions.exchanges().ended(attempt, failure, now);
          engine.failed(attempt.number, failure, hasNewInput, now);
        });
  }

  /** Returns how long refreshes wait after their account was throttled, in nanoseconds. */
  long throttledPause() {
    return engine.timings().of(Timings.ENDPOINT_PAUSE);
  }

  /** Not a field: the class is loaded with the first failure. */
  RefreshFailures failures() {
    return new RefreshFailures(terms.subject());
  }

  /** Returns whether the token differs from the last one. A failure counts as no. */
  boolean hasNewInput() {
    try {
      return exchange.hasNewInput();
    } catch (Throwable unreadable) {
      return false;
    }
  }

  // ---- what the engine requests

  @Override
  public void requestAttempt(long number, boolean urgent) {
    Attempt attempt = sessions.exchanges().prepare(this, number, urgent);
    latest = attempt;
    if (signer == null) {
      sessions.exchanges().submit(attempt);
    } else {
      signer.provideKeys(CallRequest.any(), keys -> keysProvided(attempt, keys));
    }
  }

  private void keysProvided(Attempt attempt, CallResult keys) {
    if (keys.credentials() != null) {
      sessions.exchanges().submit(attempt);
    } else {
      CredentialsException failure = keys.exception();
      report(now -> engine.notStarted(attempt.number, failure, now));
    }
  }

  @Override
  public void promote() {
    if (latest != null) {
      sessions.exchanges().promote(latest);
    }
  }

  @Override
  public void abort(boolean timedOut) {
    if (latest != null) {
      sessions.exchanges().abandon(latest, timedOut);
    }
  }

  @Override
  public @Nullable CredentialsException obstacle() {
    return latest == null ? null : sessions.exchanges().obstacle(latest);
  }

  @Override
  public void lookForNewInput() {
    if (!isCheckingInput) {
      isCheckingInput = true;
      lookUp(() -> inputChecked(hasNewInput()));
    }
  }

  private void inputChecked(boolean isNew) {
    report(
        now -> {
          isCheckingInput = false;
          if (isNew) {
            engine.newInputFound(now);
          }
        });
  }

  @Override
  public void readClaims() {
    lookUp(
        () -> {
          TokenClaims claims = exchange.inputClaims();
          report(now -> engine.claimsRead(claims, now));
        });
  }

  private void lookUp(Runnable work) {
    try {
      sessions.workers.lookUps().execute(work);
    } catch (Throwable withoutThread) {
      // Checks are repeated, and claims are optional.
      inputChecked(false);
    }
  }

  @Override
  public void complete(Waiter waiter, CallResult outcome) {
    answers.add(() -> waiter.answer().complete(outcome));
  }

  @Override
  public void publish(IrsaEvent event) {
    listeners.tell(event);
  }
}
