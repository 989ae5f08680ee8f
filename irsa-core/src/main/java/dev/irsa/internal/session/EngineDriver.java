package dev.irsa.internal.session;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.credentials.TokenClaims;
import dev.irsa.internal.concurrent.EventLoop;
import dev.irsa.internal.events.Listeners;
import dev.irsa.internal.exchange.ExchangeResult;
import dev.irsa.internal.exchange.RunningExchange;
import dev.irsa.internal.exchange.SigningSession;
import dev.irsa.internal.identity.RoleAndIssuer;
import dev.irsa.internal.limit.EndpointRateLimiter;
import dev.irsa.internal.refresh.CallerRequest;
import dev.irsa.internal.refresh.CallerResult;
import dev.irsa.internal.refresh.EngineActions;
import dev.irsa.internal.refresh.RefreshEngine;
import dev.irsa.internal.refresh.SessionConfig;
import dev.irsa.internal.refresh.WaitingCaller;
import dev.irsa.internal.time.TimePoint;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Drives the {@link RefreshEngine} of a session: the part of the session that lives on the loop. It
 * tells the engine what callers ask and what attempts report, performs what the engine requests,
 * publishes the result of each step, and plans the next one.
 */
final class EngineDriver extends EventLoop.Owner implements EngineActions, QueuedExchange.Refresh {

  final Listeners listeners;
  private final Session session;
  private final SessionContext context;
  private final Session.Registry registry;
  private final SessionConfig config;
  final RefreshEngine engine;

  /** The session whose credentials assume a chained role, while this has users; otherwise null. */
  private @Nullable Session signer;

  /** The most recently requested attempt, or null. Kept after it ends. */
  private @Nullable QueuedExchange latest;

  /** The time limit of the attempt that was just started, in nanoseconds. */
  private long bound;

  private boolean isCheckingInput;

  /** Told once the state that they report is published: listeners read it. */
  private final List<IrsaEvent> events = new ArrayList<>(2);

  /** Ends waits once their result is published. */
  private final List<Answer> answers = new ArrayList<>(1);

  private record Answer(WaitingCaller waiter, CallerResult outcome) {}

  EngineDriver(Session session, SessionContext context, Session.Registry registry) {
    super(context.loop());
    this.session = session;
    this.context = context;
    this.registry = registry;
    SessionSpec spec = session.spec;
    this.listeners = new Listeners(context.workers(), spec.newLog());
    this.config =
        new SessionConfig(
            spec.subject(), spec.policy(), session.exchange.longestLifetime(), spec.idleAfter());
    this.engine =
        new RefreshEngine(
            config, context.exchanges().preference(spec.subject()), context.random(), this);
  }

  // ---- users

  /**
   * Handles that the session has its first user. It may have left again: then an earlier check may
   * have let the session rest, because the loop was late, and nothing would check again.
   */
  void resume(TimePoint now) {
    if (engine.isParked() && !session.users.areResting()) {
      // First, because it may fail: nothing is requested without the signer.
      SessionSpec ofSigner = session.spec.signer();
      signer = ofSigner == null ? null : registry.take(ofSigner);
      engine.resume();
      registry.resumed(session);
    }
  }

  /**
   * Lets the session rest if it has no users any more. Nothing goes on then, whatever fails: if the
   * class loader of this library is closed, what was never loaded cannot be loaded any more.
   */
  void restIfUnused(TimePoint now) {
    long worth = engine.worthKeepingFor(now);
    if (session.users.rest()) {
      // Otherwise the step that would have resumed this has failed.
      boolean wasResumed = !engine.isParked();
      Session unused = signer;
      signer = null;
      try {
        engine.park(now);
      } finally {
        registry.rested(session, worth, wasResumed);
        if (unused != null) {
          unused.leave();
        }
      }
    }
  }

  /** Finds what was lost: a planned step, or the check for users. */
  void sweep(TimePoint now) {
    if (session.users.haveLeft()) {
      report(this::restIfUnused);
    } else if (session.users.hasAny() && isPlanMissing(now)) {
      report(this::resume);
    }
  }

  // ---- callers

  /** Asks the engine as a call would, so that it does its due work. */
  void askWithoutCaller(TimePoint now) {
    // The step of its first user may be lost.
    resume(now);
    if (!engine.isParked()) {
      engine.ask(CallerRequest.any(), new CompletableFuture<>(), now);
    }
  }

  /** Asks for a caller that waits. For a chained role, the session that signs is asked first. */
  void ask(CallerRequest request, CompletableFuture<CallerResult> answer, TimePoint now) {
    try {
      resume(now);
      Session first = signer;
      if (engine.isParked()) {
        // A waiting caller would be a user, so this was an early start whose answer nobody waits
        // for.
      } else if (first == null || engine.isValidAt(now)) {
        engine.ask(request, answer, now);
      } else {
        first.driver.askToSign(request.forAny(), signing -> goOn(request, answer, signing, now));
      }
    } catch (Throwable broken) {
      answerWith(broken, request, answer);
      throw broken;
    }
  }

  /**
   * Goes on with a call of a chained role when the session that signs has answered.
   *
   * @param asked when the call came
   */
  private void goOn(
      CallerRequest request,
      CompletableFuture<CallerResult> answer,
      CallerResult signing,
      TimePoint asked) {
    if (signing.credentials() == null) {
      answer.complete(signing);
      return;
    }
    report(
        now -> {
          CallerRequest left = request.after(now.nanos() - asked.nanos());
          try {
            engine.ask(left, answer, now);
          } catch (Throwable broken) {
            answerWith(broken, left, answer);
            throw broken;
          }
        });
  }

  /** Answers a caller whose step has failed: the engine may not know of it yet. */
  private void answerWith(
      Throwable broken, CallerRequest request, CompletableFuture<CallerResult> answer) {
    answer.complete(session.withoutAnswer(request, session.failures().unexpected(broken)));
  }

  /** Asks for the credentials that sign for another session: at once, if they are valid. */
  private void askToSign(CallerRequest request, Consumer<CallerResult> then) {
    SessionCredentials current = request.acceptsAny() ? session.credentials() : null;
    if (current != null) {
      then.accept(CallerResult.serve(current));
      return;
    }
    CompletableFuture<CallerResult> answer = new CompletableFuture<>();
    var unused = answer.thenAccept(then);
    step(now -> ask(request, answer, now));
  }

  // ---- steps

  @Override
  protected void settle(TimePoint now) {
    registry.returnDropped();
    engine.tick(now);
    session.publish(SessionSnapshot.of(engine, now));
    plan(engine.nextWake(now), now);
    while (!events.isEmpty()) {
      listeners.tell(events.remove(0));
    }
    while (!answers.isEmpty()) {
      Answer next = answers.remove(0);
      next.waiter.answer().complete(next.outcome);
    }
  }

  @Override
  protected void failed(Throwable failure, TimePoint now) {
    engine.stepFailed(failure, now);
  }

  // ---- attempts

  @Override
  public RoleAndIssuer subject() {
    return config.subject();
  }

  @Override
  public @Nullable SigningSession signer() {
    return signer;
  }

  @Override
  public @Nullable Object client() {
    return session.exchange.client();
  }

  @Override
  public long started(long attempt) {
    bound = 0;
    step(new Start(this, attempt));
    return bound;
  }

  private record Start(EngineDriver driver, long attempt) implements Consumer<TimePoint> {
    @Override
    public void accept(TimePoint now) {
      driver.bound = driver.engine.started(attempt, now);
    }
  }

  @Override
  public void perform(QueuedExchange attempt, RunningExchange call) {
    try {
      succeeded(attempt, session.exchange.run(call));
    } catch (CredentialsException failure) {
      boolean hasNewInput =
          failure.isRetriedWithNewToken() && !call.isAborted() && session.hasNewInput();
      failed(attempt, failure, hasNewInput);
    } catch (Throwable broken) {
      failed(attempt, session.failures().unexpected(broken));
    }
  }

  /** The key is known before anybody gets it. */
  private void succeeded(QueuedExchange attempt, ExchangeResult issued) {
    attempt.put(issued);
    report(new Success(this, attempt));
  }

  private record Success(EngineDriver driver, QueuedExchange attempt)
      implements Consumer<TimePoint> {
    @Override
    public void accept(TimePoint now) {
      driver.context.exchanges().ended(attempt, null, now);
      ExchangeResult taken = attempt.take();
      if (taken != null) {
        driver.noteIssued(taken.credentials());
        driver.engine.succeeded(attempt.number, taken, now);
      }
    }
  }

  private void noteIssued(SessionCredentials credentials) {
    if (config.subject().isOfToken()) {
      return;
    }
    context
        .issued()
        .add(
            credentials.accessKeyId(),
            credentials.expiration().plus(config.policy().staticStability()),
            context.clocks().wall().instant());
  }

  @Override
  public void failed(QueuedExchange attempt, CredentialsException failure) {
    failed(attempt, failure, false);
  }

  private void failed(QueuedExchange attempt, CredentialsException failure, boolean hasNewInput) {
    report(
        now -> {
          context.exchanges().ended(attempt, failure, now);
          engine.failed(attempt.number, failure, hasNewInput, now);
        });
  }

  @Override
  public long throttledPause() {
    return engine.scale().of(EndpointRateLimiter.THROTTLED_PAUSE);
  }

  // ---- what the engine requests

  @Override
  public void requestAttempt(long number, boolean urgent, boolean spare) {
    QueuedExchange attempt = context.exchanges().prepare(this, number, urgent, spare);
    latest = attempt;
    Session first = signer;
    if (first == null) {
      context.exchanges().submit(attempt);
      return;
    }
    CallerRequest lasting = CallerRequest.any().lasting(session.spec.validityOfSigner());
    first.driver.askToSign(
        lasting,
        signing -> {
          if (signing.credentials() == null && !lasting.acceptsAny()) {
            first.driver.askToSign(CallerRequest.any(), any -> submit(attempt, any));
          } else {
            submit(attempt, signing);
          }
        });
  }

  /** Queues an attempt when the session that signs has answered. */
  private void submit(QueuedExchange attempt, CallerResult signing) {
    if (signing.credentials() != null) {
      context.exchanges().submit(attempt);
    } else {
      CredentialsException failure = signing.exception();
      report(now -> engine.notStarted(attempt.number, failure, now));
    }
  }

  @Override
  public void promote() {
    if (latest != null) {
      context.exchanges().promote(latest);
    }
  }

  @Override
  public void abort(boolean timedOut) {
    if (latest != null) {
      context.exchanges().abandon(latest, timedOut);
    }
  }

  @Override
  public @Nullable CredentialsException obstacle() {
    return latest == null ? null : context.exchanges().obstacle(latest);
  }

  @Override
  public void lookForNewInput() {
    if (!isCheckingInput) {
      isCheckingInput = true;
      lookUp(() -> inputChecked(session.hasNewInput()));
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
          TokenClaims claims = session.exchange.inputClaims();
          report(now -> engine.claimsRead(claims, now));
        });
  }

  private void lookUp(Runnable work) {
    try {
      context.workers().lookUps().execute(work);
    } catch (Throwable withoutThread) {
      // Checks are repeated, and claims are optional.
      inputChecked(false);
    }
  }

  @Override
  public void complete(WaitingCaller waiter, CallerResult outcome) {
    answers.add(new Answer(waiter, outcome));
  }

  @Override
  public void publish(IrsaEvent event) {
    events.add(event);
  }
}
