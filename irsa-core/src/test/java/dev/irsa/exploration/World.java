package dev.irsa.exploration;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.failure.AttemptInfo;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.refresh.CallResult;
import dev.irsa.internal.refresh.Waiter;
import dev.irsa.simulation.Invariant;
import dev.irsa.simulation.SimulatedFailures;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A small world around a {@link EngineProvider}: two callers with a handle each, STS, a token, and
 * two clocks. Nothing happens by itself: {@link #apply} makes one event happen. Times are
 * milliseconds.
 */
final class World {

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
   */
  record Conditions(
      RefreshPolicy policy,
      long lifetime,
      long lasting,
      long serverLead,
      long clockStep,
      int mostClockSteps) {

    /** Callers that say so need a whole session, less the tolerance. */
    static final Conditions USUAL =
        new Conditions(
            RefreshPolicy.standard(), 60 * MINUTE, 60 * MINUTE + 57 * SECOND, 0, 30 * MINUTE, 2);

    boolean isLazy() {
      return policy.mode() == RefreshPolicy.Mode.LAZY;
    }
  }

  static final AttemptInfo NO_ATTEMPTS = AttemptInfo.NONE;

  private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");

  /** The shortest time of which a half is worth exploring. */
  private static final long LEAST_HALVED = 2 * SECOND;

  /** When an agent no longer returns credentials from its cache, before they expire. */
  private static final long AGENT_RESERVE = 15 * SECOND;

  private static final int MOST_WAKES = 1_000;

  /** Created once, because filling in stack traces would take most of the time. */
  private static final Map<Event, CredentialsException> FAILURES =
      new EnumMap<>(
          Map.of(
              Event.OUTAGE, SimulatedFailures.outage(),
              Event.THROTTLED, SimulatedFailures.throttling(),
              Event.DENIED, SimulatedFailures.denied(),
              Event.TOKEN, SimulatedFailures.expiredToken()));

  /** A caller with a handle of its own. */
  static final class Caller {
    private boolean open = true;
    private @Nullable Waiter waiter;
    private long deadline;
    private boolean lasting;

    Waiter waiter() {
      if (waiter == null) {
        throw new IllegalStateException("does not wait");
      }
      return waiter;
    }

    boolean isOpen() {
      return open;
    }

    long deadline() {
      return deadline;
    }

    boolean needsLasting() {
      return lasting;
    }
  }

  private final Conditions conditions;
  private final EngineProvider provider;
  private final Judge judge;
  private final List<Caller> callers = List.of(new Caller(), new Caller());

  /** In the order of arrival. */
  private final List<Caller> waiting = new ArrayList<>();

  private @Nullable List<String> told;

  private long millis;
  private long slept;
  private long wallLead;
  private int clockSteps;
  private boolean halved;
  private boolean spins;

  private final List<SessionCredentials> issued = new ArrayList<>();
  private long call;
  private long abortedCall;
  private boolean rotated;
  private boolean rotatedBeforeCall;
  private @Nullable Event lastFault;

  /** Counts what can be seen from outside. */
  private int activity;

  /** Creates a world in which nothing has happened. */
  World(Conditions conditions, Function<World, EngineProvider> maker) {
    this.conditions = conditions;
    this.judge = new Judge(this);
    this.provider = maker.apply(this);
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
      case SUCCESS, OUTAGE, THROTTLED, DENIED, TOKEN -> call != 0;
      case UNCHANGED -> call != 0 && isCachedByAgent();
      case LATE -> abortedCall != 0;
      case ROTATE -> !rotated;
      case NEXT -> provider.wakeAt() != Long.MAX_VALUE;
      case HALF -> !halved && isLongUntilWake();
      case FAULT_LASTS -> lastFault != null && judge.held() != null && isOpen();
      case FORWARD, BACK, SLEEP -> clockSteps < conditions.mostClockSteps;
    };
  }

  void apply(Event event) {
    judge.eventBegins(event);
    halved = event == Event.HALF;
    perform(event);
    advanceTo(millis);
    judge.eventEnds();
  }

  /** Lets time pass until something is due or the given time has come, whichever is first. */
  void passUntil(long latest) {
    judge.eventBegins(Event.NEXT);
    advanceTo(Math.max(millis, Math.min(provider.wakeAt(), latest)));
    judge.eventEnds();
  }

  private void perform(Event event) {
    switch (event) {
      case ASK -> ask(false, provider::ask);
      case ASK_LASTING -> ask(true, provider::askLasting);
      case REFRESH -> ask(false, provider::refresh);
      case INVALIDATE -> provider.invalidate(judge.heldOrThrow().accessKeyId());
      case LEAVE -> provider.leave(waiting.get(0));
      case CLOSE_WAITING -> close(waiting.get(0));
      case CLOSE_IDLE -> close(idleOrThrow());
      case OPEN -> open();
      case FORGET -> {
        judge.forgotten();
        provider.forget();
      }
      case STATUS -> provider.status();
      case SUCCESS, UNCHANGED -> succeed(event == Event.SUCCESS ? issue() : lastIssued());
      case OUTAGE, THROTTLED, DENIED, TOKEN -> fail(event);
      case LATE -> judge.lateResponse(this::late);
      case ROTATE -> rotated = true;
      case NEXT -> passUntilSomethingHappens();
      case HALF -> advanceTo(millis + (provider.wakeAt() - millis) / 2);
      case FAULT_LASTS -> passWithFaults();
      case FORWARD -> step(conditions.clockStep, false);
      case BACK -> step(-conditions.clockStep, false);
      case SLEEP -> step(conditions.clockStep, true);
    }
  }

  private void ask(boolean lasting, Consumer<Caller> how) {
    Caller caller = idleOrThrow();
    caller.lasting = lasting;
    caller.deadline = millis + DEADLINE;
    how.accept(caller);
  }

  private void close(Caller caller) {
    boolean waits = waiting.contains(caller);
    caller.open = false;
    parkWithoutUsers();
    judge.closed(caller, waits);
  }

  /** Who waits is a user. */
  private void parkWithoutUsers() {
    if (!isUsed()) {
      provider.park();
      judge.parked();
    }
  }

  private void open() {
    // Who waits last, in the order of waiting: which of the others it is makes no difference.
    Stream.concat(callers.stream().filter(caller -> caller.waiter == null), waiting.stream())
            .filter(caller -> !caller.open)
            .findFirst()
            .orElseThrow()
            .open =
        true;
    judge.opened();
    provider.open();
  }

  private SessionCredentials issue() {
    String key = "ASIA" + (issued.size() + 1);
    Instant expiration = serverNow().plusMillis(conditions.lifetime);
    issued.add(
        SessionCredentials.of(key, "secret-" + key, "token-" + key, expiration)
            .withAccountId("123456789012"));
    return lastIssued();
  }

  private void succeed(SessionCredentials credentials) {
    long ended = endCall();
    lastFault = null;
    provider.succeeded(ended, new ExchangeResult(credentials, serverNow(), Duration.ZERO));
  }

  private void fail(Event fault) {
    long ended = endCall();
    lastFault = fault;
    boolean newToken = fault == Event.TOKEN && hasNewToken();
    provider.failed(ended, failure(fault), newToken);
  }

  static CredentialsException failure(Event fault) {
    CredentialsException failure = FAILURES.get(fault);
    if (failure == null) {
      throw new IllegalArgumentException(fault + " is not a fault of STS");
    }
    return failure;
  }

  private long endCall() {
    long ended = call;
    call = 0;
    return ended;
  }

  private void late() {
    long late = abortedCall;
    abortedCall = 0;
    provider.succeeded(late, new ExchangeResult(issue(), serverNow(), Duration.ZERO));
  }

  private void step(long by, boolean sleeps) {
    clockSteps++;
    wallLead += by;
    slept += sleeps ? by : 0;
    judge.clockStepped(by);
  }

  // ---- time

  private boolean isLongUntilWake() {
    long wakeAt = provider.wakeAt();
    return wakeAt != Long.MAX_VALUE && wakeAt - millis >= LEAST_HALVED;
  }

  /** Runs the wake-ups that are due until a time, and sets the clocks to it. */
  void advanceTo(long target) {
    int wakes = 0;
    while (provider.wakeAt() <= target) {
      wakes = provider.wakeAt() > millis ? 0 : wakes + 1;
      if (wakes == MOST_WAKES) {
        spins = true;
        found(Invariant.NEVER_SPINS, wakes + " wake-ups at one moment");
        return;
      }
      millis = Math.max(millis, provider.wakeAt());
      provider.wake();
    }
    millis = target;
    judge.timePassed();
  }

  /** Skips wake-ups from which nothing follows. */
  private void passUntilSomethingHappens() {
    int before = activity;
    boolean valid = judge.isSurelyValid();
    for (int wakes = 0; wakes < MOST_WAKES; wakes++) {
      if (spins || provider.wakeAt() == Long.MAX_VALUE) {
        return;
      }
      advanceTo(Math.max(millis, provider.wakeAt()));
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
    long until = millis + length;
    while (millis < until && !spins) {
      if (call != 0) {
        fail(fault);
      } else {
        advanceTo(Math.max(millis, Math.min(provider.wakeAt(), until)));
      }
    }
  }

  // ---- what the provider tells

  void waits(Caller caller, Waiter waiter) {
    caller.waiter = waiter;
    waiting.add(caller);
    judge.waits();
    tell("a caller waits");
  }

  /** Ends a call, immediately or after a wait. */
  void ended(Caller caller, CallResult result) {
    boolean waited = waiting.remove(caller);
    caller.waiter = null;
    judge.ended(caller, result);
    if (waited) {
      parkWithoutUsers();
    }
  }

  void callBegins(long number, long limitNanos) {
    judge.callBegins(call != 0, limitNanos);
    rotatedBeforeCall = rotated;
    call = number;
    tell("STS is called");
  }

  void callAborted(long number) {
    if (call == number) {
      call = 0;
      abortedCall = number;
    }
    tell("the call to STS is given up");
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
    long start = millis;
    if (withCallers && !isOpen()) {
      open();
    }
    while (!judge.isFresh() && millis - start < atMost && !spins) {
      if (call != 0) {
        succeed(issue());
      } else if (withCallers && idle() != null) {
        ask(false, provider::ask);
        if (call == 0 && !judge.isFresh()) {
          advanceTo(Math.max(millis, Math.min(provider.wakeAt(), millis + 5 * SECOND)));
        }
      } else if (provider.wakeAt() == Long.MAX_VALUE) {
        return Long.MAX_VALUE;
      } else {
        advanceTo(Math.max(millis, provider.wakeAt()));
      }
    }
    return judge.isFresh() ? millis - start : Long.MAX_VALUE;
  }

  // ---- queries

  Conditions conditions() {
    return conditions;
  }

  EngineProvider provider() {
    return provider;
  }

  Judge judge() {
    return judge;
  }

  long millis() {
    return millis;
  }

  long slept() {
    return slept;
  }

  /** Returns how far the wall clock is ahead of the monotonic one. */
  long wallLead() {
    return wallLead;
  }

  long wallMillis() {
    return START.toEpochMilli() + millis + wallLead;
  }

  Instant serverNow() {
    return START.plusMillis(millis + slept + conditions.serverLead);
  }

  Clock wallClock() {
    InstantSource wall = () -> Instant.ofEpochMilli(wallMillis());
    return wall.withZone(ZoneOffset.UTC);
  }

  boolean isCalling() {
    return call != 0;
  }

  boolean isOpen() {
    return callers.stream().anyMatch(Caller::isOpen);
  }

  /** Returns whether a handle is open or a caller waits. */
  boolean isUsed() {
    return isOpen() || !waiting.isEmpty();
  }

  /** Returns the caller with this wait. */
  Caller waitingIn(Waiter waiter) {
    return callers.stream().filter(each -> waiter.equals(each.waiter)).findFirst().orElseThrow();
  }

  List<Caller> waiting() {
    return waiting;
  }

  private @Nullable Caller idle() {
    for (Caller caller : callers) {
      if (caller.open && caller.waiter == null) {
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
    return issued.get(issued.size() - 1);
  }

  private boolean isCachedByAgent() {
    return !issued.isEmpty() && leftOf(lastIssued()) > AGENT_RESERVE;
  }

  /** Returns the true time until credentials expire, 0 after it. */
  long leftOf(SessionCredentials credentials) {
    return Math.max(0, Duration.between(serverNow(), credentials.expiration()).toMillis());
  }

  SessionCredentials issuedWith(String key) {
    return issued.get(Integer.parseInt(key.substring("ASIA".length())) - 1);
  }

  /** Returns whether credentials have expired, and static stability does not serve them. */
  boolean isUseless(SessionCredentials credentials) {
    return !serverNow()
        .isBefore(credentials.expiration().plus(conditions.policy.staticStability()));
  }

  /** Returns how many credentials were issued after those with a key. */
  int ageOfKey(String key) {
    return issued.size() - Integer.parseInt(key.substring("ASIA".length()));
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
    provider.addTo(fingerprint);
    judge.addTo(fingerprint);
    for (Caller caller : waiting) {
      fingerprint.addCaller(caller);
      fingerprint.add(caller.deadline - millis);
      fingerprint.add((caller.lasting ? 1 : 0) + (caller.open ? 2 : 0));
    }
    fingerprint.add(callers.stream().filter(Caller::isOpen).count());
    fingerprint.add(clockSteps);
    fingerprint.add((halved ? 1 : 0) + (spins ? 2 : 0));
    fingerprint.add(issued.isEmpty() ? 0 : leftOf(lastIssued()));
    fingerprint.addCall(call);
    fingerprint.addCall(abortedCall);
    fingerprint.add((rotated ? 1 : 0) + (rotatedBeforeCall ? 2 : 0));
    fingerprint.add(lastFault);
    return fingerprint.value();
  }
}
