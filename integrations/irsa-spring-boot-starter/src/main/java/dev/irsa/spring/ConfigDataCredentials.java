package dev.irsa.spring;

import dev.irsa.internal.guard.IdentityGuard;
import java.util.List;
import org.springframework.boot.context.config.ConfigDataLocation;
import org.springframework.boot.context.config.ConfigDataLocationResolver;
import org.springframework.boot.context.config.ConfigDataLocationResolverContext;
import org.springframework.boot.context.config.ConfigDataResource;
import org.springframework.core.Ordered;

/**
 * Provides the credentials of the pod's role to what {@code spring.config.import} reads from AWS,
 * before any bean exists. Spring Cloud AWS asks the bootstrap context for a provider; without one
 * it creates a chain of its own, which may end at the node's role, and its clients become beans.
 *
 * <p>It resolves no location. It is a resolver because only resolvers get a binder that knows
 * {@code application.properties} by then; the bootstrap context's own does not. In other processes
 * it does nothing.
 */
final class ConfigDataCredentials
    implements ConfigDataLocationResolver<ConfigDataResource>, Ordered {

  /** Before the resolvers of Spring Cloud AWS. */
  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }

  @Override
  public boolean isResolvable(
      ConfigDataLocationResolverContext context, ConfigDataLocation location) {
    if (location.hasPrefix("aws-")) {
      Bootstrap bootstrap = Bootstrap.of(context);
      KnownProperties known = KnownProperties.ofImport(context.getBinder(), bootstrap);
      IdentityGuard.shared().useWhileStarting(known.given());
      bootstrap.registerIfAbsent(ImportCredentials.class, ImportCredentials::new);
      bootstrap.get(ImportCredentials.class).provide(known, bootstrap);
    }
    return false;
  }

  @Override
  public List<ConfigDataResource> resolve(
      ConfigDataLocationResolverContext context, ConfigDataLocation location) {
    return List.of();
  }
}
