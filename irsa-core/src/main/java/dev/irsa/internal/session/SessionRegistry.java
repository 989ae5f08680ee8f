package dev.irsa.internal.session;

import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.internal.concurrent.Futures;
import dev.irsa.internal.concurrent.SharedExecutors;
import dev.irsa.internal.concurrent.StackReserve;
import dev.irsa.internal.events.EventDispatcher;
import dev.irsa.internal.identity.Subject;
import dev.irsa.internal.limit.Bulkhead;
import dev.irsa.internal.limit.EndpointRateLimiter;
import dev.irsa.internal.refresh.SessionConfig;
import dev.irsa.internal.time.Clocks;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Holds one session for each distinct key and counts its users. The first user starts the session;
 * when the last one leaves, its background work is stopped. Its state (valid credentials, backoff,
 * and rate limits) is retained for later users without a thread or a timer: at most {@value
 * #MOST_KEPT} sessions, until the credentials have expired and for at least 15 minutes.
 * Thread-safe.
 */
public final class SessionRegistry {

  /** The maximum number of retained sessions; each uses about 2 kB. */
  static final int MOST_KEPT = 10_000;

  /** One instance for all sessions: it is thread-safe, and TLS loads its class in any case. */
  private static final JitterSource JITTER = new JitterSource(new Random());

  private static final SessionRegistry SHARED =
      new SessionRegistry(Clocks.system(), JITTER, SharedExecutors.system());

  static {
    SHARED.alsoForget(JITTER);
  }

  /** Held here, because CRaC holds its resources weakly. */
  @SuppressWarnings("unused")
  private static final @Nullable Object CHECKPOINTS = CracSupport.register(SHARED);

  /**
   * The parameters of a session.
   *
   * @param key everything that affects the request or its timing; users with equal keys share a
   *     session, and so its limits
   * @param subject whose credentials they are, and who issues them; limits apply to each endpoint
   * @param source creates the exchange of a new session
   * @param policy when the credentials are refreshed
   * @param idleAfter the time without a call after which they are no longer refreshed ahead
   * @param log creates the log of a new session, which receives its events independently of other
   *     listeners
   */
  public record Terms(
      Object key,
      Subject subject,
      Supplier<CredentialExchange> source,
      RefreshPolicy policy,
      Duration idleAfter,
      Supplier<? extends Consumer<IrsaEvent>> log) {}

  private final Clocks clocks;
  private final long origin;
  private final Supplier<? extends RandomGenerator> randoms;
  private final SharedExecutors executors;
  private final Bulkhead bulkhead;
  private final ReferenceQueue<Object> dropped = new ReferenceQueue<>();
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  /**
   * The leases that are taken, linked to each other without further objects: they are held so that
   * a lease can be returned after its owner was dropped.
   */
  private @Nullable Lease latest;

  /** The sessions in use and the retained ones, in the order in which they were given back. */
  private final Map<Object, Session> sessions = new LinkedHashMap<>();

  private int inUse;
  private final Map<URI, WeakReference<EndpointRateLimiter>> endpoints = new HashMap<>();
  private final Set<Runnable> forgetActions = Collections.newSetFromMap(new WeakHashMap<>());
  private long firstRetainedUntil = Long.MAX_VALUE;

  /** Written under the lock, read without it. */
  private volatile int discards;

  /** Creates an empty registry. The timer is started with the first session. */
  public SessionRegistry(
      Clocks clocks, Supplier<? extends RandomGenerator> randoms, SharedExecutors executors) {
    this.clocks = clocks;
    this.origin = clocks.nanos().getAsLong();
    this.randoms = randoms;
    this.executors = executors;
    this.bulkhead = new Bulkhead(clocks.nanos(), executors);
  }

  /** Returns the registry of this class loader, which uses the system's clocks. */
  public static SessionRegistry shared() {
    return SHARED;
  }

  /**
   * A lease of a session. Its holders are the handle, or the cache of roles, that took it, and the
   * calls that wait; the last of them gives it back. Refers to its owner weakly, and is given back
   * if the owner is dropped without a close. An owner that waits is not garbage.
   */
  public static final class Lease extends WeakReference<Object> implements AutoCloseable {
    private final SessionRegistry registry;
    private final Session session;
    private final List<? extends Consumer<IrsaEvent>> listeners;

    private final AtomicInteger holders = new AtomicInteger(1);

    // Guarded by the registry's lock.
    private @Nullable Lease earlier;

    /** The lease that was taken after this one, null for the latest, itself unless it is taken. */
    private @Nullable Lease later = this;

    private Lease(
        SessionRegistry registry,
        Session session,
        Object owner,
        List<? extends Consumer<IrsaEvent>> listeners) {
      super(owner, registry.dropped);
      this.registry = registry;
      this.session = session;
      this.listeners = listeners;
    }

    /** Returns the session. */
    public Session session() {
      return session;
    }

    /** Adds a holder. Returns false if the lease was given back. */
    public boolean hold() {
      return holders.getAndUpdate(before -> before > 0 ? before + 1 : 0) > 0;
    }

    /**
     * Removes a holder. The last one gives the lease back; if it was the last of the session, its
     * background work stops.
     */
    @Override
    public void close() {
      if (holders.decrementAndGet() == 0) {
        registry.giveBack(this);
      }
    }
  }

  /**
   * Takes a lease of the session with these terms, and starts the session if necessary.
   *
   * @param terms the parameters of the session
   * @param owner who takes the lease, which is given back when it is garbage
   * @param listeners receive the events of the session until the lease is given back. Equal
   *     listeners of several leases receive each event once
   */
  public Lease lease(Terms terms, Object owner, List<? extends Consumer<IrsaEvent>> listeners) {
    Lease lease;
    lock.lock();
    try {
      dropExpired();
      lease = take(terms, owner, listeners);
    } finally {
      lock.unlock();
    }
    lease.session.enter();
    // Afterwards, so that a session that the new lease shares goes on.
    returnDropped();
    return lease;
  }

  /** Under the lock. */
  private Lease take(Terms terms, Object owner, List<? extends Consumer<IrsaEvent>> listeners) {
    Session known = sessions.get(terms.key());
    Session session = known != null ? known : start(terms);
    Lease lease = new Lease(this, session, owner, listeners);
    executors.acquire();
    session.key = terms.key();
    sessions.put(terms.key(), session);
    session.events().subscribe(listeners);
    link(lease);
    inUse += session.leases == 0 ? 1 : 0;
    session.leases++;
    session.retainedUntil = Long.MAX_VALUE;
    return lease;
  }

  /**
   * Returns the leases whose owners are garbage. Called where leases are taken and after refreshes,
   * so that dropped handles do not accumulate, and cause one more refresh at most.
   */
  private void returnDropped() {
    for (Object lease = dropped.poll(); lease != null; lease = dropped.poll()) {
      giveBack((Lease) lease);
    }
  }

  /**
   * Returns the session with these terms, in use or retained, or null if there is none. Does not
   * take a lease.
   */
  public @Nullable Session peek(Terms terms) {
    StackReserve.require();
    lock.lock();
    try {
      return sessions.get(terms.key());
    } finally {
      lock.unlock();
    }
  }

  /** Returns the log of a session. Its events follow a refresh. */
  private Consumer<IrsaEvent> loggedBy(Consumer<IrsaEvent> log) {
    return event -> {
      try {
        log.accept(event);
      } finally {
        returnDropped();
      }
    };
  }

  private Session start(Terms terms) {
    CredentialExchange source = terms.source().get();
    EndpointRateLimiter endpoint = limits(terms.subject().endpoint());
    EventDispatcher events = new EventDispatcher(executors, loggedBy(terms.log().get()));
    SessionConfig config =
        new SessionConfig(
            terms.subject(), terms.policy(), source.longestLifetime(), terms.idleAfter());
    return new Session(
        config, source, clocks, executors, bulkhead, endpoint, events, randoms.get());
  }

  /** Returns the limits of an endpoint, which live as long as a session that uses them. */
  private EndpointRateLimiter limits(URI endpoint) {
    WeakReference<EndpointRateLimiter> known = endpoints.get(endpoint);
    EndpointRateLimiter limits = known == null ? null : known.get();
    if (limits == null) {
      if (!endpoints.isEmpty()) {
        endpoints.values().removeIf(each -> each.refersTo(null));
      }
      limits = new EndpointRateLimiter();
      endpoints.put(endpoint, new WeakReference<>(limits));
    }
    return limits;
  }

  private void giveBack(Lease lease) {
    Session session = lease.session;
    lock.lock();
    try {
      if (!unlink(lease)) {
        return;
      }
      session.leases--;
      inUse -= session.leases == 0 ? 1 : 0;
    } finally {
      lock.unlock();
    }
    // A thread that takes a lease concurrently has entered or will enter: the session counts its
    // users itself.
    long nanos = session.exit();
    if (!lease.listeners.isEmpty()) {
      // Before they are unsubscribed: the worker that brought the credentials comes later.
      session.events().run();
    }
    // After the exit, so that the listeners of the last lease receive its events.
    lock.lock();
    try {
      keep(session, nanos);
      session.events().unsubscribe(lease.listeners);
      executors.release();
    } finally {
      lock.unlock();
    }
  }

  /** Under the lock. */
  private void link(Lease lease) {
    lease.earlier = latest;
    lease.later = null;
    if (latest != null) {
      latest.later = lease;
    }
    latest = lease;
  }

  /** Removes a lease; returns false if it was returned before. Under the lock. */
  private boolean unlink(Lease lease) {
    Lease before = lease.earlier;
    Lease after = lease.later;
    if (after == lease) {
      return false;
    }
    if (before != null) {
      before.later = after;
    }
    if (after == null) {
      latest = before;
    } else {
      after.earlier = before;
    }
    lease.earlier = null;
    lease.later = lease;
    return true;
  }

  /**
   * Retains a session that was given back for so long. Less than zero nanoseconds say nothing:
   * there are other users. Under the lock.
   */
  private void keep(Session session, long nanos) {
    Object key = Objects.requireNonNull(session.key);
    if (session.leases > 0 || nanos < 0 || !sessions.remove(key, session) || nanos == 0) {
      return;
    }
    // At the end.
    sessions.put(key, session);
    session.retainedUntil = elapsed() + nanos;
    firstRetainedUntil = Math.min(firstRetainedUntil, session.retainedUntil);
    if (sessions.size() - inUse > MOST_KEPT) {
      Iterator<Session> all = sessions.values().iterator();
      while (all.next().leases > 0) {
        // In use for longer than the oldest that is retained.
      }
      all.remove();
    }
  }

  /** Under the lock. */
  private void dropExpired() {
    if (firstRetainedUntil == Long.MAX_VALUE) {
      return;
    }
    long now = elapsed();
    if (now < firstRetainedUntil) {
      return;
    }
    firstRetainedUntil = Long.MAX_VALUE;
    sessions.values().removeIf(each -> each.retainedUntil <= now);
    for (Session each : sessions.values()) {
      firstRetainedUntil = Math.min(firstRetainedUntil, each.retainedUntil);
    }
  }

  /**
   * Discards all credentials and connections, including retained ones; the next call starts a new
   * refresh. For use before a process is frozen, so that its image contains no secrets. Rate limits
   * are not reset.
   */
  @SuppressWarnings("NonAtomicVolatileUpdate") // Under the lock.
  public void discardAll() {
    List<Session> all;
    List<Runnable> registered;
    // One handle may have many leases, and what it takes after its close stays.
    Set<@Nullable Object> owners = new HashSet<>();
    StackReserve.require();
    lock.lock();
    try {
      discards++;
      all = new ArrayList<>(sessions.values());
      registered = new ArrayList<>(forgetActions);
      for (Lease lease = latest; lease != null; lease = lease.earlier) {
        owners.add(lease.get());
      }
    } finally {
      lock.unlock();
    }
    all.forEach(Session::forget);
    registered.forEach(Runnable::run);
    // Afterwards, since they take their sessions again with what is configured then.
    for (Object owner : owners) {
      if (owner instanceof SessionHandle handle) {
        handle.close();
      }
    }
  }

  /**
   * Returns how often all was discarded. What was read of the environment before is not used
   * afterwards: a process that is restored from an image has other variables.
   */
  public int discards() {
    return discards;
  }

  /**
   * Handles the report that a service rejected the credentials with this key. The session that they
   * belong to is not known, so all that are in use are asked; the others ignore it.
   */
  public void invalidate(String accessKeyId) {
    List<Session> all;
    StackReserve.require();
    lock.lock();
    try {
      all = new ArrayList<>(sessions.values());
      all.removeIf(each -> each.leases == 0);
    } finally {
      lock.unlock();
    }
    all.forEach(each -> each.invalidate(accessKeyId));
  }

  /** Tells each listener of a session in use of an event of the process, once. */
  public void publish(IrsaEvent event) {
    List<Session> all;
    StackReserve.require();
    lock.lock();
    try {
      all = new ArrayList<>(sessions.values());
      all.removeIf(each -> each.leases == 0);
    } finally {
      lock.unlock();
    }
    Set<Object> told = new HashSet<>();
    all.forEach(each -> each.events().publish(event, told));
  }

  /**
   * Registers an action that discards copies of credentials, which {@link #discardAll} runs after
   * it has discarded its own.
   *
   * @param drop the action, which must not block; held weakly, so its owner has to keep a reference
   */
  public void alsoForget(Runnable drop) {
    StackReserve.require();
    lock.lock();
    try {
      forgetActions.add(drop);
    } finally {
      lock.unlock();
    }
  }

  /** Returns the clocks of all sessions. */
  public Clocks clocks() {
    return clocks;
  }

  /**
   * Returns the nanoseconds since the creation of this registry. The monotonic clock itself may
   * overflow.
   */
  private long elapsed() {
    return nanos() - origin;
  }

  /** Returns the time of the monotonic clock in nanoseconds. */
  public long nanos() {
    return clocks.nanos().getAsLong();
  }

  /**
   * Runs a short task on the timer after a delay, if sessions are still open then.
   *
   * @param nanos the delay, not negative
   * @return a future that is already done if no session is open, because then there is no timer
   */
  public Future<?> later(Runnable work, long nanos) {
    try {
      return executors.scheduleOnce(work, nanos);
    } catch (RejectedExecutionException noSessionOpen) {
      return CompletableFuture.completedFuture(null);
    }
  }

  /** Runs a task that may block, on a thread that nothing else waits for. */
  public static <T> CompletableFuture<T> inBackground(Supplier<? extends T> blocking) {
    return Futures.inBackground(SHARED.executors::complete, blocking);
  }

  /** Returns the number of sessions in use. */
  public int size() {
    lock.lock();
    try {
      return inUse;
    } finally {
      lock.unlock();
    }
  }
}
