package dev.irsa.spring;

import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.MisconfiguredException.Problem;
import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.context.config.ConfigDataLocation;
import org.springframework.boot.context.config.ConfigDataLocationResolver;
import org.springframework.boot.context.config.ConfigDataLocationResolverContext;
import org.springframework.boot.context.config.ConfigDataResource;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.Ordered;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * Provides the credentials of the pod's role to what {@code spring.config.import} reads from AWS,
 * before any bean exists. Spring Cloud AWS asks the bootstrap context for a provider; without one
 * it creates a chain of its own, which may end at the node's role, and its clients become beans.
 *
 * <p>It resolves no location. It is a resolver because nobody else is given a binder that knows
 * {@code application.properties} by then: the one in the bootstrap context does not. The session is
 * that of the later bean. In other processes it does nothing.
 */
final class ConfigDataCredentials
    implements ConfigDataLocationResolver<ConfigDataResource>, Ordered {

  private static final List<String> IDENTITY =
      List.of(
          "irsa.enabled",
          "irsa.role-arn",
          "irsa.web-identity-token-file",
          "irsa.role-session-name",
          "irsa.chained-role-arn",
          "irsa.chained-role-session-name",
          "irsa.chained-role-external-id");

  /** Those at the latest import. Imports are resolved by one thread. */
  private @Nullable KnownProperties known;

  /** Before the resolvers of Spring Cloud AWS. */
  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }

  @Override
  public boolean isResolvable(
      ConfigDataLocationResolverContext context, ConfigDataLocation location) {
    if (location.hasPrefix("aws-")) {
      KnownProperties latest = new KnownProperties(context.getBinder());
      known = latest;
      if (latest.isEnabled() && OnIrsaPod.isConfigured(latest)) {
        Bootstrap bootstrap = Bootstrap.of(context);
        bootstrap.registerIfAbsent(AwsCredentialsProvider.class, () -> failClosed(bootstrap));
      }
    }
    return false;
  }

  @Override
  public List<ConfigDataResource> resolve(
      ConfigDataLocationResolverContext context, ConfigDataLocation location) {
    return List.of();
  }

  /** Spring Cloud AWS takes an {@link IllegalStateException} to mean that there is no provider. */
  private IrsaCredentialsProvider failClosed(Bootstrap bootstrap) {
    try {
      return provider(bootstrap);
    } catch (IllegalStateException unexpected) {
      throw new BeanCreationException(
          "The credentials of the pod's role cannot be provided to spring.config.import",
          unexpected);
    }
  }

  private IrsaCredentialsProvider provider(Bootstrap bootstrap) {
    KnownProperties used = Objects.requireNonNull(known);
    Map<String, String> identity = identity(used);
    IrsaCredentialsProvider provider = new ProviderFactory(used).create(List.of());
    bootstrap.whenPrepared(
        application -> {
          closeWith(application, provider);
          refuseOtherIdentity(identity, KnownProperties.of(application.getEnvironment()));
        });
    return provider;
  }

  private static void closeWith(
      ConfigurableApplicationContext application, IrsaCredentialsProvider provider) {
    application.addApplicationListener(
        new ApplicationListener<ContextClosedEvent>() {
          @Override
          public void onApplicationEvent(ContextClosedEvent closed) {
            // A child, such as Actuator's own web server, tells its parent.
            if (closed.getApplicationContext() == application) {
              provider.close();
            }
          }
        });
  }

  private static Map<String, String> identity(KnownProperties known) {
    Map<String, String> values = new TreeMap<>();
    IDENTITY.forEach(each -> values.put(each, known.text(each)));
    return values;
  }

  /** The clients of the import are beans by now, and sign as whom they were created for. */
  private static void refuseOtherIdentity(Map<String, String> used, KnownProperties complete) {
    List<Problem> late =
        IDENTITY.stream()
            .filter(each -> !complete.text(each).equals(used.get(each)))
            .map(ConfigDataCredentials::late)
            .toList();
    if (!late.isEmpty()) {
      throw new MisconfiguredException(true, complete.located(late));
    }
  }

  private static Problem late(String property) {
    return new Problem(
        property,
        null,
        "is set where it is read after clients of spring.config.import were created without it,"
            + " which the application keeps",
        "set it where it is read before: in application.properties, a variable or a system"
            + " property");
  }
}
