package dev.irsa.exploration;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.exploration.World.Caller;
import dev.irsa.exploration.World.Conditions;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.refresh.CallRequest;
import dev.irsa.internal.refresh.CallResult;
import dev.irsa.internal.refresh.EngineActions;
import dev.irsa.internal.refresh.RefreshEngine;
import dev.irsa.internal.refresh.SessionConfig;
import dev.irsa.internal.refresh.Waiter;
import dev.irsa.internal.time.Clocks;
import dev.irsa.internal.time.HybridClock;
import dev.irsa.internal.time.Nanos;
import dev.irsa.internal.time.TimePoint;
import dev.irsa.simulation.Moments;
import dev.irsa.simulation.VirtualSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The engine and its clock, as {@code Session} uses them, without locks and threads: after every
 * step the engine does what is due, its credentials are published, its next wake-up is planned, and
 * then its actions are performed. Permits are granted at once.
 */
final class EngineProvider implements EngineActions {

  private static final CallRequest REQUEST = CallRequest.within(Duration.ofMillis(World.DEADLINE));

  private final World world;
  private final DoubleSupplier share;
  private final HybridClock clock;
  private final RefreshEngine engine;
  private List<Runnable> actions = new ArrayList<>();
  private @Nullable SessionCredentials published;
  private long publishedFrom;
  private long publishedUntil;
  private long latest;
  private long wakeAt = Long.MAX_VALUE;

  /**
   * Creates a provider.
   *
   * @param share draws the shares of jitter
   */
  EngineProvider(World world, DoubleSupplier share) {
    this.world = world;
    this.share = share;
    this.clock =
        new HybridClock(new Clocks(world.wallClock(), () -> world.millis() * Nanos.MILLISECOND));
    Conditions conditions = world.conditions();
    SessionConfig config =
        Moments.config(conditions.policy(), Duration.ofMillis(conditions.lifetime()));
    this.engine = new RefreshEngine(config, VirtualSession.always(share), this, clock.now());
  }

  private <T> T enter(Function<TimePoint, T> step) {
    world.judge().clocksRead();
    TimePoint now = clock.now();
    T result = step.apply(now);
    engine.tick(now);
    publish(now);
    long wait = engine.nextWake(now);
    long unit = Nanos.MILLISECOND;
    wakeAt =
        wait == Long.MAX_VALUE ? wait : world.millis() + wait / unit + (wait % unit > 0 ? 1 : 0);
    List<Runnable> work = actions;
    actions = new ArrayList<>();
    work.forEach(Runnable::run);
    return result;
  }

  private void run(Consumer<TimePoint> step) {
    enter(
        now -> {
          step.accept(now);
          return true;
        });
  }

  private void publish(TimePoint now) {
    long quiet = engine.quietFor(now);
    published = quiet <= 0 ? null : engine.credentials();
    publishedFrom = published == null ? 0 : now.wallMillis();
    publishedUntil = published == null ? 0 : now.wallMillis() + quiet / Nanos.MILLISECOND;
  }

  private @Nullable SessionCredentials quietly() {
    long wall = world.wallMillis();
    return wall >= publishedFrom && wall < publishedUntil ? published : null;
  }

  // ---- callers

  void ask(Caller caller) {
    SessionCredentials quiet = quietly();
    if (quiet != null) {
      world.ended(caller, new CallResult(quiet, false, null, World.NO_ATTEMPTS));
      return;
    }
    call(caller, REQUEST);
  }

  void askLasting(Caller caller) {
    call(caller, REQUEST.lasting(Duration.ofMillis(world.conditions().lasting())));
  }

  void refresh(Caller caller) {
    call(caller, REQUEST.refreshed());
  }

  private void call(Caller caller, CallRequest request) {
    Waiter asked =
        enter(
            now -> {
              Waiter waiter = engine.ask(request, now);
              if (!waiter.result().isDone()) {
                world.waits(caller, waiter);
              }
              return waiter;
            });
    CallResult result = asked.result().getNow(null);
    if (result != null) {
      world.ended(caller, result);
    }
  }

  void leave(Caller caller) {
    Waiter waiter = caller.waiter();
    world.ended(caller, enter(now -> engine.leave(waiter, now)));
  }

  void park() {
    run(engine::park);
  }

  void open() {
    run(now -> engine.resume());
  }

  void invalidate(String key) {
    run(now -> engine.invalidate(key, now));
  }

  void forget() {
    run(engine::forget);
  }

  void status() {
    world.judge().status(enter(engine::status), quietly());
  }

  // ---- calls to STS, and time

  void succeeded(long call, ExchangeResult issued) {
    run(now -> engine.succeeded(call, issued, now));
  }

  void failed(long call, CredentialsException failure, boolean hasNewInput) {
    run(now -> engine.failed(call, failure, hasNewInput, now));
  }

  /**
   * Returns when the next wake-up is due in milliseconds of {@link World#millis}, or {@link
   * Long#MAX_VALUE}.
   */
  long wakeAt() {
    return wakeAt;
  }

  void wake() {
    run(now -> {});
  }

  // ---- actions

  @Override
  public void requestAttempt(long attempt, boolean urgent) {
    latest = attempt;
    actions.add(
        () -> {
          long limit = enter(now -> engine.granted(attempt, now));
          if (limit > 0) {
            world.callBegins(attempt, limit);
            run(now -> engine.called(attempt, now));
          }
        });
  }

  @Override
  public void promote() {}

  @Override
  public void abort(boolean timedOut) {
    long attempt = latest;
    actions.add(() -> world.callAborted(attempt));
  }

  @Override
  public @Nullable CredentialsException obstacle() {
    return null;
  }

  @Override
  public void lookForNewInput() {
    actions.add(
        () -> {
          if (world.hasNewToken()) {
            run(engine::newInputFound);
          }
        });
  }

  @Override
  public void readClaims() {
    actions.add(() -> run(now -> engine.claimsRead(null, now)));
  }

  @Override
  public void complete(Waiter waiter, CallResult outcome) {
    actions.add(() -> world.ended(world.waitingIn(waiter), outcome));
  }

  @Override
  public void publish(IrsaEvent event) {
    world.judge().hear(event);
  }

  /** Adds everything that influences what happens later. */
  void addTo(Fingerprint fingerprint) {
    fingerprint.add(Double.doubleToLongBits(share.getAsDouble()));
    fingerprint.addEngine(engine, clock);
    fingerprint.add(published == null ? 0 : world.ageOfKey(published.accessKeyId()) + 1);
    fingerprint.add(published == null ? 0 : publishedFrom - world.wallMillis());
    fingerprint.add(published == null ? 0 : publishedUntil - world.wallMillis());
    fingerprint.add(wakeAt == Long.MAX_VALUE ? -1 : wakeAt - world.millis());
  }
}
