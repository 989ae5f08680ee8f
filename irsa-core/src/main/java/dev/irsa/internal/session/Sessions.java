package dev.irsa.internal.session;

import dev.irsa.credentials.IrsaEvent;
import dev.irsa.internal.concurrent.EventLoop;
import dev.irsa.internal.concurrent.StackSpace;
import dev.irsa.internal.concurrent.Workers;
import dev.irsa.internal.time.Clocks;
import dev.irsa.internal.time.Nanos;
import dev.irsa.internal.time.TimePoint;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Clock;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Holds one session for each distinct key. The first user starts it; when there are none, its
 * background work stops. Its state (valid credentials, backoff, and rate limits) is retained for
 * later users without anything that runs: at most {@value RetainedSessions#MOST} sessions, until
 * the credentials have expired and for at least 15 minutes. Thread-safe: callers look sessions up
 * and enter them; retained sessions live on the loop.
 */
public final class Sessions extends EventLoop.Owner implements Session.Registry {

  /** How often lost steps and roles that nobody uses are looked for. */
  private static final long SWEEP = Nanos.MINUTE;

  /** The maximum number of sessions that a step looks at. */
  private static final int MOST_IN_A_STEP = 64;

  private static final Sessions SHARED = create();

  /** Held here, because CRaC holds its resources weakly. */
  @SuppressWarnings("unused")
  private static final @Nullable Object CHECKPOINTS =
      CracSupport.canBeFrozen() ? CracSupport.register(SHARED::discardAll) : null;

  private final SessionContext context;
  private final ConcurrentMap<SessionSpec, Session> all = new ConcurrentHashMap<>();
  private final AtomicInteger discards = new AtomicInteger();

  /** What handles have open, until they are closed or garbage. */
  final Set<HandleSessions<?>> openings = ConcurrentHashMap.newKeySet();

  /** The sessions whose last user has left lately, until it is checked whether there are others. */
  private final Set<Session> unused = ConcurrentHashMap.newKeySet();

  /** What discards copies of credentials, until it is garbage. */
  private final Set<WeakReference<Runnable>> drops = ConcurrentHashMap.newKeySet();

  private final ReferenceQueue<Object> dropped = new ReferenceQueue<>();

  // The fields below live on the loop.

  private int used;

  /** The sweeps, while a session has users. */
  private @Nullable Future<?> sweeps;

  private final RetainedSessions retained;

  /**
   * Creates an empty set of sessions.
   *
   * @param thread the thread of the loop
   */
  public Sessions(
      Clocks clocks, RandomGenerator random, ScheduledExecutorService thread, Workers workers) {
    this(new SessionContext(new EventLoop(clocks, thread, workers), workers, clocks, random));
  }

  private Sessions(SessionContext context) {
    super(context.loop());
    this.context = context;
    this.retained = new RetainedSessions(context.loop(), this);
  }

  private static Sessions create() {
    Clocks clocks = Clocks.system();
    Workers workers = Workers.system();
    // One instance for all sessions: it is thread-safe, and TLS loads its class in any case.
    ReseededRandom random = new ReseededRandom(new Random());
    Sessions shared =
        new Sessions(
            new SessionContext(EventLoop.system(clocks, workers), workers, clocks, random));
    shared.drop(random);
    return shared;
  }

  /** Returns the sessions of this class loader, which use the system's clocks. */
  public static Sessions shared() {
    return SHARED;
  }

  // ---- callers

  @Override
  public Session take(SessionSpec spec) {
    while (true) {
      Session known = all.get(spec);
      if (known == null) {
        Session created = new Session(spec, context, this);
        known = all.putIfAbsent(spec, created);
        known = known == null ? created : known;
      }
      if (known.enter()) {
        return known;
      }
      all.remove(spec, known);
    }
  }

  /** Returns the session of a description, in use or retained, or null. Does not enter it. */
  public @Nullable Session peek(SessionSpec spec) {
    return all.get(spec);
  }

  /**
   * Discards all credentials and connections, including retained ones; the next call starts a new
   * refresh. For use before a process is frozen, so that its image contains no secrets. Rate limits
   * are not reset. Waits at most a second for the step that the loop is taking: no posted step
   * comes before.
   */
  public void discardAll() {
    StackSpace.require(StackSpace.DISCARD);
    discards.incrementAndGet();
    if (!all.isEmpty()) {
      awaitFirst(this::forgetAll, Nanos.SECOND);
      all.values().forEach(each -> each.exchange.forget());
    }
    // Their handles read the configuration again at their next call.
    openings.forEach(HandleSessions::close);
    for (WeakReference<Runnable> each : drops) {
      Runnable drop = each.get();
      if (drop != null) {
        drop.run();
      }
    }
  }

  private void forgetAll(TimePoint now) {
    all.values().forEach(Session::forget);
  }

  /**
   * Returns how often all was discarded. A restored process has other variables, so what was read
   * of the environment before is not used afterwards.
   */
  int discards() {
    return discards.get();
  }

  /**
   * Handles the report that a service rejected the credentials with this key. The session that they
   * belong to is not known; the others ignore it.
   */
  public void invalidate(String accessKeyId) {
    StackSpace.require(StackSpace.INVALIDATE);
    for (Session each : all.values()) {
      if (each.isServing(accessKeyId)) {
        invalidate(each, accessKeyId);
      }
    }
  }

  /** Returns whether a key was issued to a session and may still be used. */
  public boolean hasIssued(String accessKeyId) {
    return context.issued().contain(accessKeyId);
  }

  /** Tells each listener of a session in use of an event of the process, once. */
  public void publish(IrsaEvent event) {
    StackSpace.require(StackSpace.PUBLISH);
    report(
        now -> {
          Set<Object> told = new HashSet<>();
          forEach(
              all.values().iterator(),
              (each, later) -> {
                if (each.users.hasAny()) {
                  each.driver.listeners.tellOnce(event, told);
                }
              },
              now);
        });
  }

  /** Reports rejected credentials, and waits a moment until later calls get others. */
  void invalidate(Session session, String accessKeyId) {
    session.invalidate(accessKeyId);
    awaitSteps(100 * Nanos.MILLISECOND);
  }

  /**
   * Registers an action that discards copies of credentials, which {@link #discardAll} runs after
   * it has discarded its own.
   *
   * @param drop the action, which must not block; held weakly, so its owner has to keep a reference
   */
  public void alsoForget(Runnable drop) {
    StackSpace.require();
    returnDropped();
    drop(drop);
  }

  private void drop(Runnable drop) {
    drops.add(new WeakReference<>(drop, dropped));
  }

  /** Returns what runs tasks that may block, each on a thread that nothing else waits for. */
  public static Executor background() {
    return SHARED.context.workers().completions();
  }

  /** Returns the number of sessions in use. */
  public int size() {
    return (int) all.values().stream().filter(each -> each.users.hasAny()).count();
  }

  // ---- handles

  @Override
  public void unused(Session session) {
    unused.add(session);
    session.driver.report(
        new Session.UserStep(session, unused), openings.isEmpty() ? 0 : RESTS_AFTER);
  }

  /**
   * If nothing is open, lets all sessions rest that nobody waits for, and waits for that, at most a
   * second: the class loader of this library may be closed next, and with it what would be loaded.
   */
  void restIfNothingIsOpen() {
    if (openings.isEmpty()) {
      report(new OwnStep(this, false));
      awaitSteps(Nanos.SECOND);
    }
  }

  private void restAll() {
    boolean mayGoOn = true;
    while (mayGoOn) {
      mayGoOn = false;
      for (Session each : unused) {
        if (each.users.haveLeft()) {
          // The session that signs for it may be unused then.
          mayGoOn = true;
          each.driver.step(new Session.UserStep(each, unused));
        }
      }
    }
  }

  ReferenceQueue<Object> dropped() {
    return dropped;
  }

  @Override
  public void returnDropped() {
    for (Reference<?> each = dropped.poll(); each != null; each = dropped.poll()) {
      if (each instanceof HandleSessions<?> opening) {
        opening.close();
      } else {
        drops.remove(each);
      }
    }
  }

  // ---- steps

  @Override
  public void resumed(Session session) {
    retained.take(session);
    used++;
    if (sweeps == null) {
      context.loop().stay(true);
      sweeps = repeat(new OwnStep(this, true), SWEEP);
    }
  }

  @Override
  public void rested(Session session, long nanos, boolean wasResumed) {
    if (wasResumed && --used == 0 && sweeps != null) {
      sweeps.cancel(false);
      sweeps = null;
      context.loop().stay(false);
    }
    boolean isRetained = false;
    try {
      if (nanos > 0) {
        retained.add(session, nanos);
        isRetained = true;
      }
    } finally {
      if (!isRetained) {
        remove(session);
      }
    }
  }

  @Override
  public void remove(Session session) {
    if (session.users.remove()) {
      all.remove(session.spec, session);
    }
  }

  /**
   * A sweep, or the rest of all. One class for both: before the latter, the class loader of this
   * library may be closed.
   */
  private record OwnStep(Sessions sessions, boolean isSweep) implements Consumer<TimePoint> {
    @Override
    public void accept(TimePoint now) {
      if (isSweep) {
        sessions.sweep(now);
      } else {
        sessions.restAll();
      }
    }
  }

  private void sweep(TimePoint now) {
    returnDropped();
    retained.expire();
    context.exchanges().sweep(now);
    forEach(all.values().iterator(), (each, later) -> each.driver.sweep(later), now);
    forEach(openings.iterator(), HandleSessions::sweep, now);
    // Those that found no thread.
    context.workers().completions().execute(() -> {});
  }

  /** Does something for each of many: for some in each step, so that other steps come between. */
  private <T> void forEach(Iterator<T> many, BiConsumer<T, TimePoint> action, TimePoint now) {
    for (int each = 0; each < MOST_IN_A_STEP && many.hasNext(); each++) {
      action.accept(many.next(), now);
    }
    if (many.hasNext()) {
      report(later -> forEach(many, action, later));
    }
  }

  SessionContext context() {
    return context;
  }

  /** Returns the wall clock of all sessions. */
  public Clock wall() {
    return context.clocks().wall();
  }
}
