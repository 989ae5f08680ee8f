package dev.irsa;

import dev.irsa.config.Environment;
import dev.irsa.config.Overrides;
import dev.irsa.config.Setting;
import dev.irsa.identity.RefreshPolicy;
import dev.irsa.session.Clocks;
import dev.irsa.session.EventLog;
import dev.irsa.session.SessionRegistry;
import dev.irsa.session.SessionSource;
import java.net.InetSocketAddress;
import java.time.Duration;
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
record Blueprint(
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
    SessionSource of(Configuration configuration);
  }

  /** A token file and STS, on the system's clocks. */
  static final class FromWebIdentity implements Sources {
    @Override
    public SessionSource of(Configuration configuration) {
      Clocks clocks = Clocks.system();
      return WebIdentitySource.of(configuration, clocks.wall(), clocks.nanos());
    }
  }

  /** Reads the environment; no I/O beyond it. */
  Configuration resolve() {
    Configuration resolved = Configuration.resolve(environment, overrides, proxy, sslContext);
    PolicyCheck.require(
        policy,
        resolved.identity().duration(),
        resolved.origins().get(Setting.SESSION_DURATION_SECONDS.label()));
    return resolved;
  }

  SessionRegistry.Terms terms(Configuration configuration, Duration idleAfter) {
    return new SessionRegistry.Terms(
        new Key(configuration.key(), policy, idleAfter),
        configuration.identity().roleArn(),
        configuration.endpoint(),
        new Source(configuration),
        policy,
        idleAfter,
        executor,
        new EventLog(configuration.warnings()));
  }

  /**
   * Runs once for each session that is started, not for each handle that shares it. A class, and no
   * lambda: those cost a fresh JVM more than they are worth on its way to credentials.
   */
  private final class Source implements Supplier<SessionSource> {
    private final Configuration configuration;

    Source(Configuration configuration) {
      this.configuration = configuration;
    }

    @Override
    public SessionSource get() {
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
