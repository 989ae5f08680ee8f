package dev.irsa;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.internal.concurrent.StackRoom;
import dev.irsa.internal.refresh.SessionClosedException;
import dev.irsa.internal.session.LeaseOwner;
import dev.irsa.internal.session.SessionCache;
import dev.irsa.internal.session.SessionRegistry;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of other roles, or with other parameters, of one parent, bounded in number. Idle
 * sessions are no longer refreshed and are evicted later. A call for an evicted role creates its
 * session again. The lease of an evicted session is returned once its callers no longer wait.
 * Thread-safe.
 *
 * <p>Beyond the bound, the least recently used sessions are evicted. Caffeine's own size bound is
 * not used: its policy may reject a new entry in favor of frequently used ones, and then every use
 * of that role would cost a call to STS.
 */
final class RoleSessionCache {

  /** The time without a call after which a session is no longer refreshed. */
  static final Duration IDLE = Duration.ofMinutes(30);

  /** The time without a call after which a session is evicted. */
  static final Duration EVICTED = Duration.ofHours(2);

  private final ClientSettings settings;
  private final SessionRegistry registry;
  private final LeaseOwner owner;
  private final @Nullable Consumer<IrsaEvent> listener;
  private final Cache<Object, SessionRegistry.Lease> leases;

  /** Leases of evicted sessions whose callers still wait, so that the close finds them. */
  private final Set<SessionRegistry.Lease> evicted = ConcurrentHashMap.newKeySet();

  /**
   * Set before the leases are returned. A thread that takes or evicts a lease concurrently checks
   * it afterwards and returns the lease.
   */
  private volatile boolean closed;

  /**
   * Creates an empty cache.
   *
   * @param owner the handle whose close ends the waits for any of these sessions
   */
  RoleSessionCache(
      ClientSettings settings,
      SessionRegistry registry,
      LeaseOwner owner,
      @Nullable Consumer<IrsaEvent> listener) {
    this.settings = settings;
    this.registry = registry;
    this.owner = owner;
    this.listener = listener;
    this.leases =
        Caffeine.newBuilder()
            .expireAfterAccess(EVICTED)
            .ticker(registry::nanos)
            .scheduler(this::schedule)
            .executor(Runnable::run)
            .removalListener(this::release)
            .build();
  }

  /** Schedules evictions, which would otherwise wait for the next call. */
  private Future<?> schedule(Executor executor, Runnable work, long delay, TimeUnit unit) {
    return registry.later(() -> executor.execute(work), unit.toNanos(delay));
  }

  private void release(
      @Nullable Object key, SessionRegistry.@Nullable Lease lease, RemovalCause cause) {
    if (lease == null) {
      return;
    }
    evicted.add(lease);
    lease.closeWhenIdle(() -> evicted.remove(lease));
    if (closed) {
      lease.close();
    }
  }

  /**
   * Returns the session of a role, and leases it if necessary.
   *
   * @throws SessionClosedException if this cache is closed
   */
  SessionCache session(ResolvedSettings configuration) {
    SessionCache leased = sessionInHand(configuration);
    return leased != null ? leased : lease(configuration);
  }

  /** Returns the session of a role, or null if it is not leased. */
  @Nullable SessionCache sessionInHand(ResolvedSettings configuration) {
    SessionRegistry.Lease leased = leases.getIfPresent(configuration.key());
    return leased == null ? null : leased.cache();
  }

  /** Returns the session like {@link #sessionInHand}, without counting as a use. */
  @Nullable SessionCache peek(ResolvedSettings configuration) {
    SessionRegistry.Lease leased = leases.policy().getIfPresentQuietly(configuration.key());
    return leased == null ? null : leased.cache();
  }

  private SessionCache lease(ResolvedSettings configuration) {
    StackRoom.require();
    Object key = configuration.key();
    SessionRegistry.Lease lease =
        leases.get(
            key, unused -> registry.lease(settings.terms(configuration, IDLE), owner, listener));
    if (closed) {
      lease.close();
      leases.invalidate(key);
      throw new SessionClosedException();
    }
    evictBeyondTheBound();
    return lease.cache();
  }

  private void evictBeyondTheBound() {
    long excess = leases.estimatedSize() - settings.maxRoles();
    if (excess > 0) {
      Set<Object> leastRecentlyUsed =
          leases.policy().expireAfterAccess().orElseThrow().oldest((int) excess).keySet();
      leases.invalidateAll(leastRecentlyUsed);
    }
  }

  void close() {
    StackRoom.require();
    closed = true;
    leases.asMap().values().forEach(SessionRegistry.Lease::close);
    leases.invalidateAll();
    evicted.forEach(SessionRegistry.Lease::close);
  }
}
