package dev.irsa;

import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.internal.config.Configuration;
import dev.irsa.internal.config.Given;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.container.ContainerExchange;
import dev.irsa.internal.events.LoggingListener;
import dev.irsa.internal.exchange.Exchange;
import dev.irsa.internal.identity.ChainedIdentity;
import dev.irsa.internal.identity.ContainerIdentity;
import dev.irsa.internal.identity.WebIdentity;
import dev.irsa.internal.session.Sessions;
import dev.irsa.internal.sts.ChainedExchange;
import dev.irsa.internal.sts.WebTokenExchange;
import dev.irsa.internal.time.Clocks;
import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Connects the configuration of a handle with its session and its exchange. Immutable.
 *
 * @param given the settings of the handle in code
 * @param sessions shares the session among handles with an equal configuration
 * @param exchanges creates the exchange of a configuration
 */
record SessionWiring(
    Given given, Sessions sessions, BiFunction<Configuration, Clocks, Exchange> exchanges)
    implements Supplier<Sessions.Terms> {

  private static final Duration NEVER_IDLE = Duration.ofDays(36_500);

  /** The time without a call after which the session of a view is no longer refreshed. */
  private static final Duration VIEW_IDLE = Duration.ofMinutes(30);

  /** Creates the source of a handle that shares its session with the class loader. */
  SessionWiring(Given given) {
    this(given, Sessions.shared(), SessionWiring::exchange);
  }

  /**
   * Resolves the configuration against the environment, without other I/O.
   *
   * @throws MisconfiguredException if a setting is missing or invalid; lists all problems
   */
  @Override
  public Sessions.Terms get() {
    return terms(Configuration.resolve(given.environment(), given).valid());
  }

  /** Returns the configuration of terms that this class created. */
  static Configuration configuration(Sessions.Terms terms) {
    return (Configuration) terms.key();
  }

  /** Returns the terms of the session for a configuration. */
  Sessions.Terms terms(Configuration configuration) {
    return terms(configuration, sessions.clocks(), exchanges);
  }

  /** Static, because a session retains its terms and must not retain a handle's listeners. */
  private static Sessions.Terms terms(
      Configuration configuration,
      Clocks clocks,
      BiFunction<Configuration, Clocks, Exchange> exchanges) {
    Configuration signer = configuration.signer();
    return new Sessions.Terms(
        configuration,
        configuration.subject(),
        () -> exchanges.apply(configuration, clocks),
        configuration.policy(),
        // The pod's own role is refreshed even without calls.
        configuration.isView() ? VIEW_IDLE : NEVER_IDLE,
        () ->
            new LoggingListener(
                configuration.subject(),
                configuration,
                configuration.notes(),
                configuration.warnings()),
        signer == null ? null : terms(signer, clocks, exchanges));
  }

  /** Returns the exchange of this library for a configuration. */
  static Exchange exchange(Configuration configuration, Clocks clocks) {
    Configuration signer = configuration.signer();
    if (signer != null) {
      return new ChainedExchange(
          (ChainedIdentity) configuration.identity(),
          configuration.endpoint(),
          configuration.transport(),
          configuration.signingRegion(),
          signer.subject(),
          configuration.pod().subject(),
          clocks.wall());
    }
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
