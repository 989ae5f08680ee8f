package dev.irsa.spring;

import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.MisconfiguredException.Problem;
import dev.irsa.internal.guard.IdentityGuard;
import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.boot.context.config.ConfigDataLocation;
import org.springframework.boot.context.config.ConfigDataLocationResolver;
import org.springframework.boot.context.config.ConfigDataLocationResolverContext;
import org.springframework.boot.context.config.ConfigDataResource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * Provides the credentials of the pod's role to what {@code spring.config.import} reads from AWS,
 * before any bean exists. Spring Cloud AWS asks the bootstrap context for a provider; without one
 * it creates a chain of its own, which may end at the node's role, and its clients become beans.
 *
 * <p>It resolves no location. It is a resolver because only resolvers get a binder that knows
 * {@code application.properties} by then; the bootstrap context's own does not. The later bean
 * shares the session, so the start fails if a property that would change the session was not known
 * at the import. In other processes it does nothing.
 */
final class ConfigDataCredentials
    implements ConfigDataLocationResolver<ConfigDataResource>, Ordered {

  /** The properties of each import from AWS so far. Imports are resolved by one thread. */
  private final List<Imported> imports = new ArrayList<>();

  private @Nullable IrsaCredentialsProvider provider;

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
      if (imports.isEmpty()) {
        bootstrap.whenPrepared(this::keep);
      }
      KnownProperties known = new KnownProperties(context.getBinder());
      IdentityGuard.shared().use(known.given());
      Imported latest = Imported.of(known);
      imports.add(latest);
      if (latest.isOurs()) {
        bootstrap.registerIfAbsent(AwsCredentialsProvider.class, () -> failClosed(latest));
      }
    }
    return false;
  }

  @Override
  public List<ConfigDataResource> resolve(
      ConfigDataLocationResolverContext context, ConfigDataLocation location) {
    return List.of();
  }

  /** Spring Cloud AWS reads an {@link IllegalStateException} as the absence of a provider. */
  private IrsaCredentialsProvider failClosed(Imported imported) {
    try {
      IrsaCredentialsProvider created = imported.factory().create(List.of());
      provider = created;
      return created;
    } catch (IllegalStateException unexpected) {
      throw new BeanCreationException(
          "The credentials of the pod's role cannot be provided to spring.config.import",
          unexpected);
    }
  }

  /** The clients of the import become beans now, and sign as whom they were created for. */
  private void keep(ConfigurableApplicationContext application) {
    KnownProperties complete = KnownProperties.of(application.getEnvironment());
    Set<String> late = new TreeSet<>();
    imports.forEach(each -> late.addAll(each.differences(Imported.of(complete))));
    if (!late.isEmpty()) {
      close();
      List<Problem> problems = late.stream().map(ConfigDataCredentials::late).toList();
      throw new MisconfiguredException(true, complete.located(problems));
    }
    // Closed after all beans, also if creating them fails: no event would report that.
    ((DefaultSingletonBeanRegistry) application.getBeanFactory())
        .registerDisposableBean("irsaImportCredentials", this::close);
  }

  private void close() {
    if (provider != null) {
      provider.close();
    }
  }

  private static Problem late(String property) {
    return new Problem(
        property,
        null,
        "is set too late: the clients of spring.config.import exist already, without it",
        "set it where it is read earlier: in application.properties, a variable or a system"
            + " property");
  }

  /**
   * The settings as known at an import.
   *
   * @param isOurs whether the credentials are those of the pod's role
   */
  private record Imported(boolean isOurs, ProviderFactory factory) {

    static Imported of(KnownProperties known) {
      return new Imported(known.isEnabled() && known.isPod(), new ProviderFactory(known));
    }

    /** Returns the properties that differ later and would change the credentials. */
    Set<String> differences(Imported complete) {
      if (!isOurs && !complete.isOurs) {
        return Set.of();
      }
      Map<String, Optional<Object>> later = complete.factory.sessionProperties();
      Set<String> names = new TreeSet<>();
      factory
          .sessionProperties()
          .forEach(
              (name, value) -> {
                if (!value.equals(later.get(name))) {
                  names.add(name);
                }
              });
      return names;
    }
  }
}
