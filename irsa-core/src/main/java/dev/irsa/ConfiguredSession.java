package dev.irsa;

import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.OutboundTokenRequest;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.internal.config.Configuration;
import dev.irsa.internal.config.GivenSettings;
import dev.irsa.internal.config.Resolver;
import dev.irsa.internal.events.LoggingListener;
import dev.irsa.internal.exchange.Exchange;
import dev.irsa.internal.identity.RoleAndIssuer;
import dev.irsa.internal.session.SessionSpec;
import dev.irsa.internal.time.Clocks;
import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The session of a configuration. Equal for equal configurations.
 *
 * @param exchanges creates the exchange of a session; not compared
 */
record ConfiguredSession(
    Configuration configuration, BiFunction<ConfiguredSession, Clocks, Exchange> exchanges)
    implements SessionSpec {

  private static final Duration NEVER_IDLE = Duration.ofDays(36_500);

  /** The time without a call after which the session of a view is no longer refreshed. */
  private static final Duration VIEW_IDLE = Duration.ofMinutes(30);

  /**
   * Returns the session of a view of this one.
   *
   * @throws MisconfiguredException if a setting is missing or invalid; lists all problems
   */
  ConfiguredSession view(GivenSettings requested) {
    return new ConfiguredSession(Resolver.view(configuration, requested).valid(), exchanges);
  }

  /**
   * Returns the session of a token for others, for which the credentials of this one sign.
   *
   * @throws MisconfiguredException if a setting is missing or invalid; lists all problems
   */
  ConfiguredSession outboundToken(OutboundTokenRequest request) {
    return new ConfiguredSession(Resolver.outboundToken(configuration, request).valid(), exchanges);
  }

  @Override
  public RoleAndIssuer subject() {
    return configuration.subject();
  }

  @Override
  public Exchange newExchange(Clocks clocks) {
    return exchanges.apply(this, clocks);
  }

  @Override
  public RefreshPolicy policy() {
    return configuration.policy();
  }

  /**
   * Returns the maximum for the pod's own role, which is refreshed even without calls, and twice
   * its duration for a token for others.
   */
  @Override
  public Duration idleAfter() {
    Duration ofToken = validityOfSigner();
    return !configuration.isView()
        ? NEVER_IDLE
        : ofToken.isZero() ? VIEW_IDLE : ofToken.plus(ofToken);
  }

  /** A token for others does not outlive the credentials that sign it. */
  @Override
  public Duration validityOfSigner() {
    Duration ofToken = configuration.durationOfToken();
    return ofToken == null ? Duration.ZERO : ofToken;
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
}
