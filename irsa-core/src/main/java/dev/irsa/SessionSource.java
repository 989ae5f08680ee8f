package dev.irsa;

import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.internal.config.Configuration;
import dev.irsa.internal.config.Given;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.container.ContainerExchange;
import dev.irsa.internal.events.LoggingListener;
import dev.irsa.internal.identity.ContainerIdentity;
import dev.irsa.internal.identity.Exchange;
import dev.irsa.internal.identity.WebIdentity;
import dev.irsa.internal.session.RoleSessions;
import dev.irsa.internal.session.SessionRegistry;
import dev.irsa.internal.sts.WebTokenExchange;
import dev.irsa.internal.time.Clocks;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Determines the session of a handle, whose key is its configuration. Immutable.
 *
 * @param given what the handle is given
 * @param registry where the session is shared
 * @param exchanges creates the exchange of a configuration, or null for that of this library
 */
record SessionSource(
    Given given, SessionRegistry registry, @Nullable Function<Configuration, Exchange> exchanges)
    implements Function<SessionRegistry, SessionRegistry.Terms> {

  private static final Duration NEVER_IDLE = Duration.ofDays(36_500);

  /**
   * Resolves the configuration against the environment, without other I/O.
   *
   * @throws MisconfiguredException if a setting is missing or invalid; lists all problems
   */
  @Override
  public SessionRegistry.Terms apply(SessionRegistry unused) {
    return terms(Configuration.resolve(given.environment(), given).valid());
  }

  /** Returns the configuration of terms, all of which are made here. */
  static Configuration configuration(SessionRegistry.Terms terms) {
    return (Configuration) terms.key();
  }

  /** Returns the terms of the session for a configuration. */
  SessionRegistry.Terms terms(Configuration configuration) {
    return terms(configuration, registry, exchanges);
  }

  /** Static: a session retains the terms of its signer, but not what a handle is given. */
  private static SessionRegistry.Terms terms(
      Configuration configuration,
      SessionRegistry registry,
      @Nullable Function<Configuration, Exchange> exchanges) {
    return new SessionRegistry.Terms(
        configuration,
        configuration.subject(),
        new Supplier<>() {
          @Override
          public Exchange get() {
            return exchange(configuration, registry, exchanges);
          }
        },
        configuration.policy(),
        // The pod's own role is refreshed even if there are no calls.
        configuration.isView() ? RoleSessions.IDLE : NEVER_IDLE,
        new Supplier<>() {
          @Override
          public LoggingListener get() {
            return new LoggingListener(
                configuration.subject(),
                configuration,
                configuration.notes(),
                configuration.warnings());
          }
        });
  }

  private static Exchange exchange(
      Configuration configuration,
      SessionRegistry registry,
      @Nullable Function<Configuration, Exchange> exchanges) {
    if (exchanges != null) {
      return exchanges.apply(configuration);
    }
    Configuration signer = configuration.signer();
    return signer == null
        ? ofPod(configuration, registry.clocks())
        : new ChainedExchange(configuration, registry, terms(signer, registry, null));
  }

  /** Returns the exchange of a pod's own role. */
  static Exchange ofPod(Configuration configuration, Clocks clocks) {
    return configuration.identity() instanceof WebIdentity identity
        ? new WebTokenExchange(
            identity,
            configuration.endpoint(),
            configuration.transport(),
            configuration.get(Setting.WEB_IDENTITY_EXCHANGE),
            clocks)
        : new ContainerExchange(
            (ContainerIdentity) configuration.identity(),
            configuration.transport(),
            configuration.originOfHost(),
            clocks);
  }
}
