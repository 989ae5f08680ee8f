package dev.irsa.session;

import dev.irsa.identity.IrsaEvent;
import dev.irsa.identity.RefreshPolicy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Holds one live session for each distinct key and counts who uses it: the first to ask starts it,
 * the last to leave ends it, and with the last session of all go the threads. Thread-safe.
 */
public final class SessionRegistry {

  private static final SessionRegistry SHARED =
      new SessionRegistry(
          Clocks.system(), new SystemRandom(), new SystemBackground(), new Engine.StandardMaker());

  /**
   * What a session is made of.
   *
   * @param key everything that changes the request or its timing; equal keys share a session
   * @param roleArn the role
   * @param endpoint what limits are counted by: one for each STS endpoint
   * @param source where the session comes from; made only when there is none to share
   * @param policy when it is refreshed
   * @param idleAfter how long without a call until it is no longer refreshed ahead
   * @param executor runs its exchanges instead of our workers, or null; never closed. It must not
   *     run them on the thread that submits them
   * @param log hears of the session's events once, whoever else does; that of the lease that
   *     started the session
   */
  public record Terms(
      Object key,
      String roleArn,
      Object endpoint,
      Supplier<SessionSource> source,
      RefreshPolicy policy,
      Duration idleAfter,
      @Nullable Executor executor,
      Consumer<IrsaEvent> log) {}

  private final Clocks clocks;
  private final Supplier<? extends RandomGenerator> randoms;
  private final Supplier<Background> backgrounds;
  private final Engine.Maker engines;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private final Map<Object, Shared> sessions = new HashMap<>();
  private @Nullable Commons commons;

  /** Makes an empty registry; background threads are made when there is a session. */
  SessionRegistry(
      Clocks clocks,
      Supplier<? extends RandomGenerator> randoms,
      Supplier<Background> backgrounds,
      Engine.Maker engines) {
    this.clocks = clocks;
    this.randoms = randoms;
    this.backgrounds = backgrounds;
    this.engines = engines;
  }

  /** Returns the registry of this class loader, on the system's clocks. */
  public static SessionRegistry shared() {
    return SHARED;
  }

  /** What all live sessions share. All but the gate is guarded by the registry's lock. */
  private static final class Commons {
    final Background background;
    final Gate gate;
    final Map<Object, EndpointLimits> endpoints = new HashMap<>();
    int live;

    Commons(Background background, Gate gate) {
      this.background = background;
      this.gate = gate;
    }
  }

  /** One live session. The count is guarded by the registry's lock. */
  private static final class Shared {
    final SessionCache cache;
    final Commons commons;
    final Listeners listeners;
    int leases;

    Shared(SessionCache cache, Commons commons, Listeners listeners) {
      this.cache = cache;
      this.commons = commons;
      this.listeners = listeners;
    }
  }

  /** A use of a session. Closing it twice is harmless. */
  public final class Lease implements AutoCloseable {
    private final Object key;
    private final Shared shared;
    private final Owner owner;
    private final Consumer<IrsaEvent> listener;

    /** Guarded by the registry's lock. */
    private boolean returned;

    private Lease(Object key, Shared shared, Owner owner, Consumer<IrsaEvent> listener) {
      this.key = key;
      this.shared = shared;
      this.owner = owner;
      this.listener = listener;
    }

    /** Returns the session. */
    public SessionCache cache() {
      return shared.cache;
    }

    /**
     * Closes as soon as no refresh is under way, so that nobody who waits for one is turned away.
     */
    public void closeWhenIdle() {
      shared.cache.onceIdle(this::close);
    }

    /** Ends the waits of its owner and, when it is the last lease, the session. */
    @Override
    public void close() {
      try {
        shared.cache.leave(owner);
      } finally {
        // Whatever may be wrong there, such as a timer that finds no thread.
        giveBack(this);
      }
    }
  }

  /**
   * Takes a lease of the session with these terms, started when there is none.
   *
   * @param terms what the session is made of
   * @param owner the handle that asks; its waits end with the lease
   * @param listener hears of the session's events as long as the lease lasts
   */
  public Lease lease(Terms terms, Owner owner, Consumer<IrsaEvent> listener) {
    lock.lock();
    try {
      Shared shared = sessions.get(terms.key());
      if (shared == null) {
        shared = start(terms);
        sessions.put(terms.key(), shared);
      }
      shared.leases++;
      shared.listeners.add(listener);
      return new Lease(terms.key(), shared, owner, listener);
    } finally {
      lock.unlock();
    }
  }

  private Shared start(Terms terms) {
    SessionSource source = terms.source().get();
    Commons used = commons;
    if (used == null) {
      Background background = backgrounds.get();
      used = new Commons(background, new Gate(clocks.nanos(), background.timer()));
      commons = used;
    }
    Listeners listeners = new Listeners();
    listeners.add(terms.log());
    Executor workers = terms.executor() == null ? used.background.workers() : terms.executor();
    Rules rules =
        new Rules(terms.roleArn(), terms.policy(), source.longestLifetime(), terms.idleAfter());
    Surroundings surroundings =
        new Surroundings(
            clocks,
            used.background.timer(),
            workers,
            workers,
            used.gate,
            limits(used, terms.endpoint()));
    RandomGenerator random = randoms.get();
    SessionCache cache =
        new SessionCache(
            rules, source, surroundings, listeners, new EmptyEngine(engines, rules, random));
    used.live++;
    return new Shared(cache, used, listeners);
  }

  private static EndpointLimits limits(Commons used, Object endpoint) {
    EndpointLimits limits = used.endpoints.get(endpoint);
    if (limits == null) {
      limits = new EndpointLimits();
      used.endpoints.put(endpoint, limits);
    }
    return limits;
  }

  // Nested classes in place of lambdas and method references: all of these stand on the way to the
  // first credentials of a fresh JVM, where each lambda costs several classes.

  /** One for all sessions: it is thread-safe, and TLS has loaded its class in any case. */
  private static final class SystemRandom implements Supplier<RandomGenerator> {
    private final RandomGenerator random = new Random();

    @Override
    public RandomGenerator get() {
      return random;
    }
  }

  private static final class SystemBackground implements Supplier<Background> {
    @Override
    public Background get() {
      return Background.start();
    }
  }

  /** Makes the engine of a session that begins with nothing. */
  private record EmptyEngine(Engine.Maker engines, Rules rules, RandomGenerator random)
      implements BiFunction<Outbox, Moment, Engine> {
    @Override
    public Engine apply(Outbox outbox, Moment now) {
      return engines.make(rules, random, outbox, Memory.empty(), now);
    }
  }

  private void giveBack(Lease lease) {
    Shared shared = lease.shared;
    boolean last;
    lock.lock();
    try {
      if (lease.returned) {
        return;
      }
      lease.returned = true;
      last = --shared.leases == 0;
      if (last) {
        sessions.remove(lease.key);
      } else {
        shared.listeners.remove(lease.listener);
      }
    } finally {
      lock.unlock();
    }
    if (last) {
      // The listener of the last lease still hears of the end. Only then may the threads go.
      shared.cache.close();
      ended(shared.commons);
    }
  }

  private void ended(Commons used) {
    boolean unused;
    lock.lock();
    try {
      unused = --used.live == 0;
      if (unused) {
        commons = null;
      }
    } finally {
      lock.unlock();
    }
    if (unused) {
      used.background.stop();
    }
  }

  /**
   * Drops all credentials and connections; the next call for any of them begins anew. For the
   * moment before a process is frozen, so that no secret gets into the image.
   */
  public void forgetAll() {
    List<Shared> all;
    lock.lock();
    try {
      all = List.copyOf(sessions.values());
    } finally {
      lock.unlock();
    }
    all.forEach(each -> each.cache.forget());
  }

  /** Returns the clocks of all its sessions. */
  public Clocks clocks() {
    return clocks;
  }

  /** Reads the monotonic clock, in nanoseconds. */
  public long nanos() {
    return clocks.nanos().getAsLong();
  }

  /**
   * Runs something short on the timer later, if sessions are still alive then.
   *
   * @param nanos the delay, at least 0
   * @return done when there is no session and so no timer
   */
  public Future<?> later(Runnable work, long nanos) {
    lock.lock();
    try {
      Commons used = commons;
      return used == null
          ? CompletableFuture.completedFuture(null)
          : used.background.timer().schedule(work, nanos, TimeUnit.NANOSECONDS);
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many sessions are alive. */
  public int size() {
    lock.lock();
    try {
      return sessions.size();
    } finally {
      lock.unlock();
    }
  }
}
