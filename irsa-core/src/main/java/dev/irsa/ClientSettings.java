package dev.irsa;

import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.MisconfiguredException.Problem;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.internal.config.Environment;
import dev.irsa.internal.config.Overrides;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.session.CredentialExchange;
import dev.irsa.internal.session.LoggingListener;
import dev.irsa.internal.session.SessionRegistry;
import dev.irsa.internal.time.Clocks;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * All that a builder was told, before the environment is asked for the rest. Immutable.
 *
 * @param mostRoles how many sessions of other roles are kept, positive
 * @param sources makes where the sessions of a configuration come from
 */
record ClientSettings(
    Environment environment,
    Overrides overrides,
    @Nullable SSLContext sslContext,
    @Nullable InetSocketAddress proxy,
    @Nullable Executor executor,
    RefreshPolicy policy,
    int mostRoles,
    Sources sources) {

  /** Makes where sessions come from. Thread-safe. */
  interface Sources {
    CredentialExchange of(ResolvedSettings configuration);
  }

  /** A token file and STS, on the system's clocks. */
  static final class FromWebIdentity implements Sources {
    @Override
    public CredentialExchange of(ResolvedSettings configuration) {
      Clocks clocks = Clocks.system();
      return WebIdentityExchange.of(configuration, clocks.wall(), clocks.nanos());
    }
  }

  /** Reads the environment; no I/O beyond it. */
  ResolvedSettings resolve() {
    ResolvedSettings resolved = ResolvedSettings.resolve(environment, overrides, proxy, sslContext);
    requireRoom(
        policy,
        resolved.identity().duration(),
        resolved.origins().get(Setting.SESSION_DURATION_SECONDS.label()));
    return resolved;
  }

  /**
   * Does nothing when no duration was asked for: then the policy's own bounds suffice.
   *
   * @param duration the session duration, or null for what STS gives
   * @param origin where it comes from, or null
   * @throws MisconfiguredException when a configured window fills the whole session
   */
  static void requireRoom(
      RefreshPolicy policy, @Nullable Duration duration, @Nullable String origin) {
    Duration window = policy.advisoryWindow();
    if (duration != null && window != null && window.compareTo(duration) >= 0) {
      throw new MisconfiguredException(
          true,
          List.of(
              new Problem(
                  "RefreshPolicy.advisoryWindow",
                  "builder",
                  window + " is not shorter than the session duration, " + duration,
                  "choose a shorter window, or a longer duration in "
                      + Setting.SESSION_DURATION_SECONDS.label()
                      + (origin == null ? "" : " (from " + origin + ")"))));
    }
  }

  SessionRegistry.Terms terms(ResolvedSettings configuration, Duration idleAfter) {
    return new SessionRegistry.Terms(
        new Key(configuration.key(), policy, idleAfter),
        configuration.identity().roleArn(),
        configuration.endpoint(),
        new Source(configuration),
        policy,
        idleAfter,
        executor,
        new LoggingListener(configuration, configuration.warnings()));
  }

  /**
   * Runs once for each session that is started, not for each handle that shares it. A class, and no
   * lambda: those cost a fresh JVM more than they are worth on its way to credentials.
   */
  private final class Source implements Supplier<CredentialExchange> {
    private final ResolvedSettings configuration;

    Source(ResolvedSettings configuration) {
      this.configuration = configuration;
    }

    @Override
    public CredentialExchange get() {
      return sources.of(configuration);
    }
  }

  /**
   * Everything that changes the request or its timing, but for the executor. No record, and no hash
   * of one: the first generated method costs a fresh JVM a twentieth of its way to credentials.
   */
  private static final class Key {
    private final Object configuration;
    private final RefreshPolicy policy;
    private final Duration idleAfter;

    Key(Object configuration, RefreshPolicy policy, Duration idleAfter) {
      this.configuration = configuration;
      this.policy = policy;
      this.idleAfter = idleAfter;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key that
          && configuration.equals(that.configuration)
          && idleAfter.equals(that.idleAfter)
          && Objects.equals(policy, that.policy);
    }

    @Override
    public int hashCode() {
      return configuration.hashCode();
    }
  }
}
