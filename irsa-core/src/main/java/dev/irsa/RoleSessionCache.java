package dev.irsa;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.internal.refresh.SessionClosedException;
import dev.irsa.internal.session.LeaseOwner;
import dev.irsa.internal.session.SessionCache;
import dev.irsa.internal.session.SessionRegistry;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of the roles that one parent serves: bounded, no longer refreshed when idle, evicted
 * when long idle. Thread-safe. An evicted role comes back on its next use. Its lease is given back
 * once no caller waits for it.
 *
 * <p>Beyond the bound the longest unused go. Caffeine's own bound would rather turn away a newcomer
 * that is not known to be popular, which here costs a call to STS for each use.
 */
final class RoleSessionCache {

  static final Duration IDLE = Duration.ofMinutes(30);
  static final Duration EVICTED = Duration.ofHours(2);

  private final ClientSettings blueprint;
  private final SessionRegistry registry;
  private final LeaseOwner owner;
  private final @Nullable Consumer<IrsaEvent> listener;
  private final Cache<String, SessionRegistry.Lease> leases;

  /** Set before the leases are given back, so that one taken meanwhile is found by its taker. */
  private volatile boolean closed;

  /**
   * Makes an empty one.
   *
   * @param owner whose close ends the waits for any of these sessions
   */
  RoleSessionCache(
      ClientSettings blueprint,
      SessionRegistry registry,
      LeaseOwner owner,
      @Nullable Consumer<IrsaEvent> listener) {
    this.blueprint = blueprint;
    this.registry = registry;
    this.owner = owner;
    this.listener = listener;
    this.leases =
        Caffeine.newBuilder()
            .expireAfterAccess(EVICTED)
            .ticker(registry::nanos)
            .scheduler(this::later)
            .executor(Runnable::run)
            .removalListener(RoleSessionCache::giveBack)
            .build();
  }

  /** Lets the idle go also when nobody asks for any role. */
  private Future<?> later(Executor executor, Runnable work, long delay, TimeUnit unit) {
    return registry.later(() -> executor.execute(work), unit.toNanos(delay));
  }

  private static void giveBack(
      @Nullable String roleArn, SessionRegistry.@Nullable Lease lease, RemovalCause cause) {
    if (lease != null) {
      lease.closeWhenIdle();
    }
  }

  /**
   * Returns the session of a role, leased now if it was not yet.
   *
   * @throws SessionClosedException when closed
   */
  SessionCache session(ResolvedSettings configuration) {
    SessionCache known = sessionInHand(configuration);
    return known != null ? known : lease(configuration);
  }

  /** Returns the session of a role if it is leased. */
  @Nullable SessionCache sessionInHand(ResolvedSettings configuration) {
    SessionRegistry.Lease known = leases.getIfPresent(configuration.identity().roleArn());
    return known == null ? null : known.cache();
  }

  /** As {@link #sessionInHand}, but counts as no use. */
  @Nullable SessionCache peek(ResolvedSettings configuration) {
    SessionRegistry.Lease known =
        leases.policy().getIfPresentQuietly(configuration.identity().roleArn());
    return known == null ? null : known.cache();
  }

  private SessionCache lease(ResolvedSettings configuration) {
    String role = configuration.identity().roleArn();
    SessionRegistry.Lease taken =
        leases.get(
            role, unused -> registry.lease(blueprint.terms(configuration, IDLE), owner, listener));
    if (closed) {
      taken.close();
      leases.invalidate(role);
      throw new SessionClosedException();
    }
    evictBeyondTheBound();
    return taken.cache();
  }

  private void evictBeyondTheBound() {
    long excess = leases.estimatedSize() - blueprint.mostRoles();
    if (excess > 0) {
      Set<String> longestUnused =
          leases.policy().expireAfterAccess().orElseThrow().oldest((int) excess).keySet();
      leases.invalidateAll(longestUnused);
    }
  }

  void close() {
    closed = true;
    leases.asMap().values().forEach(SessionRegistry.Lease::close);
    leases.invalidateAll();
  }
}
