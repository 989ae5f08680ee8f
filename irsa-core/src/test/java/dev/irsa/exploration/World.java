package dev.irsa.exploration;

import static dev.irsa.simulation.VirtualSession.WALL_CLOCK;
import static java.util.stream.Collectors.toMap;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.FailureKind;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.exchange.ExchangeResult;
import dev.irsa.internal.refresh.CallerRequest;
import dev.irsa.internal.refresh.CallerResult;
import dev.irsa.internal.time.Nanos;
import dev.irsa.simulation.Internals;
import dev.irsa.simulation.Invariant;
import dev.irsa.simulation.LoopThread;
import dev.irsa.simulation.SimulatedFailures;
import dev.irsa.simulation.VirtualSession;
import dev.irsa.simulation.VirtualSts;
import dev.irsa.simulation.VirtualSts.Exchange;
import dev.irsa.simulation.VirtualSts.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A small world around a {@link VirtualSession}: two callers with a handle each, STS, a token, and
 * two clocks. Nothing happens by itself: {@link #apply} makes one event happen. Times are whole
 * milliseconds.
 */
final class World implements VirtualSts.Probe {

  static final long SECOND = 1_000;
  static final long MINUTE = 60 * SECOND;

  /** How long callers wait at most. */
  static final long DEADLINE = 5 * SECOND;

  /**
   * What does not change in a world.
   *
   * @param lifetime of all credentials
   * @param lasting how long credentials have to last for callers that say so
   * @param serverLead how far the clock of STS is ahead of the wall clock at the start
   * @param clockStep by how much clocks are set, and how long the machine sleeps
   * @param mostClockSteps how often
   * @param hasSpare whether there is a spare endpoint
   */
  record Conditions(
      RefreshPolicy policy,
      long lifetime,
      long lasting,
      long serverLead,
      long clockStep,
      int mostClockSteps,
      boolean hasSpare) {

    /** Callers that say so need a whole session, less the tolerance. */
    static final Conditions USUAL =
        new Conditions(
            RefreshPolicy.standard(),
            60 * MINUTE,
            60 * MINUTE + 57 * SECOND,
            0,
            30 * MINUTE,
            2,
            false);

    Conditions withSpare() {
      return new Conditions(policy, lifetime, lasting, serverLead, clockStep, mostClockSteps, true);
    }
  }

  private static final CallerRequest REQUEST = CallerRequest.within(Duration.ofMillis(DEADLINE));

  /** The shortest time of which a half is worth exploring. */
  private static final long LEAST_HALVED = 2 * SECOND;

  /** When an agent no longer returns credentials from its cache, before they expire. */
  private static final long AGENT_RESERVE = 15 * SECOND;

  private static final int MOST_WAKES = 1_000;

  /** How many wake-ups are skipped: those of each second, for longer than the longest pause. */
  private static final int MOST_SKIPPED = 330;

  /** Created once, because filling in stack traces would take most of the time. */
  private static final Map<Event, CredentialsException> FAILURES =
      Stream.of(Event.values())
          .filter(Event::isFault)
          .collect(
              toMap(
                  event -> event,
                  event -> SimulatedFailures.of(FailureKind.valueOf(event.name()))));

  /** A caller with a handle of its own. */
  static final class Caller {
    boolean open = true;
    @Nullable CompletableFuture<CallerResult> answer;
    CallerRequest request = REQUEST;
    long deadline;
    boolean needsLasting;

    boolean isOpen() {
      return open;
    }
  }

  private final Conditions conditions;
  private final DoubleSupplier share;
  private final Judge judge;
  private final VirtualSession session;
  private final VirtualSts sts;
  private final List<Caller> callers = List.of(new Caller(), new Caller());

  /** In the order of arrival. */
  private final List<Caller> waiting = new ArrayList<>();

  private @Nullable List<String> told;

  private long slept;
  private long wallLead;
  private int clockSteps;
  private boolean halved;

  private int plans;
  private long plannedAt;
  private boolean spins;

  /** When the check for users is due that was planned last. */
  private long checkedAt;

  /** Whether the session has come to rest since the last event. */
  private boolean hasParked;

  private @Nullable Exchange call;
  private @Nullable Exchange abortedCall;
  private boolean rotated;
  private boolean rotatedBeforeCall;
  private @Nullable Event lastFault;

  private @Nullable Throwable failure;

  /** Counts what can be seen from outside. */
  private int activity;

  /**
   * Creates a world in which nothing has happened.
   *
   * @param share draws the shares of jitter
   */
  World(Conditions conditions, DoubleSupplier share) {
    this.conditions = conditions;
    this.share = share;
    this.judge = new Judge(this);
    this.session = session(VirtualSession.always(share), Duration.ofMillis(conditions.lifetime()));
    this.sts = session.sts;
    sts.lifetime = sts.longest;
    sts.offset = Duration.ofMillis(conditions.serverLead());
    sts.behave(Reply::hanging);
    sts.behaveAtSpare(Reply::hanging);
    sts.onStart = this::callBegins;
    session.enter();
    openAnotherHandle();
  }

  private VirtualSession session(RandomGenerator random, Duration longest) {
    return conditions.hasSpare
        ? VirtualSession.withSpare(conditions.policy, random, longest, this)
        : new VirtualSession(conditions.policy, random, longest, this);
  }

  /** Otherwise the last user would not be waited for. */
  @SuppressWarnings("unchecked")
  private void openAnotherHandle() {
    ((Set<Object>) Internals.read(session.sessions, "openings")).add("of another session");
  }

  // ---- events

  boolean isPossible(Event event) {
    return switch (event) {
      case ASK, ASK_LASTING, REFRESH -> idle() != null;
      case INVALIDATE, FORGET -> judge.held() != null;
      case LEAVE, CLOSE_WAITING -> !waiting.isEmpty();
      case CLOSE_IDLE -> idle() != null;
      case OPEN -> callers.stream().anyMatch(caller -> !caller.open);
      case STATUS -> isOpen();
      case SUCCESS, OUTAGE, THROTTLED, DENIED, TOKEN -> call != null;
      // Only an agent returns the same credentials again, and it has no spare.
      case UNCHANGED -> call != null && isCachedByAgent() && !conditions.hasSpare();
      case LATE -> abortedCall != null;
      case ROTATE -> !rotated;
      case NEXT -> wakeAt() != Long.MAX_VALUE;
      case HALF -> !halved && isLongUntilWake();
      case FAULT_LASTS -> lastFault != null && judge.held() != null && isOpen();
      case FORWARD, BACK, SLEEP -> clockSteps < conditions.mostClockSteps;
    };
  }

  void apply(Event event) {
    judge.eventBegins(event);
    halved = event == Event.HALF;
    perform(event);
    advanceTo(millis());
    judge.eventEnds();
  }

  /** Lets time pass until something is due or the given time has come, whichever is first. */
  void passUntil(long latest) {
    judge.eventBegins(Event.NEXT);
    advanceToNext(latest);
    judge.eventEnds();
  }

  private void perform(Event event) {
    switch (event) {
      case ASK -> ask();
      case ASK_LASTING -> call(true, REQUEST.lasting(Duration.ofMillis(conditions.lasting)));
      case REFRESH -> call(false, REQUEST.refreshed());
      case INVALIDATE -> session.invalidate(judge.heldOrThrow().accessKeyId());
      case LEAVE -> leave(waiting.get(0));
      case CLOSE_WAITING -> close(waiting.get(0));
      case CLOSE_IDLE -> close(idleOrThrow());
      case OPEN -> open();
      case FORGET -> {
        judge.forgotten();
        session.forget();
      }
      case STATUS -> judge.status(session.session.status(), session.freshness(), session.quiet());
      case SUCCESS -> succeed();
      case UNCHANGED -> end(null, Reply.of(unused -> result(lastIssued())));
      case OUTAGE, THROTTLED, DENIED, TOKEN -> fail(event);
      case LATE -> judge.lateResponse(this::late);
      case ROTATE -> {
        rotated = true;
        sts.tokenVersion++;
      }
      case NEXT -> passUntilSomethingHappens();
      case HALF -> advanceTo(millis() + (wakeAt() - millis()) / 2);
      case FAULT_LASTS -> passWithFaults();
      case FORWARD -> step(conditions.clockStep, false);
      case BACK -> step(-conditions.clockStep, false);
      case SLEEP -> step(conditions.clockStep, true);
    }
  }

  private void ask() {
    call(false, REQUEST);
  }

  private Caller begin(boolean lasting) {
    Caller caller = idleOrThrow();
    caller.needsLasting = lasting;
    caller.deadline = millis() + DEADLINE;
    return caller;
  }

  private void call(boolean lasting, CallerRequest request) {
    Caller caller = begin(lasting);
    session.enter();
    CompletableFuture<CallerResult> answer = session.call(request);
    CallerResult known = answer.getNow(null);
    if (known != null) {
      ended(caller, known);
      return;
    }
    caller.answer = answer;
    caller.request = request;
    waiting.add(caller);
    judge.waits();
    tell("a caller waits");
    var unused = answer.thenAccept(result -> noted(() -> ended(caller, result)));
  }

  private void leave(Caller caller) {
    var unused = session.leave(caller.request, Objects.requireNonNull(caller.answer));
  }

  private void close(Caller caller) {
    boolean waits = waiting.contains(caller);
    if (caller.open) {
      caller.open = false;
      leaves();
    }
    judge.closed(caller, waits);
  }

  private void leaves() {
    boolean isCheckPlanned = checkedAt > millis();
    session.session.leave();
    if (!isCheckPlanned && !isUsed()) {
      checkedAt = millis() + SECOND;
    }
  }

  private void open() {
    // Who waits last, in the order of waiting: which of the others it is makes no difference.
    Stream.concat(callers.stream().filter(caller -> caller.answer == null), waiting.stream())
            .filter(caller -> !caller.open)
            .findFirst()
            .orElseThrow()
            .open =
        true;
    judge.opened();
    session.enter();
  }

  private ExchangeResult result(SessionCredentials credentials) {
    return new ExchangeResult(credentials, sts.serverNow(), Duration.ZERO);
  }

  private void succeed() {
    end(null, sts.ok());
  }

  private void fail(Event fault) {
    end(fault, Reply.failing(() -> Objects.requireNonNull(FAILURES.get(fault))));
  }

  private void end(@Nullable Event fault, Reply reply) {
    Exchange ended = Objects.requireNonNull(call);
    call = null;
    lastFault = fault;
    judge.callEnds(fault == null ? null : FailureKind.valueOf(fault.name()));
    ended.end(reply);
  }

  private void late() {
    Exchange late = Objects.requireNonNull(abortedCall);
    abortedCall = null;
    late.endLate(sts.ok());
  }

  private void step(long by, boolean sleeps) {
    clockSteps++;
    session.time.step(Duration.ofMillis(by));
    wallLead += by;
    if (sleeps) {
      slept += by;
    } else {
      sts.offset = sts.offset.minusMillis(by);
    }
    judge.clockStepped(by);
  }

  // ---- time

  private boolean isLongUntilWake() {
    long wakeAt = wakeAt();
    return wakeAt != Long.MAX_VALUE && wakeAt - millis() >= LEAST_HALVED;
  }

  /** Returns when the next wake-up is due, or {@link Long#MAX_VALUE}. */
  long wakeAt() {
    Duration dueIn = session.time.nextDueIn().orElse(null);
    return dueIn == null ? Long.MAX_VALUE : millis() + dueIn.toMillis();
  }

  /** Lets time pass, and what is due happen. */
  private void advanceTo(long target) {
    session.advance(Duration.ofMillis(target - millis()));
    if (failure != null) {
      throw new IllegalStateException("the world is broken", failure);
    }
    if (hasParked) {
      hasParked = false;
      judge.parked();
    }
    judge.timePassed();
  }

  /** Does what a session calls, which would catch an error. */
  private void noted(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error broken) {
      failure = broken;
    }
  }

  private void advanceToNext(long latest) {
    advanceTo(Math.max(millis(), Math.min(wakeAt(), latest)));
  }

  /** Skips wake-ups from which nothing follows. */
  private void passUntilSomethingHappens() {
    int before = activity;
    boolean valid = judge.isSurelyValid();
    for (int wakes = 0; wakes < MOST_SKIPPED; wakes++) {
      if (spins || wakeAt() == Long.MAX_VALUE) {
        return;
      }
      advanceToNext(Long.MAX_VALUE);
      if (activity != before || judge.isSurelyValid() != valid) {
        return;
      }
    }
  }

  /**
   * Lets the last fault last: until 15 s before the expiration, or else until the expiration, or
   * else for 5 min.
   */
  private void passWithFaults() {
    Event fault = lastFault;
    if (fault == null) {
      throw new IllegalStateException("without a fault");
    }
    long left = judge.left();
    long length = left > AGENT_RESERVE ? left - AGENT_RESERVE : left > 0 ? left : 5 * MINUTE;
    long until = millis() + length;
    while (millis() < until && !spins) {
      if (call != null) {
        fail(fault);
      } else {
        advanceToNext(until);
      }
    }
  }

  // ---- what the session does

  @Override
  public void uses(String what) {
    if (what.equals(WALL_CLOCK)) {
      judge.clocksRead();
    }
  }

  @Override
  public void hears(IrsaEvent event) {
    hasParked |= event instanceof IrsaEvent.Closed;
    noted(() -> judge.hear(event));
  }

  /** Ends a call, immediately or after a wait. */
  private void ended(Caller caller, CallerResult result) {
    var unused = waiting.remove(caller);
    caller.answer = null;
    judge.ended(caller, result);
    leaves();
  }

  private void callBegins(Exchange begun) {
    long limit = begun.bound.toNanos() / 98 * 100;
    noted(() -> judge.callBegins(call != null, limit, begun.isAtSpare));
    rotatedBeforeCall = rotated;
    call = begun;
    tell(begun.isAtSpare ? "the spare STS is called" : "STS is called");
  }

  /** An aborted exchange may respond late, until the next one is aborted. */
  @Override
  public boolean keeps(Exchange aborted) {
    tell("the call to STS is given up");
    if (call != aborted) {
      return false;
    }
    call = null;
    judge.callEnds(FailureKind.OUTAGE);
    if (abortedCall != null) {
      abortedCall.end(Reply.hanging());
    }
    abortedCall = aborted;
    return true;
  }

  @Override
  public ScheduledExecutorService loopThread(ScheduledExecutorService thread) {
    return new WholeMillis(thread, this::planned);
  }

  /** Takes steps at whole milliseconds. No step is lost, so there are no sweeps to find it. */
  private static final class WholeMillis extends LoopThread {
    private final ScheduledExecutorService real;

    WholeMillis(ScheduledExecutorService real, Runnable onPlan) {
      super(real, onPlan);
      this.real = real;
    }

    @Override
    public void execute(Runnable step) {
      var unused = schedule(step, 0, TimeUnit.NANOSECONDS);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable step, long delay, TimeUnit unit) {
      long millis = (unit.toNanos(delay) + Nanos.MILLISECOND - 1) / Nanos.MILLISECOND;
      return super.schedule(step, millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(
        Runnable step, long first, long next, TimeUnit unit) {
      ScheduledFuture<?> planned = real.schedule(step, first, unit);
      boolean unused = planned.cancel(false);
      return planned;
    }
  }

  /** Counts what is planned at one moment. */
  private void planned() {
    if (sts == null) {
      return;
    }
    plans = millis() == plannedAt ? plans + 1 : 0;
    plannedAt = millis();
    if (plans == MOST_WAKES) {
      spins = true;
      found(Invariant.NEVER_SPINS, plans + " wake-ups at one moment");
    }
    if (spins) {
      throw new RejectedExecutionException("spins");
    }
  }

  /** Returns whether the token was ever replaced. */
  boolean isRotated() {
    return rotated;
  }

  boolean hasNewToken() {
    return rotated && !rotatedBeforeCall;
  }

  void tell(String what) {
    activity++;
    if (told != null) {
      told.add(what);
    }
  }

  void found(Invariant violated, String text) {
    judge.found().add(violated);
    tell(violated + " is violated: " + text);
  }

  /** Starts telling what follows from events. */
  List<String> startTelling() {
    told = new ArrayList<>();
    return told;
  }

  // ---- healing

  /** Ends all faults, and plays until fresh credentials arrive. Returns the time this took. */
  long healedAfter(boolean withCallers, long atMost) {
    long start = millis();
    if (withCallers && !isOpen()) {
      open();
    }
    while (!judge.isFresh() && millis() - start < atMost && !spins) {
      if (call != null) {
        succeed();
      } else if (withCallers && idle() != null) {
        ask();
        if (call == null && !judge.isFresh()) {
          advanceToNext(millis() + 5 * SECOND);
        }
      } else if (wakeAt() == Long.MAX_VALUE) {
        return Long.MAX_VALUE;
      } else {
        advanceToNext(Long.MAX_VALUE);
      }
    }
    return judge.isFresh() ? millis() - start : Long.MAX_VALUE;
  }

  // ---- queries

  Conditions conditions() {
    return conditions;
  }

  Judge judge() {
    return judge;
  }

  long millis() {
    return sts.elapsed() / Nanos.MILLISECOND;
  }

  long slept() {
    return slept;
  }

  /** Returns how far the wall clock is ahead of the monotonic one. */
  long wallLead() {
    return wallLead;
  }

  long wallMillis() {
    return session.time.instant().toEpochMilli();
  }

  Instant serverNow() {
    return sts.serverNow();
  }

  boolean isCalling() {
    return call != null;
  }

  boolean isOpen() {
    return callers.stream().anyMatch(Caller::isOpen);
  }

  /** Returns whether a call has to wait before it begins. */
  boolean isQueued() {
    return session.isQueued();
  }

  /** Returns whether a handle is open or a caller waits. */
  boolean isUsed() {
    return isOpen() || !waiting.isEmpty();
  }

  List<Caller> waiting() {
    return waiting;
  }

  private @Nullable Caller idle() {
    for (Caller caller : callers) {
      if (caller.open && caller.answer == null) {
        return caller;
      }
    }
    return null;
  }

  private Caller idleOrThrow() {
    Caller caller = idle();
    if (caller == null) {
      throw new IllegalStateException("all callers wait");
    }
    return caller;
  }

  private SessionCredentials lastIssued() {
    return issuedWith("ASIA" + sts.issued);
  }

  private boolean isCachedByAgent() {
    return sts.issued > 0 && leftOf(lastIssued()) > AGENT_RESERVE;
  }

  /** Returns the true time until credentials expire, 0 after it. */
  long leftOf(SessionCredentials credentials) {
    return Math.max(0, Duration.between(serverNow(), credentials.expiration()).toMillis());
  }

  SessionCredentials issuedWith(String key) {
    return sts.issuedCredentials(key);
  }

  /** Returns whether credentials have expired, and static stability does not serve them. */
  boolean isUseless(SessionCredentials credentials) {
    return !serverNow()
        .isBefore(credentials.expiration().plus(conditions.policy.staticStability()));
  }

  /** Returns how many credentials were issued after those with a key. */
  int ageOfKey(String key) {
    return sts.issued - Integer.parseInt(key.substring("ASIA".length()));
  }

  static String at(long millis) {
    long tenths = millis / 100;
    return String.format(
        Locale.ROOT,
        "%d:%02d:%02d.%d",
        tenths / 36_000,
        tenths / 600 % 60,
        tenths / 10 % 60,
        tenths % 10);
  }

  /** Returns a number that is the same only for worlds with the same future. */
  long fingerprint() {
    Fingerprint fingerprint = new Fingerprint(this);
    fingerprint.add(Double.doubleToLongBits(share.getAsDouble()));
    fingerprint.addSession(session);
    fingerprint.add(wakeAt() == Long.MAX_VALUE ? -1 : wakeAt() - millis());
    judge.addTo(fingerprint);
    for (Caller caller : waiting) {
      fingerprint.addCaller(caller);
      fingerprint.add(caller.deadline - millis());
      fingerprint.add((caller.needsLasting ? 1 : 0) + (caller.open ? 2 : 0));
    }
    fingerprint.add(callers.stream().filter(Caller::isOpen).count());
    fingerprint.add(Math.max(0, checkedAt - millis()));
    fingerprint.add(clockSteps);
    fingerprint.add((halved ? 1 : 0) + (spins ? 2 : 0));
    fingerprint.add(sts.issued == 0 ? 0 : leftOf(lastIssued()));
    fingerprint.add((call == null ? 0 : 1) + (abortedCall == null ? 0 : 2));
    fingerprint.add((rotated ? 1 : 0) + (rotatedBeforeCall ? 2 : 0));
    fingerprint.add(lastFault);
    return fingerprint.value();
  }
}
