package dev.irsa.bench.fleet;

import dev.irsa.credentials.AttemptInfo;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.ExchangeUnavailableException.Stage;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.identity.Subject;
import dev.irsa.internal.refresh.CallResult;
import dev.irsa.internal.refresh.CredentialsRequest;
import dev.irsa.internal.refresh.EngineActions;
import dev.irsa.internal.refresh.Freshness;
import dev.irsa.internal.refresh.RefreshEngine;
import dev.irsa.internal.refresh.SessionConfig;
import dev.irsa.internal.refresh.TimedCredentials;
import dev.irsa.internal.refresh.Waiter;
import dev.irsa.internal.time.Nanos;
import dev.irsa.internal.time.TimePoint;
import java.net.URI;
import java.time.Duration;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** One pod of a fleet: the real engine in virtual time. Not thread-safe. */
final class FleetPod implements EngineActions {

  private static final String ROLE = "arn:aws:iam::123456789012:role/fleet";
  private static final URI ENDPOINT = URI.create("https://sts.example.test/");
  private static final Duration LONGEST = Duration.ofHours(12);
  private static final Duration NEVER_IDLE = Duration.ofDays(36_500);
  private static final long ROUND_TRIP = 50 * Nanos.MILLISECOND;
  private static final CredentialsRequest REQUEST =
      CredentialsRequest.within(Duration.ofSeconds(20));

  private final Fleet fleet;
  private final FleetPlan plan;
  private final long startsAt;
  private final RefreshEngine engine;
  private long wakeAt = Long.MAX_VALUE;
  private boolean expired;
  private int failedAsks;

  FleetPod(Fleet fleet, FleetPlan plan, SplittableRandom random) {
    this.fleet = fleet;
    this.plan = plan;
    this.startsAt = (long) (random.nextDouble() * plan.startSpread());
    this.engine =
        new RefreshEngine(
            new SessionConfig(Subject.ofRole(ROLE, ENDPOINT), plan.policy(), LONGEST, NEVER_IDLE),
            random.split(),
            this,
            moment(0));
  }

  static TimePoint moment(long nanos) {
    return new TimePoint(nanos / Nanos.MILLISECOND, nanos, nanos);
  }

  void begin() {
    fleet.at(startsAt, this::ask);
  }

  boolean hasExpired() {
    return expired;
  }

  int failedAsks() {
    return failedAsks;
  }

  /** Simulates a request of the application that needs credentials, and schedules the next one. */
  private void ask() {
    TimePoint now = moment(fleet.now());
    CallResult result = engine.ask(REQUEST, now).result().getNow(null);
    if (result != null && result.credentials() == null && engine.session() != null) {
      failedAsks++;
    }
    settle(now);
    fleet.at(nextAsk(now), this::ask);
  }

  /**
   * Returns the time of the next request, on the pod's own period. If requests are frequent, those
   * that cannot have an effect are skipped.
   */
  private long nextAsk(TimePoint now) {
    long next = now.nanos() + plan.askEvery();
    TimedCredentials held = engine.session();
    boolean dense = plan.policy().mode() == RefreshPolicy.Mode.LAZY;
    if (!dense || held == null || held.freshness(now) != Freshness.FRESH) {
      return next;
    }
    long due = now.nanos() + held.refreshDue().remainingAt(now);
    long beats = Math.max(0, due - next) / plan.askEvery();
    return next + beats * plan.askEvery();
  }

  private void wake() {
    if (fleet.now() >= wakeAt) {
      wakeAt = Long.MAX_VALUE;
      TimePoint now = moment(fleet.now());
      engine.tick(now);
      settle(now);
    }
  }

  /** Schedules the next wake-up, as the cache does after each step. */
  private void settle(TimePoint now) {
    TimedCredentials held = engine.session();
    expired |= held != null && !held.isValidAt(now);
    long delay = engine.nextWake(now);
    long at = delay == Long.MAX_VALUE ? delay : now.nanos() + Math.max(delay, 1);
    if (at < wakeAt) {
      wakeAt = at;
      fleet.at(at, this::wake);
    }
  }

  @Override
  public void requestAttempt(long attempt, boolean urgent) {
    fleet.at(fleet.now(), () -> call(attempt));
  }

  private void call(long attempt) {
    TimePoint now = moment(fleet.now());
    long bound = engine.granted(attempt, now);
    settle(now);
    if (bound > 0) {
      fleet.countCall();
      boolean down = plan.isDownAt(fleet.now());
      fleet.at(fleet.now() + ROUND_TRIP, () -> answer(attempt, down));
    }
  }

  private void answer(long attempt, boolean down) {
    TimePoint now = moment(fleet.now());
    if (down) {
      engine.failed(attempt, unavailable(), false, now);
    } else {
      engine.succeeded(attempt, issued(now), now);
    }
    settle(now);
  }

  private ExchangeResult issued(TimePoint now) {
    return new ExchangeResult(
        new SessionCredentials(
            "ASIAFLEET", "secret", "token", now.wallAfter(plan.lifetime()), null, null),
        null,
        Duration.ofNanos(ROUND_TRIP));
  }

  private static ExchangeUnavailableException unavailable() {
    return new ExchangeUnavailableException(
        "503",
        "",
        Stage.RESPONSE,
        false,
        "ServiceUnavailable",
        null,
        ROLE,
        null,
        AttemptInfo.NONE,
        null);
  }

  @Override
  public void readClaims() {
    fleet.at(
        fleet.now(),
        () -> {
          TimePoint now = moment(fleet.now());
          engine.claimsRead(null, now);
          settle(now);
        });
  }

  @Override
  public void publish(IrsaEvent event) {}

  @Override
  public void promote(long attempt) {}

  @Override
  public void abort(long attempt, boolean timedOut) {}

  @Override
  public @Nullable CredentialsException obstacle(long attempt) {
    return null;
  }

  @Override
  public void lookForNewInput() {}

  @Override
  public void complete(Waiter waiter, CallResult outcome) {}
}
