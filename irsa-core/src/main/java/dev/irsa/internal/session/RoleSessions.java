package dev.irsa.internal.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.irsa.credentials.IrsaEvent;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of other roles, or with other parameters, of one handle, bounded in number. Idle
 * sessions are no longer refreshed and are evicted later. A call for an evicted role takes its
 * session again. Callers that wait hold the lease of an evicted session until they have a result.
 * Thread-safe.
 *
 * <p>Beyond the bound, the least recently used sessions are evicted. Caffeine's own size bound is
 * not used: its policy may reject a new entry in favor of frequently used ones, and then every use
 * of that role would cost a call to STS.
 */
public final class RoleSessions {

  /** The time without a call after which a session is no longer refreshed. */
  public static final Duration IDLE = Duration.ofMinutes(30);

  /** The time without a call after which a session is evicted. */
  static final Duration EVICTED = Duration.ofHours(2);

  private final SessionRegistry registry;
  private final SessionHandle owner;
  private final List<? extends Consumer<IrsaEvent>> listeners;
  private final int maxRoles;
  private final Cache<SessionHandle.View, SessionRegistry.Lease> leases;

  /**
   * Creates an empty cache.
   *
   * @param owner the handle that the sessions belong to
   */
  RoleSessions(
      SessionRegistry registry,
      SessionHandle owner,
      List<? extends Consumer<IrsaEvent>> listeners,
      int maxRoles) {
    this.registry = registry;
    this.owner = owner;
    this.listeners = listeners;
    this.maxRoles = maxRoles;
    this.leases =
        Caffeine.newBuilder()
            .expireAfterAccess(EVICTED)
            .ticker(registry::nanos)
            .scheduler(this::schedule)
            .executor(Runnable::run)
            .removalListener(RoleSessions::release)
            .build();
  }

  /** Schedules evictions, which would otherwise wait for the next call. */
  private Future<?> schedule(Executor executor, Runnable work, long delay, TimeUnit unit) {
    return registry.later(() -> executor.execute(work), unit.toNanos(delay));
  }

  private static void release(
      SessionHandle.@Nullable View key, SessionRegistry.@Nullable Lease lease, RemovalCause cause) {
    if (lease != null) {
      lease.close();
    }
  }

  /** Returns the lease of the session of a view, which is taken if necessary. */
  SessionRegistry.Lease lease(SessionHandle handle, SessionHandle.View view) {
    SessionRegistry.Lease known = leases.getIfPresent(view);
    if (known != null) {
      return known;
    }
    SessionRegistry.Terms terms = handle.terms();
    SessionRegistry.Lease taken =
        leases.get(view, unused -> registry.lease(terms, owner, listeners));
    if (!owner.isCurrent(this)) {
      // Closed meanwhile: nobody else would give it back.
      leases.invalidate(view);
    }
    evictBeyondTheBound();
    return taken;
  }

  /** Returns the session of a view, or null if it is not leased. */
  @Nullable Session sessionInHand(SessionHandle.View view) {
    SessionRegistry.Lease known = leases.getIfPresent(view);
    return known == null ? null : known.session();
  }

  private void evictBeyondTheBound() {
    long excess = leases.estimatedSize() - maxRoles;
    if (excess > 0) {
      Set<SessionHandle.View> leastRecentlyUsed =
          leases.policy().expireAfterAccess().orElseThrow().oldest((int) excess).keySet();
      leases.invalidateAll(leastRecentlyUsed);
    }
  }

  /** Gives all leases back. */
  void clear() {
    leases.invalidateAll();
  }
}
