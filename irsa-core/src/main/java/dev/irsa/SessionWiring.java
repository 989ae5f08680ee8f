package dev.irsa;

import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.internal.config.Configuration;
import dev.irsa.internal.config.GivenSettings;
import dev.irsa.internal.config.Resolver;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.container.ContainerExchange;
import dev.irsa.internal.exchange.Exchange;
import dev.irsa.internal.identity.ContainerIdentity;
import dev.irsa.internal.identity.WebIdentity;
import dev.irsa.internal.session.Sessions;
import dev.irsa.internal.sts.SignedExchange;
import dev.irsa.internal.sts.WebTokenExchange;
import dev.irsa.internal.time.Clocks;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Connects the settings of a handle with its session. Immutable.
 *
 * @param given the settings of the handle in code
 * @param sessions shares the session among handles with an equal configuration
 * @param exchanges creates the exchange of a session
 */
record SessionWiring(
    GivenSettings given,
    Sessions sessions,
    BiFunction<ConfiguredSession, Clocks, Exchange> exchanges)
    implements Supplier<ConfiguredSession> {

  /** Creates the source of a handle that shares its session with the class loader. */
  SessionWiring(GivenSettings given) {
    this(given, Sessions.shared(), new OwnExchanges());
  }

  /**
   * Resolves the configuration against the environment, without other I/O.
   *
   * @throws MisconfiguredException if a setting is missing or invalid; lists all problems
   */
  @Override
  public ConfiguredSession get() {
    return new ConfiguredSession(Resolver.resolve(given.environment(), given).valid(), exchanges);
  }

  /** Creates the exchanges of this library. A class: it is on the way to the first credentials. */
  private static final class OwnExchanges
      implements BiFunction<ConfiguredSession, Clocks, Exchange> {
    @Override
    public Exchange apply(ConfiguredSession session, Clocks clocks) {
      return exchange(session, clocks);
    }
  }

  /** Returns the exchange of this library for a session. */
  static Exchange exchange(ConfiguredSession session, Clocks clocks) {
    Configuration configuration = session.configuration();
    Configuration signer = configuration.signer();
    if (signer != null) {
      return SignedExchange.of(configuration, signer, clocks.wall());
    }
    return configuration.identity() instanceof WebIdentity identity
        ? new WebTokenExchange(
            identity,
            configuration.endpoint(),
            configuration.transport(),
            configuration.spare(),
            configuration.get(Setting.WEB_IDENTITY_EXCHANGE),
            clocks)
        : new ContainerExchange(
            (ContainerIdentity) configuration.identity(),
            configuration.transport(),
            configuration.originOfHost(),
            clocks);
  }
}
