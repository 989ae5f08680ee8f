package dev.irsa;

import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.internal.config.Configuration;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.container.ContainerExchange;
import dev.irsa.internal.events.LoggingListener;
import dev.irsa.internal.exchange.Exchange;
import dev.irsa.internal.identity.ChainedIdentity;
import dev.irsa.internal.identity.ContainerIdentity;
import dev.irsa.internal.identity.RoleAndIssuer;
import dev.irsa.internal.identity.WebIdentity;
import dev.irsa.internal.session.SessionSpec;
import dev.irsa.internal.sts.ChainedExchange;
import dev.irsa.internal.sts.WebTokenExchange;
import dev.irsa.internal.time.Clocks;
import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The session of a configuration. Equal for equal configurations.
 *
 * @param exchanges creates the exchange of a configuration; not compared
 */
record ConfiguredSession(
    Configuration configuration, BiFunction<Configuration, Clocks, Exchange> exchanges)
    implements SessionSpec {

  private static final Duration NEVER_IDLE = Duration.ofDays(36_500);

  /** The time without a call after which the session of a view is no longer refreshed. */
  private static final Duration VIEW_IDLE = Duration.ofMinutes(30);

  @Override
  public RoleAndIssuer subject() {
    return configuration.subject();
  }

  @Override
  public Exchange newExchange(Clocks clocks) {
    return exchanges.apply(configuration, clocks);
  }

  @Override
  public RefreshPolicy policy() {
    return configuration.policy();
  }

  /** Returns the maximum for the pod's own role, which is refreshed even without calls. */
  @Override
  public Duration idleAfter() {
    return configuration.isView() ? VIEW_IDLE : NEVER_IDLE;
  }

  @Override
  public Consumer<IrsaEvent> newLog() {
    return new LoggingListener(
        configuration.subject(), configuration, configuration.notes(), configuration.warnings());
  }

  @Override
  public @Nullable ConfiguredSession signer() {
    Configuration signer = configuration.signer();
    return signer == null ? null : new ConfiguredSession(signer, exchanges);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ConfiguredSession that && configuration.equals(that.configuration);
  }

  @Override
  public int hashCode() {
    return configuration.hashCode();
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
