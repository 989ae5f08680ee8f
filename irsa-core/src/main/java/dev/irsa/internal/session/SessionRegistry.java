package dev.irsa.internal.session;

import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.internal.concurrent.Bulkhead;
import dev.irsa.internal.concurrent.EndpointLimiter;
import dev.irsa.internal.concurrent.SharedExecutors;
import dev.irsa.internal.refresh.RefreshEngine;
import dev.irsa.internal.refresh.SessionConfig;
import dev.irsa.internal.time.Clocks;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Holds one session for each distinct key and counts who uses it. The first to ask starts it; with
 * the last to leave ends all that runs for it. What it had then (valid credentials, pauses after
 * failures, the budget of calls) is kept for whoever asks next: passively, without a thread or a
 * timer, {@value #MOST_KEPT} sessions at most, until the credentials have expired and for a quarter
 * of an hour at least. Thread-safe.
 */
public final class SessionRegistry {

  /** A kept session takes some 2 kB. */
  static final int MOST_KEPT = 10_000;

  private static final SessionRegistry SHARED =
      new SessionRegistry(
          Clocks.system(),
          new SystemRandom(),
          SharedExecutors.system(),
          new RefreshEngine.StandardFactory());

  /**
   * What a session is made of.
   *
   * @param key everything that changes the request or its timing, but for the executor; equal keys
   *     share what is known
   * @param roleArn the role
   * @param endpoint where the credentials come from; limits are counted for each
   * @param source where the session comes from; made only when there is none to share
   * @param policy when it is refreshed
   * @param idleAfter how long without a call until it is no longer refreshed ahead
   * @param executor runs its exchanges in place of our workers, or null; never closed. Only those
   *     who give the same one share a session that is in use
   * @param log hears of the session's events once, whoever else does; that of the lease that
   *     started the session
   */
  public record Terms(
      Object key,
      String roleArn,
      URI endpoint,
      Supplier<CredentialExchange> source,
      RefreshPolicy policy,
      Duration idleAfter,
      @Nullable Executor executor,
      Consumer<IrsaEvent> log) {

    Object keyInUse() {
      return executor == null ? key : new KeyWithExecutor(key, executor);
    }
  }

  /** The executor counts by identity. */
  private record KeyWithExecutor(Object key, Executor executor) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof KeyWithExecutor that
          && executor == that.executor
          && key.equals(that.key);
    }

    @Override
    public int hashCode() {
      return key.hashCode();
    }
  }

  private final Clocks clocks;
  private final long origin;
  private final Supplier<? extends RandomGenerator> randoms;
  private final SharedExecutors executors;
  private final Bulkhead bulkhead;
  private final RefreshEngine.Factory engines;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private final Map<Object, Shared> used = new HashMap<>();
  private final Map<Object, Shared> kept = new LinkedHashMap<>();
  private final Map<URI, WeakReference<EndpointLimiter>> endpoints = new HashMap<>();
  private final Set<Runnable> copies = Collections.newSetFromMap(new WeakHashMap<>());
  private long firstKeptUntil = Long.MAX_VALUE;

  /** Makes an empty registry; the timer is started when there is a session. */
  public SessionRegistry(
      Clocks clocks,
      Supplier<? extends RandomGenerator> randoms,
      SharedExecutors executors,
      RefreshEngine.Factory engines) {
    this.clocks = clocks;
    this.origin = clocks.nanos().getAsLong();
    this.randoms = randoms;
    this.executors = executors;
    this.bulkhead = new Bulkhead(clocks.nanos(), executors);
    this.engines = engines;
  }

  /** Returns the registry of this class loader, on the system's clocks. */
  public static SessionRegistry shared() {
    return SHARED;
  }

  /** One session, in use or kept. What is not final is guarded by the registry's lock. */
  private static final class Shared {
    final SessionCache cache;
    final EventDispatcher events;

    int leases;

    /** As {@link #elapsed}; for kept ones alone. */
    long keptUntil;

    Shared(SessionCache cache, EventDispatcher events) {
      this.cache = cache;
      this.events = events;
    }
  }

  /** A use of a session. Closing it is idempotent. */
  public final class Lease implements AutoCloseable {
    private final Object key;
    private final Object keyInUse;
    private final Shared shared;
    private final LeaseOwner owner;
    private final @Nullable Consumer<IrsaEvent> listener;

    /** Guarded by the registry's lock. */
    private boolean returned;

    private Lease(
        Object key,
        Object keyInUse,
        Shared shared,
        LeaseOwner owner,
        @Nullable Consumer<IrsaEvent> listener) {
      this.key = key;
      this.keyInUse = keyInUse;
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

    /**
     * Ends the waits of its owner and, when it is the last lease, all that runs for the session.
     */
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
   * @param listener hears of the session's events as long as the lease lasts, or null
   */
  public Lease lease(Terms terms, LeaseOwner owner, @Nullable Consumer<IrsaEvent> listener) {
    Lease lease;
    lock.lock();
    try {
      dropWhatIsNotWorthKeeping();
      lease = take(terms, owner, listener);
    } finally {
      lock.unlock();
    }
    boolean entered = false;
    try {
      lease.shared.cache.enter(terms.executor());
      entered = true;
    } finally {
      if (!entered) {
        // The timer finds no thread.
        giveBack(lease);
      }
    }
    return lease;
  }

  /** Under the lock. */
  private Lease take(Terms terms, LeaseOwner owner, @Nullable Consumer<IrsaEvent> listener) {
    Shared shared = find(terms);
    if (shared == null) {
      shared = start(terms);
    }
    Object keyInUse = terms.keyInUse();
    if (shared.leases == 0) {
      kept.remove(terms.key(), shared);
      used.put(keyInUse, shared);
    }
    executors.acquire();
    shared.leases++;
    if (listener != null) {
      shared.events.subscribe(listener);
    }
    return new Lease(terms.key(), keyInUse, shared, owner, listener);
  }

  /** Returns the session with these terms, in use or kept, for a look; null when there is none. */
  public @Nullable SessionCache peek(Terms terms) {
    lock.lock();
    try {
      Shared shared = find(terms);
      return shared == null ? null : shared.cache;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Shared find(Terms terms) {
    Shared inUse = used.get(terms.keyInUse());
    return inUse != null ? inUse : kept.get(terms.key());
  }

  private Shared start(Terms terms) {
    CredentialExchange source = terms.source().get();
    EndpointLimiter endpoint = limits(terms.endpoint());
    EventDispatcher events =
        new EventDispatcher(executors.log(), terms.log(), executors.listeners());
    SessionConfig config =
        new SessionConfig(
            terms.roleArn(),
            terms.endpoint(),
            terms.policy(),
            source.longestLifetime(),
            terms.idleAfter());
    SessionCache cache =
        new SessionCache(
            config, source, clocks, executors, bulkhead, endpoint, events, engines, randoms.get());
    return new Shared(cache, events);
  }

  /** Limits live as long as a session that they count for, in use or kept. */
  private EndpointLimiter limits(URI endpoint) {
    WeakReference<EndpointLimiter> known = endpoints.get(endpoint);
    EndpointLimiter limits = known == null ? null : known.get();
    if (limits == null) {
      for (Iterator<WeakReference<EndpointLimiter>> all = endpoints.values().iterator();
          all.hasNext(); ) {
        if (all.next().refersTo(null)) {
          all.remove();
        }
      }
      limits = new EndpointLimiter();
      endpoints.put(endpoint, new WeakReference<>(limits));
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

  private void giveBack(Lease lease) {
    Shared shared = lease.shared;
    lock.lock();
    try {
      if (lease.returned) {
        return;
      }
      lease.returned = true;
      shared.leases--;
      if (shared.leases == 0) {
        used.remove(lease.keyInUse);
        keep(lease.key, shared);
      }
    } finally {
      lock.unlock();
    }
    try {
      // Whoever leases it meanwhile has entered or will: the cache counts for itself.
      long worth = shared.cache.exit();
      if (worth >= 0) {
        keepFor(worth, lease.key, shared);
      }
    } finally {
      // The listener of the last lease still hears of the end.
      unsubscribe(lease);
      executors.release();
    }
  }

  private void unsubscribe(Lease lease) {
    if (lease.listener == null) {
      return;
    }
    lock.lock();
    try {
      lease.shared.events.unsubscribe(lease.listener);
    } finally {
      lock.unlock();
    }
  }

  /** Under the lock. */
  private void keep(Object key, Shared shared) {
    // Until it is known for how long: it is in nobody's way.
    shared.keptUntil = Long.MAX_VALUE;
    kept.remove(key);
    kept.put(key, shared);
    if (kept.size() > MOST_KEPT) {
      Iterator<Shared> longestKept = kept.values().iterator();
      longestKept.next();
      longestKept.remove();
    }
  }

  private void keepFor(long worth, Object key, Shared shared) {
    lock.lock();
    try {
      if (shared.leases > 0) {
        return;
      }
      if (worth == 0) {
        kept.remove(key, shared);
      } else {
        shared.keptUntil = elapsed() + worth;
        firstKeptUntil = Math.min(firstKeptUntil, shared.keptUntil);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Under the lock. */
  private void dropWhatIsNotWorthKeeping() {
    if (firstKeptUntil == Long.MAX_VALUE) {
      return;
    }
    long now = elapsed();
    if (now < firstKeptUntil) {
      return;
    }
    firstKeptUntil = Long.MAX_VALUE;
    kept.values().removeIf(each -> each.keptUntil <= now);
    for (Shared each : kept.values()) {
      firstKeptUntil = Math.min(firstKeptUntil, each.keptUntil);
    }
  }

  /**
   * Drops all credentials and connections, also those that are kept; the next call for any of them
   * begins anew. For the moment before a process is frozen, so that no secret gets into the image.
   * Budgets and limits stay.
   */
  public void forgetAll() {
    List<Shared> all;
    List<Runnable> others;
    lock.lock();
    try {
      all = new ArrayList<>(used.values());
      all.addAll(kept.values());
      others = new ArrayList<>(copies);
    } finally {
      lock.unlock();
    }
    all.forEach(each -> each.cache.forget());
    others.forEach(Runnable::run);
  }

  /**
   * Has copies of credentials that are kept elsewhere dropped by {@link #forgetAll}, after its own.
   *
   * @param drop held weakly: it counts for as long as its owner keeps it; does not block
   */
  public void alsoForget(Runnable drop) {
    lock.lock();
    try {
      copies.add(drop);
    } finally {
      lock.unlock();
    }
  }

  /** Returns the clocks of all its sessions. */
  public Clocks clocks() {
    return clocks;
  }

  /** Nanoseconds since there is this registry; the monotonic clock itself may overflow. */
  private long elapsed() {
    return nanos() - origin;
  }

  /** Reads the monotonic clock, in nanoseconds. */
  public long nanos() {
    return clocks.nanos().getAsLong();
  }

  /**
   * Runs something short on the timer later, if sessions are still open then.
   *
   * @param nanos the delay, at least 0
   * @return done when no session is open and so there is no timer
   */
  public Future<?> later(Runnable work, long nanos) {
    try {
      return executors.schedule(work, nanos);
    } catch (RejectedExecutionException nobodyIsOpen) {
      return CompletableFuture.completedFuture(null);
    }
  }

  /** Runs something that may block, on a thread that nothing else waits for. */
  public void runSoon(Runnable work) {
    executors.complete(work);
  }

  /** Returns how many sessions are in use. */
  public int size() {
    lock.lock();
    try {
      return used.size();
    } finally {
      lock.unlock();
    }
  }

  /** For tests: nothing outside is called while the lock is held. */
  boolean isLockHeld() {
    return lock.isHeldByCurrentThread();
  }
}
