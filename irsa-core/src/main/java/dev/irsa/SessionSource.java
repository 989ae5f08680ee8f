package dev.irsa;

import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.internal.config.Configuration;
import dev.irsa.internal.config.Given;
import dev.irsa.internal.events.LoggingListener;
import dev.irsa.internal.session.CredentialExchange;
import dev.irsa.internal.session.RoleSessions;
import dev.irsa.internal.session.SessionRegistry;
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
    Given given,
    SessionRegistry registry,
    @Nullable Function<Configuration, CredentialExchange> exchanges)
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
      @Nullable Function<Configuration, CredentialExchange> exchanges) {
    return new SessionRegistry.Terms(
        configuration,
        configuration.subject(),
        new Supplier<>() {
          @Override
          public CredentialExchange get() {
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

  private static CredentialExchange exchange(
      Configuration configuration,
      SessionRegistry registry,
      @Nullable Function<Configuration, CredentialExchange> exchanges) {
    if (exchanges != null) {
      return exchanges.apply(configuration);
    }
    Configuration signer = configuration.signer();
    return signer == null
        ? new IdentityExchange(configuration, registry.clocks())
        : new ChainedExchange(configuration, registry, terms(signer, registry, null));
  }
}
