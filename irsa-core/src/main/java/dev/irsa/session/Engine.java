package dev.irsa.session;

import dev.irsa.identity.CredentialsException;
import dev.irsa.identity.FailureClass;
import dev.irsa.identity.RefreshPolicy;
import dev.irsa.identity.TokenClaims;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of one session: takes what happened and when, decides, and leaves what is to be
 * done in its outbox. It reads no clock, starts no thread and takes no lock; whoever holds it calls
 * one method at a time. The rules and their numbers are those of docs/refresh.md.
 */
class Engine {

  /** Makes engines; there is one way to do it, and in tests many wrong ones. */
  interface Maker {
    Engine make(Rules rules, RandomGenerator random, Outbox outbox, Memory memory, Moment now);
  }

  /** The one way. */
  static final class StandardMaker implements Maker {
    @Override
    public Engine make(
        Rules rules, RandomGenerator random, Outbox outbox, Memory memory, Moment now) {
      return new Engine(rules, random, outbox, memory, now);
    }
  }

  /** Credentials with less than that left are refused: no call can be signed and sent with them. */
  private static final Duration SHORTEST_LIFE = Duration.ofSeconds(1);

  /** More than the longest pause, 5 min, so that a count of failures outlives it. */
  private static final long LEAST_KEPT = 15 * Spacing.MINUTE;

  private final RefreshPolicy policy;
  private final Duration longestLifetime;
  private final RandomGenerator random;
  private final Outbox outbox;

  private final Held held;
  private final Setbacks setbacks;
  private final Invalidation invalidation;
  private final Failures failures;
  private final Refresher refresher;
  private final Answers answers;
  private final Chronicle chronicle;
  private final Demand demand;
  private final Inputs inputs;
  private final Outlook outlook;
  private final Waiters waiters;
  private final Waiters waitersForNextFlight;

  private ServerTime serverTime;
  private boolean parked;

  /** Makes an engine that begins with what the memory holds, usually nothing. */
  Engine(Rules rules, RandomGenerator random, Outbox outbox, Memory memory, Moment now) {
    this.policy = rules.policy();
    this.longestLifetime = rules.longestLifetime();
    this.random = random;
    this.outbox = outbox;
    this.held = memory.held();
    this.setbacks = memory.setbacks();
    this.invalidation = memory.invalidation();
    this.failures = new Failures(rules.roleArn());
    this.refresher = new Refresher(policy, random, outbox, failures, memory);
    this.answers = new Answers(policy, held, setbacks);
    this.chronicle = new Chronicle(rules.roleArn(), outbox);
    this.demand = new Demand(held, rules.idleAfter().toNanos(), now);
    this.inputs = new Inputs(held, demand, outbox, chronicle);
    this.outlook = new Outlook(policy, memory, demand, refresher, answers);
    this.waiters = new Waiters(outbox);
    this.waitersForNextFlight = new Waiters(outbox);
    this.serverTime = new ServerTime(null, now);
  }

  // ---- callers

  /** Answers a call for credentials, or returns null when the caller has to {@link #join}. */
  @Nullable Outcome ask(Moment now) {
    demand.asked(now);
    if (policy.mode() == RefreshPolicy.Mode.LAZY) {
      inputs.asked();
    }
    tick(now);
    if (parked) {
      return Outcome.CLOSED;
    }
    Session valid = held.validAt(now);
    return valid != null ? askWhileValid(valid, now) : askWithout(now);
  }

  private @Nullable Outcome askWhileValid(Session valid, Moment now) {
    CredentialsException failure = setbacks.failure();
    boolean due = setbacks.isDueAt(now);
    if (failure != null && answers.raises(failure) && !due) {
      return Outcome.failed(failure, setbacks.circumstances(now));
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
    return refresher.isFlying() && waits ? null : Outcome.serve(valid.credentials());
  }

  private @Nullable Outcome askWithout(Moment now) {
    boolean failedBefore = setbacks.failure() != null;
    if (!refresher.isFlying() && setbacks.isDueAt(now)) {
      refresher.start(now);
    }
    CredentialsException failure = lastFailure(now);
    Session stable = failedBefore ? answers.stable(failure, now) : null;
    if (refresher.isFlying() && (stable == null || policy.callerRefreshes())) {
      return null;
    }
    return stable != null
        ? Outcome.old(stable.credentials(), failure)
        : Outcome.failed(failure, setbacks.circumstances(now));
  }

  /** Lets a caller wait for the flight. */
  Waiter join(Object owner, long deadline, Moment now) {
    long window = invalidation.waitAt(now);
    boolean onlyTheWindow = window > 0 && held.isValidAt(now);
    Waiter waiter =
        Waiter.until(Timeout.in(now, onlyTheWindow ? Math.min(deadline, window) : deadline), owner);
    waiters.add(waiter);
    return waiter;
  }

  /**
   * Refreshes now: joins a flight that starts after this call. Ignores the spacing, but not floors
   * and budget.
   */
  Waiter refresh(Object owner, long deadline, Moment now) {
    demand.asked(now);
    boolean flewBefore = refresher.isFlying();
    tick(now);
    Waiter waiter = Waiter.until(Timeout.in(now, deadline), owner);
    if (parked) {
      outbox.complete(waiter, Outcome.CLOSED);
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
  void startEagerly(Moment now) {
    if (!parked && held.session() == null && !refresher.isFlying() && setbacks.isDueAt(now)) {
      refresher.start(now);
    }
  }

  /** A service refused these credentials. */
  void invalidate(String accessKeyId, Moment now) {
    tick(now);
    Session valid = held.validAt(now);
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
  Outcome leave(Waiter waiter, Moment now) {
    waiters.remove(waiter);
    waitersForNextFlight.remove(waiter);
    return parked
        ? Outcome.CLOSED
        : answers.after(failures.interrupted(refresher.lastFailure()), now);
  }

  /** Ends the waits of a closed handle. */
  void leaveAll(Object owner) {
    waiters.close(owner);
    waitersForNextFlight.close(owner);
  }

  /** Drops the credentials and whatever is under way; the next call begins anew. */
  void forget(Moment now) {
    refresher.abandon();
    held.drop();
    setbacks.clear();
    inputs.forget();
    invalidation.closeWindow();
    Outcome frozen = answers.after(failures.frozen(), now);
    waiters.finishAll(frozen);
    waitersForNextFlight.finishAll(frozen);
  }

  /** The last user has left: everything ends that is under way, and what is known stays. */
  void park(Moment now) {
    if (parked) {
      return;
    }
    parked = true;
    refresher.abandon();
    waiters.finishAll(Outcome.CLOSED);
    waitersForNextFlight.finishAll(Outcome.CLOSED);
    chronicle.closed(now);
  }

  /** There is a user again. */
  void resume() {
    parked = false;
  }

  /**
   * Returns for how many nanoseconds what is known is worth keeping without a user: while the
   * credentials may be served, and long enough for every pause and budget to have passed.
   */
  long worthKeepingFor(Moment now) {
    Session session = held.session();
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
  long granted(long attempt, Moment now) {
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

  void progressed(long attempt, Progress progress, Moment now) {
    if (!parked && refresher.isCurrent(attempt)) {
      refresher.progressed(progress, now);
    }
  }

  void succeeded(long attempt, Issued issued, Moment now) {
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

  private void take(Issued issued, Duration life, Moment now) {
    Session taken =
        Session.of(issued.credentials(), life, held.session() == null, policy, random, now);
    inputs.renewed(taken.scale(), now, serverTime);
    held.take(taken);
    Flight flight = refresher.succeed();
    invalidation.closeWindow();
    waiters.finishAll(Outcome.renewed(issued.credentials()));
    chronicle.renewed(taken, flight, serverTime.offset(), now);
    startForRefreshers(now);
  }

  void failed(long attempt, CredentialsException failure, boolean hasNewInput, Moment now) {
    if (!parked && refresher.isCurrent(attempt)) {
      flightFailed(refresher.fail(failure, hasNewInput, now), now);
    }
  }

  /** Does what follows the end of a flight; does nothing when it goes on, which is null. */
  private void flightFailed(@Nullable CredentialsException failure, Moment now) {
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

  private void tellOfLack(Moment now) {
    Session session = held.session();
    if (session == null) {
      chronicle.without(now);
    } else if (!session.isValidAt(now)) {
      long end = session.lifetime() + policy.staticStability().toNanos();
      chronicle.expired(Math.max(0, end - now.since(session.receivedAt())), now);
    }
  }

  /** Callers of refresh() who came during the last flight want one of their own. */
  private void startForRefreshers(Moment now) {
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
  void tick(Moment now) {
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

  private void endOverdue(Waiters of, Moment now) {
    for (Waiter waiter : of.takeOverdue(now)) {
      outbox.complete(waiter, tooLate(waiter, now));
    }
  }

  private Outcome tooLate(Waiter waiter, Moment now) {
    return answers.after(
        failures.waitedTooLong(waiter, refresher.isQueued(), refresher.lastFailure()), now);
  }

  private void passThresholds(Moment now) {
    boolean ownSpacing = policy.spacing() == null;
    if (held.passesLastChance(now) && ownSpacing) {
      setbacks.makeDue();
    }
    if (!held.passesExpiry(now)) {
      return;
    }
    setbacks.restartCount();
    Moment failedAt = setbacks.failedAt();
    if (failedAt != null && ownSpacing) {
      long pause = Spacing.whileExpired(0, FailureClass.OUTAGE, held.scale(), random);
      setbacks.bringForward(Due.in(failedAt, pause));
    }
    refresher.promote();
    if (failedAt != null || refresher.isFlying()) {
      tellOfLack(now);
    }
  }

  private void startWhatIsDue(Moment now) {
    if (!refresher.isFlying() && demand.wantsRefreshAt(now) && setbacks.isDueAt(now)) {
      refresher.start(now);
    }
  }

  /** The token file changed after a failure that another token may cure. */
  void newInputFound(Moment now) {
    if (!parked && !refresher.isFlying() && inputs.found()) {
      refresher.start(now);
    }
  }

  /** The token's claims were read. */
  void claimsRead(@Nullable TokenClaims claims, Moment now) {
    if (!parked) {
      inputs.claimsRead(claims, now, serverTime);
    }
  }

  /** Returns the nanoseconds until {@link #tick} has something to do, or {@link Long#MAX_VALUE}. */
  long nextWake(Moment now) {
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

  boolean isInFlight() {
    return refresher.isFlying();
  }

  /**
   * Returns the credentials that may be handed out without asking, for {@link #quietFor} from now.
   */
  @Nullable Session session() {
    return held.session();
  }

  long quietFor(Moment now) {
    return parked ? 0 : outlook.quietFor(now);
  }

  SessionStatus status(Moment now) {
    tick(now);
    Session session = held.session();
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

  private CredentialsException lastFailure(Moment now) {
    CredentialsException last = setbacks.failure();
    return last != null ? last : failures.budgetSpent(setbacks.nextAt(now));
  }
}
