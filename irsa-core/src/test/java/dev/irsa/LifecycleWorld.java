package dev.irsa;

import static java.util.Objects.requireNonNull;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.concurrent.SharedExecutors;
import dev.irsa.internal.config.Configuration;
import dev.irsa.internal.config.Given;
import dev.irsa.internal.identity.Exchange;
import dev.irsa.internal.identity.ExchangeCall;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.identity.Subject;
import dev.irsa.internal.limit.Bulkhead;
import dev.irsa.internal.refresh.CallRequest;
import dev.irsa.internal.refresh.Freshness;
import dev.irsa.internal.session.Session;
import dev.irsa.internal.session.SessionRegistry;
import dev.irsa.internal.time.Clocks;
import dev.irsa.lifecycle.ControlledThreads;
import dev.irsa.lifecycle.Program;
import dev.irsa.simulation.Internals;
import dev.irsa.simulation.Invariant;
import dev.irsa.simulation.Moments;
import dev.irsa.simulation.Places;
import dev.irsa.simulation.SimulatedFailures;
import dev.irsa.simulation.UnchangingSource;
import dev.irsa.testkit.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Handles of the library, an STS and the time, for actors that run under control. Judges what the
 * handles promise. One thread runs at a time.
 */
public final class LifecycleWorld implements ControlledThreads.World {

  private static final int MOST_ROLES = 1;

  /** The number of the role that the own role assumes. */
  private static final int CHAINED = 9;

  /** The exchanges of a process, see docs/internals/architecture.md. */
  private static final int MOST_EXCHANGES = 8;

  /** A handle, and what is known of it from outside. */
  private final class Handle {
    final IrsaCredentials core = open();
    final List<Call> calls = new ArrayList<>();

    /** Whether a call may have taken the session since the last close. */
    boolean isUsed;

    /** How often a call has begun. */
    int uses;

    Handle() {
      handles.add(this);
    }

    IrsaCredentials view(int role) {
      if (role == CHAINED) {
        return core.chainedRole(role(role));
      }
      return role == 0 ? core : core.forRole(role(role));
    }

    void begin() {
      isUsed = true;
      uses++;
    }

    void close() {
      int before = uses;
      // Such a call may take the session after the close, and return before the close does.
      boolean mayTake = calls.stream().anyMatch(each -> each.isBeginning);
      core.close();
      isUsed &= mayTake || uses != before;
    }
  }

  private IrsaCredentials open() {
    return ManyRoles.parent(registry, role(0), MOST_ROLES, new Sources());
  }

  private final class Sources implements Function<Configuration, Exchange> {
    @Override
    public Exchange apply(Configuration configuration) {
      Configuration signer = configuration.signer();
      return new Source(
          configuration.identity().roleArn(),
          signer == null ? null : new SessionSource(Given.none(), registry, this).terms(signer));
    }
  }

  /** A call for credentials. */
  private static final class Call {
    final int forgotten;
    final CompletableFuture<SessionCredentials> result = new CompletableFuture<>();

    /** Whether it has not yet returned to its caller, so that it may still take the session. */
    boolean isBeginning = true;

    Call(int forgotten) {
      this.forgotten = forgotten;
    }
  }

  private final Program program;
  private final ManualTime time = ManualTime.startingAt(Moments.START);
  private final List<ScheduledExecutorService> timers = new ArrayList<>();
  private final List<Handle> handles = new ArrayList<>();
  private final Map<String, Handle> byName = new HashMap<>();
  private final Set<Run> running = new HashSet<>();
  private final Map<String, Integer> delivered = new HashMap<>();
  private final List<SessionRegistry.Lease> others = new ArrayList<>();
  private final SessionRegistry registry;
  private final InstantSource wall = this::instant;
  private ControlledThreads threads;
  private int exchanges;
  private int occupied;

  /** The last exchange whose credentials no later call may get. */
  private int forgotten;

  /** The last exchange whose credentials may have been discarded. */
  private int discarded;

  /** How many actors are forgetting: what callers get meanwhile need not survive. */
  private int forgetting;

  private boolean isOwnRoleUsed;

  /** Creates a world. */
  public static LifecycleWorld of(Program program) {
    return new LifecycleWorld(program);
  }

  private LifecycleWorld(Program program) {
    this.program = program;
    this.registry =
        new SessionRegistry(
            new Clocks(wall.withZone(ZoneOffset.UTC), this::nanos),
            () -> Moments.drawing(0.5),
            new SharedExecutors(this::timer, this::execute));
  }

  private Instant instant() {
    observeTime();
    return time.instant();
  }

  private long nanos() {
    observeTime();
    return time.nanoTime().getAsLong();
  }

  private void observeTime() {
    if (threads != null) {
      threads.observe(time, false, 0);
    }
  }

  private ScheduledExecutorService timer() {
    ScheduledExecutorService timer = time.newScheduler();
    timers.add(timer);
    return timer;
  }

  /** Runs exchanges and their aborts on threads of their own, and short tasks at once. */
  private void execute(Runnable task) {
    if (task.getClass().getSimpleName().equals("LimitedExecutor")) {
      task.run();
    } else if (byName.isEmpty()) {
      occupied++;
    } else {
      threads.start(
          task.getClass().getSimpleName().equals("Attempt") ? "worker" : "abort", true, task);
    }
  }

  private static String role(int number) {
    return ManyRoles.role(number);
  }

  @Override
  public void start(ControlledThreads controlled) {
    threads = controlled;
    for (int other = 0; other < program.busy(); other++) {
      occupy(MOST_ROLES + 2 + other);
    }
    int number = 0;
    for (List<Program.Operation> operations : program.actors()) {
      for (Program.Operation operation : operations) {
        byName.computeIfAbsent(operation.handle(), unused -> new Handle());
      }
      String actor = String.valueOf((char) ('A' + number++));
      boolean isTime = operations.get(0).name().equals("time");
      threads.start(isTime ? "time" : actor, isTime, () -> act(operations));
    }
  }

  /** Starts an exchange of another identity, which never ends. */
  private void occupy(int role) {
    SessionRegistry.Lease lease =
        registry.lease(
            Moments.terms(
                role,
                Subject.ofRole(role(role), SimulatedFailures.ENDPOINT),
                () -> new Source(role(role), null)),
            this,
            List.of());
    var unused = lease.session().ask(CallRequest.within(Duration.ofDays(365)));
    others.add(lease);
  }

  private void act(List<Program.Operation> operations) {
    for (Program.Operation operation : operations) {
      if (operation.name().equals("time")) {
        passTime();
      } else {
        threads.step(operation.toString(), this, () -> true);
        perform(operation);
        threads.happened(operation + " returns");
      }
    }
  }

  private void passTime() {
    threads.step("time passes", time, () -> time.pendingTasks() > 0);
    time.advance(time.nextDueIn().orElse(Duration.ZERO));
    threads.observe(time, true, time.nanoTime().getAsLong());
    delivered.clear();
  }

  private void perform(Program.Operation operation) {
    Handle handle = requireNonNull(byName.get(operation.handle()));
    switch (operation.name()) {
      case "ask" -> ask(handle, 0);
      case "role1" -> ask(handle, 1);
      case "role2" -> ask(handle, 2);
      case "chain" -> ask(handle, CHAINED);
      case "get" -> get(handle, 0);
      case "get1" -> get(handle, 1);
      case "get2" -> get(handle, 2);
      case "close" -> handle.close();
      case "open" -> byName.put(operation.handle(), new Handle());
      case "forget" -> forget();
      default -> throw new IllegalArgumentException(operation.name());
    }
  }

  private void ask(Handle handle, int role) {
    Call call = begin(handle, role);
    var unused =
        handle
            .view(role)
            .credentialsAsync()
            .whenComplete((credentials, failure) -> completed(call, role, credentials, failure));
    call.isBeginning = false;
    threads.observe(this, true, 0);
  }

  private Call begin(Handle handle, int role) {
    Call call = new Call(forgotten);
    handle.calls.add(call);
    handle.begin();
    isOwnRoleUsed |= role == 0 || role == CHAINED;
    threads.observe(this, true, 0);
    return call;
  }

  /** Asks and waits. */
  private void get(Handle handle, int role) {
    Call call = begin(handle, role);
    try {
      completed(call, role, handle.view(role).credentials(), null);
    } catch (CredentialsException failure) {
      completed(call, role, null, failure);
    }
    call.isBeginning = false;
  }

  private void completed(
      Call call, int role, @Nullable SessionCredentials credentials, @Nullable Throwable failure) {
    threads.observe(this, true, 0);
    Throwable reason = failure instanceof CompletionException ? failure.getCause() : failure;
    if (credentials == null && isNothingToFail()) {
      threads.broken(Invariant.A_CLOSE_ENDS_NO_WAIT, "a call ended with " + reason);
    }
    if (credentials != null) {
      int number = Integer.parseInt(credentials.accessKeyId().substring(4));
      if (number <= call.forgotten) {
        threads.broken(
            Invariant.FORGOTTEN_MEANS_FORGOTTEN, "got forgotten " + credentials.accessKeyId());
      }
      threads.happened("a caller gets " + credentials.accessKeyId());
      if (number > discarded && forgetting == 0) {
        delivered.put(role(role), number);
      }
    }
    if (credentials != null) {
      call.result.complete(credentials);
    } else {
      call.result.completeExceptionally(requireNonNull(reason));
    }
  }

  /** Returns whether STS responds to every call and nothing is forgotten. */
  private boolean isNothingToFail() {
    return program.answers().equals(List.of("credentials"))
        && !program.text().contains("forget")
        && !program.text().contains("time");
  }

  private void forget() {
    int begun = exchanges;
    delivered.clear();
    forgetting++;
    registry.discardAll();
    forgetting--;
    threads.observe(this, true, 0);
    delivered.clear();
    forgotten = Math.max(forgotten, begun);
    discarded = exchanges;
  }

  @Override
  public void end() {
    boolean isQuiet = running.isEmpty() && !isTimeToPass();
    for (Handle handle : handles) {
      for (Call call : handle.calls) {
        if (!call.result.isDone() && isQuiet) {
          threads.broken(Invariant.EVERY_CALL_ENDS, "a call waits although no exchange runs");
        }
      }
    }
    long open = handles.stream().filter(each -> each.isUsed).count();
    if (open == 0 && !doesAnyoneWait() && (registry.size() > others.size() || !running.isEmpty())) {
      threads.broken(
          Invariant.NOTHING_RUNS_AFTER_THE_LAST_CLOSE,
          "%d sessions, %d exchanges".formatted(registry.size() - others.size(), running.size()));
    }
    int permits = Places.taken(bulkhead()) + Places.leftBehind(bulkhead());
    if (permits != running.size() + occupied) {
      threads.broken(
          Invariant.PERMITS_RETURN,
          "%d permits are in use by %d exchanges".formatted(permits, running.size()));
    }
    if (isQuiet && registry.size() > others.size() + (isOwnRoleUsed ? 1 : 0) + open * MOST_ROLES) {
      threads.broken(Invariant.ROLES_STAY_WITHIN_THE_BOUND, registry.size() + " sessions");
    }
    closeAll();
  }

  /** Returns whether time stood still although it may pass: an attempt may be due later. */
  private boolean isTimeToPass() {
    return program.text().contains("time") && time.pendingTasks() > 0;
  }

  private boolean doesAnyoneWait() {
    return handles.stream()
        .flatMap(each -> each.calls.stream())
        .anyMatch(each -> !each.result.isDone());
  }

  private void closeAll() {
    handles.forEach(Handle::close);
    others.forEach(SessionRegistry.Lease::close);
    boolean isRunning =
        registry.size() > 0
            || time.pendingTasks() > 0
            || !timers.stream().allMatch(ScheduledExecutorService::isShutdown);
    if (isRunning && !doesAnyoneWait()) {
      threads.broken(
          Invariant.NOTHING_RUNS_AFTER_THE_LAST_CLOSE,
          "%d sessions, %d planned tasks, %d timers"
              .formatted(registry.size(), time.pendingTasks(), timers.size()));
    }
  }

  private Bulkhead bulkhead() {
    return (Bulkhead) Internals.read(registry, "bulkhead");
  }

  /** The exchange of a role. */
  private final class Source extends UnchangingSource {
    private final String role;
    private final SessionRegistry.@Nullable Terms signer;

    Source(String role, SessionRegistry.@Nullable Terms signer) {
      super(Duration.ofHours(12));
      this.role = role;
      this.signer = signer;
    }

    @Override
    public ExchangeResult run(ExchangeCall call) {
      return new Run(role, session(), this::isSignable, call).run();
    }

    /** Returns the session that calls this; another one may replace it in the registry. */
    private @Nullable Object session() {
      for (Object session : ((Map<?, ?>) Internals.read(registry, "sessions")).values()) {
        if (Internals.read(session, "exchange") == this) {
          return session;
        }
      }
      return null;
    }

    /** Returns whether the credentials that assume the role are valid, if it needs some. */
    private boolean isSignable() {
      if (signer == null) {
        return true;
      }
      Session session = registry.peek(signer);
      Freshness freshness = session == null ? null : session.status().freshness();
      return freshness != null && freshness != Freshness.EXPIRED;
    }
  }

  private final class Run implements ExchangeCall.Step {
    private final String role;
    private final @Nullable Object session;
    private final BooleanSupplier isSignable;
    private final ExchangeCall call;
    private boolean isAborted;

    Run(String role, @Nullable Object session, BooleanSupplier isSignable, ExchangeCall call) {
      this.role = role;
      this.session = session;
      this.isSignable = isSignable;
      this.call = call;
    }

    ExchangeResult run() {
      call.begin(this);
      int number = begin();
      threads.happened("STS is called: " + number);
      if (!program.text().contains("forget") && !isSignable.getAsBoolean()) {
        threads.broken(
            Invariant.ASSUMED_WITH_VALID_CREDENTIALS,
            role + " is assumed by a session without any");
      }
      try {
        threads.step("STS responds to " + number, this, () -> true);
        String answer = answer();
        if (answer.equals("never")) {
          threads.step("the connection of " + number + " is closed", this, () -> isAborted);
        }
        if (!answer.equals("credentials")) {
          throw answer.equals("denied") ? SimulatedFailures.denied() : SimulatedFailures.outage();
        }
        return new ExchangeResult(
            Moments.credentials("ASIA" + number, time.instant().plus(Duration.ofHours(1))),
            time.instant(),
            Duration.ZERO);
      } finally {
        threads.observe(LifecycleWorld.this, true, 0);
        running.remove(this);
      }
    }

    private int begin() {
      threads.observe(LifecycleWorld.this, true, 0);
      if (isWanted()
          && running.stream().anyMatch(each -> each.role.equals(role) && each.isWanted())) {
        threads.broken(Invariant.ONE_EXCHANGE_AT_A_TIME, "two exchanges of " + role);
      }
      if (delivered.containsKey(role) && isWanted()) {
        threads.broken(Invariant.CREDENTIALS_SURVIVE_THE_CLOSE, "STS is called again for " + role);
      }
      running.add(this);
      int all = running.size() + occupied;
      if (all > MOST_EXCHANGES) {
        threads.broken(Invariant.LIMITS_HOLD_OVER_ALL_SESSIONS, all + " exchanges");
      }
      return ++exchanges;
    }

    /** Returns whether the session still waits for the result. */
    private boolean isWanted() {
      Object latest = session == null ? null : Internals.read(session, "latest");
      return latest != null
          && Internals.read(latest, "call") == call
          && !(boolean) Internals.read(latest, "aborted");
    }

    private String answer() {
      List<String> answers = isAborted ? List.of("credentials", "aborted") : program.answers();
      return answers.size() == 1
          ? answers.get(0)
          : answers.get(threads.choose(answers.size(), answers));
    }

    @Override
    public void abort() {
      threads.observe(this, true, 0);
      isAborted = true;
    }
  }
}
