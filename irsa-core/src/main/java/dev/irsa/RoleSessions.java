package dev.irsa;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.irsa.identity.IrsaEvent;
import dev.irsa.session.SessionCache;
import dev.irsa.session.SessionRegistry;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of the roles that one parent serves: bounded, no longer refreshed when idle, evicted
 * when long idle. Thread-safe. An evicted role comes back on its next use. Its lease is given back
 * once no caller waits for it.
 */
final class RoleSessions {

  private static final Duration IDLE = Duration.ofMinutes(30);
  private static final Duration EVICTED = Duration.ofHours(2);

  private final Blueprint blueprint;
  private final SessionRegistry registry;
  private final Consumer<IrsaEvent> listener;
  private final Cache<String, SessionRegistry.Lease> leases;

  RoleSessions(Blueprint blueprint, SessionRegistry registry, Consumer<IrsaEvent> listener) {
    this.blueprint = blueprint;
    this.registry = registry;
    this.listener = listener;
    this.leases =
        Caffeine.newBuilder()
            .maximumSize(blueprint.mostRoles())
            .expireAfterAccess(EVICTED)
            .executor(Runnable::run)
            .removalListener(RoleSessions::giveBack)
            .build();
  }

  private static void giveBack(
      @Nullable String roleArn, SessionRegistry.@Nullable Lease lease, RemovalCause cause) {
    if (lease != null) {
      lease.closeWhenIdle();
    }
  }

  SessionCache session(Configuration configuration) {
    return leases
        .get(
            configuration.identity().roleArn(),
            role -> registry.lease(blueprint.terms(configuration, IDLE), this, listener))
        .cache();
  }

  void close() {
    leases.asMap().values().forEach(SessionRegistry.Lease::close);
    leases.invalidateAll();
  }
}
