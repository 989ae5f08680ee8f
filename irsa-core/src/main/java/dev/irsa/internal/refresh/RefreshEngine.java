package dev.irsa.internal.refresh;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.FailureKind;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.TokenClaims;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.time.Deadline;
import dev.irsa.internal.time.DueTime;
import dev.irsa.internal.time.Nanos;
import dev.irsa.internal.time.TimePoint;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of one session: takes what happened and when, decides, and leaves what is to be
 * done in its outbox. It reads no clock, starts no thread and takes no lock; whoever holds it calls
 * one method at a time. The rules and their numbers are those of docs/refresh.md.
 */
public class RefreshEngine {

  /** Makes engines; there is one way to do it, and in tests many wrong ones. */
  public interface Maker {
    RefreshEngine make(
        SessionConfig rules,
        RandomGenerator random,
        EngineActions outbox,
        EngineState memory,
        TimePoint now);
  }

  /** The one way. */
  public static final class StandardMaker implements Maker {
    @Override
    public RefreshEngine make(
        SessionConfig rules,
        RandomGenerator random,
        EngineActions outbox,
        EngineState memory,
        TimePoint now) {
      return new RefreshEngine(rules, random, outbox, memory, now);
    }
  }

  /** Credentials with less than that left are refused: no call can be signed and sent with them. */
  private static final Duration SHORTEST_LIFE = Duration.ofSeconds(1);

  /** More than the longest pause, 5 min, so that a count of failures outlives it. */
  private static final long LEAST_KEPT = 15 * Nanos.MINUTE;

  private final RefreshPolicy policy;
  private final Duration longestLifetime;
  private final RandomGenerator random;
  private final EngineActions outbox;

  private final CurrentCredentials held;
  private final BackoffState setbacks;
  private final InvalidationLimiter invalidation;
  private final RefreshFailures failures;
  private final Refresher refresher;
  private final FailurePolicy answers;
  private final EventPublisher chronicle;
  private final Demand demand;
  private final TokenMonitor inputs;
  private final RefreshSchedule outlook;
  private final WaitQueue waiters;
  private final WaitQueue waitersForNextFlight;

  private ServerClock serverTime;
  private boolean parked;

  /** Makes an engine that begins with what the memory holds, usually nothing. */
  public RefreshEngine(
      SessionConfig rules,
      RandomGenerator random,
      EngineActions outbox,
      EngineState memory,
      TimePoint now) {
    this.policy = rules.policy();
    this.longestLifetime = rules.longestLifetime();
    this.random = random;
    this.outbox = outbox;
    this.held = memory.held();
    this.setbacks = memory.setbacks();
    this.invalidation = memory.invalidation();
    this.failures = new RefreshFailures(rules.roleArn());
    this.refresher = new Refresher(policy, random, outbox, failures, memory);
    this.answers = new FailurePolicy(policy, held, setbacks);
    this.chronicle = new EventPublisher(rules.roleArn(), outbox);
    this.demand = new Demand(held, rules.idleAfter().toNanos(), now);
    this.inputs = new TokenMonitor(held, demand, outbox, chronicle);
    this.outlook = new RefreshSchedule(policy, memory, demand, refresher, answers);
    this.waiters = new WaitQueue(outbox);
    this.waitersForNextFlight = new WaitQueue(outbox);
    this.serverTime = new ServerClock(null, now);
  }

  // ---- callers

  /** Answers a call for credentials, or returns null when the caller has to {@link #join}. */
  public @Nullable CallResult ask(TimePoint now) {
    demand.asked(now);
    if (policy.mode() == RefreshPolicy.Mode.LAZY) {
      inputs.asked();
    }
    tick(now);
    if (parked) {
      return CallResult.CLOSED;
    }
    TimedCredentials valid = held.validAt(now);
    return valid != null ? askWhileValid(valid, now) : askWithout(now);
  }

  private @Nullable CallResult askWhileValid(TimedCredentials valid, TimePoint now) {
    CredentialsException failure = setbacks.failure();
    boolean due = setbacks.isDueAt(now);
    if (failure != null && answers.raises(failure) && !due) {
      return CallResult.failed(failure, setbacks.circumstances(now));
    }
    boolean started =
        !refresher.isFlying()
            && valid.freshness(now) == Freshness.AHEAD
            && due
            && refresher.start(now);
    boolean waits =
        invalidation.waitAt(now) > 0
            || (started && policy.callerRefreshes())
            || valid.remainingAt(now) <= policy.mandatoryWindow().toNanos();
    return refresher.isFlying() && waits ? null : CallResult.serve(valid.credentials());
  }

  private @Nullable CallResult askWithout(TimePoint now) {
    boolean failedBefore = setbacks.failure() != null;
    if (!refresher.isFlying() && setbacks.isDueAt(now)) {
      refresher.start(now);
    }
    CredentialsException failure = lastFailure(now);
    TimedCredentials stable = failedBefore ? answers.stable(failure, now) : null;
    if (refresher.isFlying() && (stable == null || policy.callerRefreshes())) {
      return null;
    }
    return stable != null
        ? CallResult.old(stable.credentials(), failure)
        : CallResult.failed(failure, setbacks.circumstances(now));
  }

  /** Lets a caller wait for the flight. */
  public Waiter join(Object owner, long deadline, TimePoint now) {
    long window = invalidation.waitAt(now);
    boolean onlyTheWindow = window > 0 && held.isValidAt(now);
    Waiter waiter =
        Waiter.until(
            Deadline.in(now, onlyTheWindow ? Math.min(deadline, window) : deadline), owner);
    waiters.add(waiter);
    return waiter;
  }

  /**
   * Refreshes now: joins a flight that starts after this call. Ignores the spacing, but not floors
   * and budget.
   */
  public Waiter refresh(Object owner, long deadline, TimePoint now) {
    demand.asked(now);
    boolean flewBefore = refresher.isFlying();
    tick(now);
    Waiter waiter = Waiter.until(Deadline.in(now, deadline), owner);
    if (parked) {
      outbox.complete(waiter, CallResult.CLOSED);
    } else if (refresher.isFlying()) {
      (flewBefore ? waitersForNextFlight : waiters).add(waiter);
    } else if (refresher.startDespiteSpacing(now)) {
      waiters.add(waiter);
    } else {
      outbox.complete(waiter, answers.after(lastFailure(now), now));
    }
    return waiter;
  }

  /** Starts the first flight without a caller. */
  public void startEagerly(TimePoint now) {
    if (!parked && held.session() == null && !refresher.isFlying() && setbacks.isDueAt(now)) {
      refresher.start(now);
    }
  }

  /** A service refused these credentials. */
  public void invalidate(String accessKeyId, TimePoint now) {
    tick(now);
    TimedCredentials valid = held.validAt(now);
    if (parked
        || valid == null
        || !valid.credentials().accessKeyId().equals(accessKeyId)
        || !invalidation.isWorthRefresh(accessKeyId, now, valid.scale())) {
      return;
    }
    if (refresher.isFlying() || refresher.startDespiteSpacing(now)) {
      invalidation.causedRefresh(accessKeyId, now, valid.scale());
    }
  }

  /** Ends a caller's wait after an interrupt, and returns what it gets. */
  public CallResult leave(Waiter waiter, TimePoint now) {
    waiters.remove(waiter);
    waitersForNextFlight.remove(waiter);
    return parked
        ? CallResult.CLOSED
        : answers.after(failures.interrupted(refresher.lastFailure()), now);
  }

  /** Ends the waits of a closed handle. */
  public void leaveAll(Object owner) {
    waiters.close(owner);
    waitersForNextFlight.close(owner);
  }

  /** Drops the credentials and whatever is under way; the next call begins anew. */
  public void forget(TimePoint now) {
    refresher.abandon();
    held.drop();
    setbacks.clear();
    inputs.forget();
    invalidation.closeWindow();
    CallResult frozen = answers.after(failures.frozen(), now);
    waiters.finishAll(frozen);
    waitersForNextFlight.finishAll(frozen);
  }

  /** The last user has left: everything ends that is under way, and what is known stays. */
  public void park(TimePoint now) {
    if (parked) {
      return;
    }
    parked = true;
    refresher.abandon();
    waiters.finishAll(CallResult.CLOSED);
    waitersForNextFlight.finishAll(CallResult.CLOSED);
    chronicle.closed(now);
  }

  /** There is a user again. */
  public void resume() {
    parked = false;
  }

  /**
   * Returns for how many nanoseconds what is known is worth keeping without a user: while the
   * credentials may be served, and long enough for every pause and budget to have passed.
   */
  public long worthKeepingFor(TimePoint now) {
    TimedCredentials session = held.session();
    long served =
        session == null
            ? 0
            : session.lifetime()
                + policy.staticStability().toNanos()
                - now.since(session.receivedAt());
    return refresher.hasFlown() ? Math.max(served, LEAST_KEPT) : 0;
  }

  // ---- flights

  /**
   * The gate lets an attempt start; returns its bound in nanoseconds, or 0 when it is no longer
   * wanted.
   */
  public long granted(long attempt, TimePoint now) {
    tick(now);
    if (parked || !refresher.isCurrent(attempt)) {
      return 0;
    }
    CredentialsException refusal = refresher.refuse(now);
    if (refusal != null) {
      flightFailed(refusal, now);
      return 0;
    }
    return refresher.grant(now);
  }

  public void progressed(long attempt, AttemptProgress progress, TimePoint now) {
    if (!parked && refresher.isCurrent(attempt)) {
      refresher.progressed(progress, now);
    }
  }

  public void succeeded(long attempt, ExchangeResult issued, TimePoint now) {
    if (parked || !refresher.isCurrent(attempt)) {
      return;
    }
    serverTime = serverTime.measuredBy(issued, now, longestLifetime);
    Instant expiration = issued.credentials().expiration();
    Duration left = Duration.between(serverTime.at(now), expiration);
    if (left.compareTo(SHORTEST_LIFE) < 0) {
      flightFailed(refresher.giveUp(failures.tooLate(expiration, serverTime.at(now)), now), now);
      return;
    }
    take(issued, left.compareTo(longestLifetime) > 0 ? longestLifetime : left, now);
  }

  private void take(ExchangeResult issued, Duration life, TimePoint now) {
    TimedCredentials taken =
        TimedCredentials.of(
            issued.credentials(), life, held.session() == null, policy, random, now);
    inputs.renewed(taken.scale(), now, serverTime);
    held.take(taken);
    RefreshFlight flight = refresher.succeed();
    invalidation.closeWindow();
    waiters.finishAll(CallResult.renewed(issued.credentials()));
    chronicle.renewed(taken, flight, serverTime.offset(), now);
    startForRefreshers(now);
  }

  public void failed(
      long attempt, CredentialsException failure, boolean hasNewInput, TimePoint now) {
    if (!parked && refresher.isCurrent(attempt)) {
      flightFailed(refresher.fail(failure, hasNewInput, now), now);
    }
  }

  /** Does what follows the end of a flight; does nothing when it goes on, which is null. */
  private void flightFailed(@Nullable CredentialsException failure, TimePoint now) {
    if (failure == null) {
      return;
    }
    invalidation.closeWindow();
    inputs.failed(failure, now);
    chronicle.failed(failure, setbacks, held.isValidAt(now), now);
    tellOfLack(now);
    waiters.finishAll(answers.after(failure, now));
    startForRefreshers(now);
  }

  private void tellOfLack(TimePoint now) {
    TimedCredentials session = held.session();
    if (session == null) {
      chronicle.without(now);
    } else if (!session.isValidAt(now)) {
      chronicle.expired(servedFor(session, now), now);
    }
  }

  /** Returns for how many nanoseconds expired credentials are served through the last failure. */
  private long servedFor(TimedCredentials session, TimePoint now) {
    CredentialsException failure = setbacks.failure();
    if (failure == null || answers.stable(failure, now) == null) {
      return 0;
    }
    long end = session.lifetime() + policy.staticStability().toNanos();
    return Math.max(0, end - now.since(session.receivedAt()));
  }

  /** Callers of refresh() who came during the last flight want one of their own. */
  private void startForRefreshers(TimePoint now) {
    if (waitersForNextFlight.isEmpty()) {
      return;
    }
    waitersForNextFlight.moveTo(waiters);
    if (!refresher.startDespiteSpacing(now)) {
      waiters.finishAll(answers.after(lastFailure(now), now));
    }
  }

  // ---- time

  /** Does all that has fallen due. */
  public void tick(TimePoint now) {
    if (parked) {
      return;
    }
    flightFailed(refresher.tick(now), now);
    passThresholds(now);
    if (policy.mode() == RefreshPolicy.Mode.STANDARD) {
      startWhatIsDue(now);
      inputs.tick(now);
    }
    endOverdue(waiters, now);
    endOverdue(waitersForNextFlight, now);
  }

  private void endOverdue(WaitQueue of, TimePoint now) {
    for (Waiter waiter : of.takeOverdue(now)) {
      outbox.complete(waiter, tooLate(waiter, now));
    }
  }

  private CallResult tooLate(Waiter waiter, TimePoint now) {
    return answers.after(
        failures.waitedTooLong(waiter, refresher.isQueued(), refresher.lastFailure()), now);
  }

  private void passThresholds(TimePoint now) {
    boolean ownSpacing = policy.spacing() == null;
    if (held.passesLastChance(now) && ownSpacing) {
      setbacks.makeDue();
    }
    if (!held.passesExpiry(now)) {
      return;
    }
    setbacks.restartCount();
    TimePoint failedAt = setbacks.failedAt();
    if (failedAt != null && ownSpacing) {
      long pause = Backoff.whileExpired(0, FailureKind.OUTAGE, held.scale(), random);
      setbacks.bringForward(DueTime.in(failedAt, pause));
    }
    refresher.promote();
    if (failedAt != null || refresher.isFlying()) {
      tellOfLack(now);
    }
  }

  private void startWhatIsDue(TimePoint now) {
    if (!refresher.isFlying() && demand.wantsRefreshAt(now) && setbacks.isDueAt(now)) {
      refresher.start(now);
    }
  }

  /** The token file changed after a failure that another token may cure. */
  public void newInputFound(TimePoint now) {
    if (!parked && !refresher.isFlying() && inputs.found()) {
      refresher.start(now);
    }
  }

  /** The token's claims were read. */
  public void claimsRead(@Nullable TokenClaims claims, TimePoint now) {
    if (!parked) {
      inputs.claimsRead(claims, now, serverTime);
    }
  }

  /** Returns the nanoseconds until {@link #tick} has something to do, or {@link Long#MAX_VALUE}. */
  public long nextWake(TimePoint now) {
    if (parked) {
      return Long.MAX_VALUE;
    }
    long wake =
        Math.min(
            refresher.nextWake(now),
            Math.min(waiters.nextDeadline(now), waitersForNextFlight.nextDeadline(now)));
    return policy.mode() == RefreshPolicy.Mode.STANDARD
        ? Math.min(wake, Math.min(outlook.nextWake(now), inputs.nextWake(now)))
        : wake;
  }

  // ---- what others may see

  public boolean isInFlight() {
    return refresher.isFlying();
  }

  /**
   * Returns the credentials that may be handed out without asking, for {@link #quietFor} from now.
   */
  public @Nullable TimedCredentials session() {
    return held.session();
  }

  public long quietFor(TimePoint now) {
    return parked ? 0 : outlook.quietFor(now);
  }

  public SessionStatus status(TimePoint now) {
    tick(now);
    TimedCredentials session = held.session();
    return new SessionStatus(
        session == null ? null : session.freshness(now).name(),
        session == null ? null : session.credentials().expiration(),
        outlook.nextRefreshAt(now),
        session == null ? null : session.receivedAt().wall(),
        setbacks.failure(),
        setbacks.failedAt() == null ? null : setbacks.failedAt().wall(),
        setbacks.attempts(),
        serverTime.offset(),
        inputs.claims());
  }

  private CredentialsException lastFailure(TimePoint now) {
    CredentialsException last = setbacks.failure();
    return last != null ? last : failures.budgetSpent(setbacks.nextAt(now));
  }
}
