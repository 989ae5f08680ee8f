package dev.irsa.simulation;

import static dev.irsa.simulation.Invariant.ANSWERED_WITHIN_THE_DEADLINE;
import static dev.irsa.simulation.Invariant.CLOSED_WAITERS_END_AT_ONCE;
import static dev.irsa.simulation.Invariant.FRESH_AGAIN_AFTER_THE_LAST_FAULT;
import static dev.irsa.simulation.Invariant.NOTHING_RUNS_AFTER_THE_LAST_CLOSE;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.concurrent.SharedExecutors;
import dev.irsa.internal.identity.Subject;
import dev.irsa.internal.refresh.CallResult;
import dev.irsa.internal.refresh.Freshness;
import dev.irsa.internal.refresh.RefreshEngine;
import dev.irsa.internal.refresh.SessionStatus;
import dev.irsa.internal.refresh.Waiter;
import dev.irsa.internal.session.LeaseOwner;
import dev.irsa.internal.session.SessionCache;
import dev.irsa.internal.session.SessionRegistry;
import dev.irsa.internal.time.Clocks;
import dev.irsa.internal.time.Nanos;
import dev.irsa.simulation.History.Step;
import dev.irsa.testkit.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Runs a history on virtual time, with the registry, the shell and the engine of the library
 * between a virtual STS and virtual callers. Everything runs on one thread, so a seed reproduces it
 * exactly. A judge that knows the true time checks the invariants.
 */
final class Simulation {

  static final int ROLES = 2;
  static final int HANDLES = 3;

  /** The maximum number of readings at one time, more than any crowd of callers needs. */
  private static final int MOST_READINGS = 20_000;

  /** Thrown if a history violates an invariant. */
  static final class Broken extends AssertionError {
    private static final long serialVersionUID = 1L;
    final transient Invariant invariant;

    Broken(Invariant invariant, String text) {
      super(text);
      this.invariant = invariant;
    }
  }

  private final History history;
  private final RefreshPolicy policy;
  private final SplittableRandom random;
  private final ManualTime time = ManualTime.startingAt(Instant.parse("2026-11-24T12:00:00Z"));
  private final long originNanos = time.nanoTime().getAsLong();
  private final SessionRegistry registry;
  private final List<Role> roles = new ArrayList<>();
  private final List<ScheduledExecutorService> timers = new ArrayList<>();
  private final List<JudgedSession> instances = new ArrayList<>();
  private final Set<String> covered = new TreeSet<>();
  private final @Nullable List<String> timeline;

  private Duration serverLead;
  private long stepped;
  private long slept;
  private long wallLead;
  private long lastRead;
  private int readings;
  private @Nullable Broken broken;
  private boolean rejecting;
  private boolean listenerThrows;

  /** A role with its faults, its handles and its waiting callers. */
  private final class Role {
    final int number;
    final @Nullable Handle[] handles = new Handle[HANDLES];
    final List<Call> calls = new ArrayList<>();
    SimulatedFault fault = SimulatedFault.NONE;
    @Nullable JudgedSession instance;

    /** The state that the last close left. */
    @Nullable JudgedSession kept;

    Role(int number) {
      this.number = number;
    }

    /**
     * Ends a fault of the token. The token is checked every second while it is invalid: ten minutes
     * show as much as hours, and leave time for more histories.
     */
    void mendToken() {
      if (fault.isOfToken()) {
        fault = SimulatedFault.NONE;
      }
    }

    VirtualSts newSts() {
      VirtualSts sts = new VirtualSts(time).named("ASIA" + number + "I" + instances.size() + "N");
      sts.lifetime = history.lifetime();
      sts.longest = history.lifetime();
      sts.offset = serverLead;
      sts.behave(
          () -> {
            cover("fault " + fault);
            cover("fault " + fault + " while " + (instance == null ? "EMPTY" : instance.phase()));
            return fault.reply(sts, random);
          });
      return sts;
    }
  }

  /** A user of the session of a role, until it is closed. */
  private static final class Handle implements LeaseOwner {
    private SessionRegistry.@Nullable Lease lease;
    private @Nullable JudgedSession instance;
    private boolean closed;

    SessionRegistry.Lease lease() {
      if (lease == null) {
        throw new IllegalStateException("not acquired yet");
      }
      return lease;
    }

    JudgedSession instance() {
      if (instance == null) {
        throw new IllegalStateException("not acquired yet");
      }
      return instance;
    }

    void close() {
      closed = true;
      lease().close();
    }

    @Override
    public boolean isClosed() {
      return closed;
    }
  }

  /** A waiting caller. */
  private record Call(
      Handle handle,
      long deadline,
      SessionCache.Asked asked,
      java.util.function.BooleanSupplier done) {}

  Simulation(History history, RefreshEngine.Factory engines, boolean told) {
    this.history = history;
    this.policy = history.policy();
    this.random = new SplittableRandom(history.seed());
    this.timeline = told ? new ArrayList<>() : null;
    this.serverLead =
        switch (Math.floorMod(history.seed() >>> 24, 6)) {
          case 0 -> Duration.ofMinutes(5);
          case 1 -> Duration.ofMinutes(-5);
          case 2 -> Duration.ofHours(1);
          case 3 -> Duration.ofHours(-1);
          default -> Duration.ZERO;
        };
    this.registry =
        new SessionRegistry(
            new Clocks(time.clock(), this::readNanos),
            random::split,
            new SharedExecutors(this::timer, this::execute),
            engines);
    for (int number = 0; number < ROLES; number++) {
      roles.add(new Role(number));
    }
  }

  /**
   * Returns the monotonic clock as the caches read it, and detects repeated readings without
   * progress.
   */
  private long readNanos() {
    long nanos = time.nanoTime().getAsLong();
    readings = nanos == lastRead ? readings + 1 : 0;
    lastRead = nanos;
    if (readings > MOST_READINGS) {
      violated(Invariant.NEVER_SPINS, "the clock was read " + readings + " times at one moment");
      throw new IllegalStateException("spinning");
    }
    return nanos;
  }

  private ScheduledExecutorService timer() {
    ScheduledExecutorService timer = time.newScheduler();
    timers.add(timer);
    return timer;
  }

  private void execute(Runnable work) {
    for (JudgedSession instance : instances) {
      if (instance.sts.isPrepared()) {
        if (rejecting) {
          instance.sts.reject();
          throw new RejectedExecutionException("as told");
        }
        instance.sts.execute(work);
        return;
      }
    }
    work.run();
  }

  // ---- the history

  /** Runs the history and returns what it covered. */
  Set<String> run() {
    covered.add("mode " + policy.mode());
    for (Role role : roles) {
      acquire(role, 0);
    }
    for (Step step : history.steps()) {
      pass(step.gap());
      log("step", step.index(), ":", step.kind(), "role", step.role(), "handle", step.handle());
      play(step);
      look();
    }
    heal();
    end();
    stopIfBroken();
    return covered;
  }

  private void pass(Duration gap) {
    Duration left = gap;
    Duration slice = Duration.ofMinutes(10);
    while (left.compareTo(slice) > 0) {
      advance(slice);
      left = left.minus(slice);
      roles.forEach(Role::mendToken);
    }
    advance(left);
  }

  private void advance(Duration duration) {
    time.advance(duration);
    look();
  }

  private void look() {
    stopIfBroken();
    for (Role role : roles) {
      if (role.instance != null) {
        role.instance.watch();
        // Not always, because reading the status makes the cache read the clocks.
        if (random.nextInt(4) == 0) {
          role.instance.sample();
        }
      }
      role.calls.removeIf(call -> call.done.getAsBoolean());
      for (Call call : role.calls) {
        if (monotonic() > call.deadline + 5 * Nanos.MILLISECOND) {
          violated(ANSWERED_WITHIN_THE_DEADLINE, "a caller still waits after its deadline");
        }
      }
    }
  }

  private void play(Step step) {
    Role role = roles.get(step.role());
    cover("step " + step.kind());
    switch (step.kind()) {
      case QUIET -> {}
      case ASK -> ask(role, step);
      case CROWD -> {
        for (int caller = 0; caller < 20; caller++) {
          ask(role, step);
        }
      }
      case ASK_LASTING -> askLasting(role, step);
      case ASK_AND_LEAVE -> {
        ask(role, step);
        leave(role);
      }
      case BEHAVE -> {
        SimulatedFault[] all = SimulatedFault.values();
        role.fault = step.chance() < 0.25 ? SimulatedFault.NONE : all[random.nextInt(all.length)];
        log("role", role.number, ": STS behaves as", role.fault);
      }
      case STEP_FORWARD -> step(Duration.ofMinutes(1 + (long) (step.chance() * 60)));
      case STEP_BACK -> step(Duration.ofMinutes(-1 - (long) (step.chance() * 60)));
      case SUSPEND -> suspend(Duration.ofMinutes(1 + (long) (step.chance() * 120)));
      case ROTATE -> withInstance(role, instance -> rotate(instance));
      case INVALIDATE -> withInstance(role, this::invalidate);
      case INVALIDATE_OTHER ->
          withInstance(role, instance -> handleOf(role, step).cache().invalidate("ASIAOTHER"));
      case REFRESH -> refresh(role, step);
      case CLOSE -> close(role, step.handle());
      case CLOSE_IN_FLIGHT -> {
        refresh(role, step);
        ask(role, step);
        for (int number = 0; number < HANDLES; number++) {
          close(role, (step.handle() + number) % HANDLES);
        }
      }
      case ACQUIRE -> acquire(role, step.handle());
      case FORGET -> forget();
      case REJECT -> rejecting = step.chance() < 0.5;
      case ACCEPT -> {
        rejecting = false;
        listenerThrows = false;
      }
      case LISTENER_THROWS -> listenerThrows = true;
    }
  }

  private void withInstance(Role role, java.util.function.Consumer<JudgedSession> action) {
    if (role.instance != null && !role.instance.closed) {
      action.accept(role.instance);
    }
  }

  private void step(Duration by) {
    time.step(by);
    changeLead(serverLead.minus(by));
    stepped += Math.max(0, by.toNanos());
    wallLead += by.toNanos();
  }

  private void suspend(Duration length) {
    time.suspend(length);
    stepped += length.toNanos();
    slept += length.toNanos();
    wallLead += length.toNanos();
  }

  private void changeLead(Duration lead) {
    serverLead = lead;
    instances.forEach(instance -> instance.sts.offset = lead);
  }

  private void rotate(JudgedSession instance) {
    instance.sts.tokenVersion++;
    instance.excuse(true);
  }

  private void invalidate(JudgedSession instance) {
    String key = instance.heldKey();
    if (key != null) {
      instance.invalidate(key);
    }
  }

  private void forget() {
    for (Role role : roles) {
      withInstance(role, JudgedSession::forgotten);
      if (role.kept != null) {
        role.kept.forgotten();
      }
    }
    registry.forgetAll();
  }

  // ---- callers

  private SessionRegistry.Lease handleOf(Role role, Step step) {
    return handle(role, step.handle()).lease();
  }

  private Handle handle(Role role, int number) {
    for (int offset = 0; offset < HANDLES; offset++) {
      Handle handle = role.handles[(number + offset) % HANDLES];
      if (handle != null) {
        return handle;
      }
    }
    return acquire(role, number);
  }

  private void ask(Role role, Step step) {
    Handle handle = handle(role, step.handle());
    Duration deadline = Duration.ofMillis(100 + (long) (step.chance() * 19_900));
    SessionCache cache = handle.lease().cache();
    SessionCredentials quiet = cache.credentialsIfQuiet();
    if (quiet != null) {
      handle.instance().served(quiet);
      return;
    }
    handle.instance().clocks.read();
    SessionCache.Asked asked = cache.askOrJoin(handle, deadline);
    CallResult outcome = asked.outcome();
    if (outcome != null) {
      judge(handle, outcome);
      return;
    }
    cover("waits");
    Waiter waiter = asked.waiter();
    var unused = waiter.result().thenAccept(late -> judge(handle, late));
    role.calls.add(
        new Call(handle, monotonic() + deadline.toNanos(), asked, waiter.result()::isDone));
  }

  /** Asks for credentials that last, for up to a fifth longer than sessions do. */
  private void askLasting(Role role, Step step) {
    Handle handle = handle(role, step.handle());
    long atLeast = Math.max(1, (long) (step.chance() * 1.2 * history.lifetime().toNanos()));
    Duration deadline = Duration.ofSeconds(20);
    handle.instance().clocks.read();
    SessionCache.Asked asked = handle.instance().askLasting(handle, atLeast, deadline);
    CallResult outcome = asked.outcome();
    if (outcome != null) {
      judgeLasting(handle, atLeast, outcome);
      return;
    }
    Waiter waiter = asked.waiter();
    var unused =
        waiter
            .result()
            .thenAccept(
                late -> {
                  judgeLasting(handle, atLeast, late);
                  if (late.failure() instanceof MisconfiguredException) {
                    handle.instance().refreshedInVain();
                    // Like a caller in a loop.
                    askLasting(role, step);
                  }
                });
    role.calls.add(
        new Call(handle, monotonic() + deadline.toNanos(), asked, waiter.result()::isDone));
  }

  private void judgeLasting(Handle handle, long atLeast, CallResult outcome) {
    if (outcome.credentials() != null) {
      log("served, for", Duration.ofNanos(atLeast), outcome.credentials().accessKeyId());
      handle.instance().servedLasting(outcome.credentials(), atLeast);
    } else if (outcome.failure() != null) {
      log("failed, for", Duration.ofNanos(atLeast), outcome.failure().getMessage());
      handle.instance().failedLasting(atLeast, outcome.failure());
    }
  }

  private void leave(Role role) {
    if (!role.calls.isEmpty()) {
      Call call = role.calls.remove(random.nextInt(role.calls.size()));
      if (!call.done.getAsBoolean()) {
        cover("interrupt");
        Waiter waiter = call.asked.waiter();
        CallResult outcome = call.handle.lease().cache().stopWaiting(waiter);
        if (waiter.atLeast() > 0) {
          judgeLasting(call.handle, waiter.atLeast(), outcome);
        } else {
          judge(call.handle, outcome);
        }
      }
    }
  }

  private void refresh(Role role, Step step) {
    Handle handle = handle(role, step.handle());
    handle.instance().excuse(false);
    Duration deadline = Duration.ofSeconds(20);
    Waiter waiter = handle.lease().cache().startRefresh(handle, deadline);
    var unused = waiter.result().thenAccept(late -> judge(handle, late));
    role.calls.add(
        new Call(
            handle,
            monotonic() + deadline.toNanos(),
            new SessionCache.Asked(null, waiter),
            waiter.result()::isDone));
  }

  private void judge(Handle handle, CallResult outcome) {
    JudgedSession instance = handle.instance();
    CredentialsException failure = outcome.failure();
    if (outcome.credentials() != null) {
      log("served", outcome.credentials().accessKeyId());
      instance.served(outcome.credentials());
    } else if (failure != null) {
      log("failed:", failure.getMessage());
      cover("caller fails");
      instance.failed(failure);
    } else {
      log("closed");
      cover("caller is closed");
    }
  }

  private Handle acquire(Role role, int number) {
    Handle before = role.handles[number];
    if (before != null) {
      return before;
    }
    JudgedSession candidate = new JudgedSession(this, policy, role.newSts());
    SessionRegistry.Terms terms =
        new SessionRegistry.Terms(
            "role" + role.number,
            Subject.ofRole(
                "arn:aws:iam::12345678901" + role.number + ":role/app", SimulatedFailures.ENDPOINT),
            () -> {
              role.instance = candidate;
              instances.add(candidate);
              return candidate.sts;
            },
            policy,
            Duration.ofDays(365),
            null,
            candidate::hear);
    Handle handle = new Handle();
    JudgedSession left = role.kept;
    if (left != null && registry.peek(terms) != null) {
      cover(left.isSurelyValid() ? "what was kept is valid" : "what was kept is not valid");
      left.reopened();
      role.instance = left;
    }
    role.kept = null;
    handle.lease = registry.lease(terms, handle, null);
    handle.instance = role.instance;
    handle.instance().cache = handle.lease().cache();
    role.handles[number] = handle;
    return handle;
  }

  private void close(Role role, int number) {
    Handle handle = role.handles[number];
    if (handle == null) {
      return;
    }
    role.handles[number] = null;
    JudgedSession instance = handle.instance();
    boolean last = true;
    for (Handle other : role.handles) {
      last &= other == null;
    }
    if (instance.sts.isExchanging()) {
      cover(last ? "race: last close during a flight" : "race: close during a flight");
    }
    if (role.calls.stream().anyMatch(call -> call.handle.equals(handle))) {
      cover("race: close while waiting");
    }
    handle.close();
    for (Call call : role.calls) {
      if (call.handle.equals(handle) && !call.done.getAsBoolean()) {
        violated(CLOSED_WAITERS_END_AT_ONCE, "a waiter outlives its handle");
      }
    }
    if (last) {
      instance.closed();
      role.instance = null;
      role.kept = instance;
      if (random.nextBoolean()) {
        cover("race: acquire during the last close");
        acquire(role, number);
      }
    }
  }

  // ---- the end

  private void heal() {
    log("all faults end");
    rejecting = false;
    listenerThrows = false;
    roles.forEach(role -> role.fault = SimulatedFault.NONE);
    // Workers that cannot be freed return first; until then the fault has not ended.
    while (isStuck()) {
      advance(Duration.ofMinutes(1));
    }
    List<Handle> handles = new ArrayList<>();
    for (Role role : roles) {
      handles.add(handle(role, 0));
    }
    Set<Handle> refreshed = new HashSet<>();
    for (int seconds = 0; seconds < 400; seconds += 5) {
      for (Role role : roles) {
        ask(role, new Step(-1, Duration.ZERO, History.Kind.ASK, role.number, 0, 1));
      }
      advance(Duration.ofSeconds(5));
      for (Handle handle : handles) {
        SessionStatus status = handle.lease().cache().status();
        if (status.freshness() == Freshness.FRESH || isPlannedByWhatIsLeft(status)) {
          refreshed.add(handle);
        }
      }
    }
    for (Handle handle : handles) {
      // A session that was fresh in between may be due again by now. Other checks ensure that it
      // continues.
      if (!refreshed.contains(handle)) {
        violated(
            FRESH_AGAIN_AFTER_THE_LAST_FAULT,
            "400 s after the last fault: " + handle.lease().cache().status());
      }
    }
  }

  /** Returns whether the last refresh succeeded with the same credentials as before. */
  private static boolean isPlannedByWhatIsLeft(SessionStatus status) {
    return status.freshness() == Freshness.AHEAD && status.failure() == null;
  }

  private void end() {
    for (Role role : roles) {
      for (int number = 0; number < HANDLES; number++) {
        Handle handle = role.handles[number];
        if (handle != null) {
          role.handles[number] = null;
          handle.close();
          handle.instance().closed = handle.lease().cache() != null && registryIsDone(role);
        }
      }
    }
    time.advance(Duration.ofHours(13));
    if (registry.size() != 0 || !timers.stream().allMatch(ScheduledExecutorService::isTerminated)) {
      violated(NOTHING_RUNS_AFTER_THE_LAST_CLOSE, "a timer is left");
    }
    if (time.pendingTasks() != 0) {
      violated(NOTHING_RUNS_AFTER_THE_LAST_CLOSE, time.pendingTasks() + " tasks are left");
    }
  }

  private static boolean registryIsDone(Role role) {
    for (Handle other : role.handles) {
      if (other != null) {
        return false;
      }
    }
    return true;
  }

  // ---- access for the judge

  long monotonic() {
    return time.nanoTime().getAsLong() - originNanos;
  }

  /** Returns the time that has really passed. */
  long truly() {
    return monotonic() + slept;
  }

  /** Returns how far the wall clock is ahead of the monotonic one, because of steps and sleep. */
  long wallLead() {
    return wallLead;
  }

  /**
   * Returns the maximum time that may have passed by either clock, regardless of who read them and
   * when.
   */
  long counted() {
    return monotonic() + stepped;
  }

  /** Returns whether a worker is blocked that cannot be freed, so that others may have to wait. */
  boolean isStuck() {
    for (JudgedSession instance : instances) {
      if (instance.sts.isStuck()) {
        return true;
      }
    }
    return false;
  }

  void maybeThrow() {
    if (listenerThrows) {
      throw new IllegalStateException("as told");
    }
  }

  void cover(String what) {
    covered.add(what);
  }

  void log(Object... parts) {
    if (timeline != null) {
      StringBuilder line = new StringBuilder();
      line.append(Duration.ofNanos(monotonic())).append("  wall ").append(time.instant());
      for (Object part : parts) {
        line.append(' ').append(part);
      }
      timeline.add(line.toString());
    }
  }

  /**
   * Records that an invariant is violated. The history ends at the next check, because the code
   * under test might catch an exception thrown here.
   */
  void violated(Invariant invariant, String text) {
    log(invariant, "is broken:", text);
    if (broken != null) {
      return;
    }
    StringBuilder message = new StringBuilder();
    message.append(invariant).append(": ").append(text).append(" in ").append(history);
    if (timeline != null) {
      message.append('\n').append(String.join("\n", timeline));
    }
    broken = new Broken(invariant, message.toString());
  }

  private void stopIfBroken() {
    if (broken != null) {
      throw broken;
    }
  }

  @Nullable List<String> timeline() {
    return timeline;
  }
}
