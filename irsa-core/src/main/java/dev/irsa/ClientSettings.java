package dev.irsa;

import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.WebIdentityExchange;
import dev.irsa.internal.config.CheckedRoleRequest;
import dev.irsa.internal.config.Environment;
import dev.irsa.internal.config.Overrides;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.events.LoggingListener;
import dev.irsa.internal.session.CredentialExchange;
import dev.irsa.internal.session.RoleSessions;
import dev.irsa.internal.session.SessionRegistry;
import dev.irsa.internal.session.WrappedClient;
import dev.irsa.internal.time.Clocks;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The settings given to a builder, before the environment supplies the rest. Immutable.
 *
 * @param environment supplies settings that the overrides do not contain
 * @param overrides the settings given in code
 * @param sslContext replaces the platform's trust and the CA bundle, or null
 * @param proxy the HTTP proxy to reach STS through, or null; not used for container credentials
 * @param policy when credentials are refreshed
 * @param maxRoles the maximum number of sessions kept for other roles, positive
 * @param exchanges creates the exchange of a configuration
 */
record ClientSettings(
    Environment environment,
    Overrides overrides,
    @Nullable SSLContext sslContext,
    @Nullable InetSocketAddress proxy,
    RefreshPolicy policy,
    int maxRoles,
    Exchanges exchanges)
    implements Function<SessionRegistry, SessionRegistry.Terms> {

  private static final Duration NEVER_IDLE = Duration.ofDays(36_500);

  /** Replaced as a whole. */
  private static volatile @Nullable Resolution last;

  /** Creates the exchange that obtains the credentials of a configuration. Thread-safe. */
  interface Exchanges {
    CredentialExchange create(ResolvedSettings configuration);

    /** Creates the exchange of a chained role, which the credentials of a session assume. */
    default CredentialExchange createChained(
        ResolvedSettings configuration, SessionRegistry registry, SessionRegistry.Terms signer) {
      return new ChainedExchange(configuration, registry, signer);
    }

    /** Returns the client that the application supplied, or null. Sessions with others differ. */
    default @Nullable WebIdentityExchange client() {
      return null;
    }
  }

  /**
   * Exchanges tokens at the issuer of the configuration, on the system clocks.
   *
   * @param client the application's client for web identity tokens, or null for that of this
   *     library
   */
  record SystemExchanges(@Nullable WebIdentityExchange client) implements Exchanges {
    private static final SystemExchanges OURS = new SystemExchanges(null);

    static SystemExchanges of(@Nullable WebIdentityExchange client) {
      return client == null ? OURS : new SystemExchanges(client);
    }

    @Override
    public CredentialExchange create(ResolvedSettings configuration) {
      return new IdentityExchange(configuration, client, Clocks.system());
    }
  }

  /**
   * What sessions of one process differ in. Not a record, whose first generated method accounts for
   * 5 % of the time to the first credentials in a fresh JVM.
   */
  private static final class Key {
    private final Object configuration;
    private final RefreshPolicy policy;
    private final Duration idleAfter;

    /** The application's, compared by identity: its methods may throw or block. */
    private final @Nullable Object client;

    private Key(
        Object configuration, RefreshPolicy policy, Duration idleAfter, @Nullable Object client) {
      this.configuration = configuration;
      this.policy = policy;
      this.idleAfter = idleAfter;
      this.client = client;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // By identity.
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key
          && configuration.equals(key.configuration)
          && policy.equals(key.policy)
          && idleAfter.equals(key.idleAfter)
          && client == key.client;
    }

    /** Of the configuration only: that of a policy needs memory. */
    @Override
    public int hashCode() {
      return configuration.hashCode();
    }
  }

  /**
   * The previous resolution. Notes the system properties that it reads, so that it can tell later
   * whether the same would be read again. Variables are not noted: those of a process are fixed,
   * and to compare twenty of them takes half a microsecond.
   */
  private static final class Resolution extends Environment {
    /** Taken before anything is read: all may be discarded meanwhile. */
    private final int discards = SessionRegistry.shared().discards();

    private final ClientSettings settings;
    private final Map<String, @Nullable String> properties = new LinkedHashMap<>();
    private final ResolvedSettings result;

    /** The terms of its session in the shared registry. */
    private final SessionRegistry.Terms terms;

    Resolution(ClientSettings settings) {
      this.settings = settings;
      this.result = ResolvedSettings.resolve(this, settings.overrides, null, null);
      this.terms = settings.newTerms(result, SessionRegistry.shared());
    }

    @Override
    public @Nullable String variable(String name) {
      return settings.environment.variable(name);
    }

    @Override
    public @Nullable String property(String name) {
      String value = settings.environment.property(name);
      properties.put(name, value);
      return value;
    }

    boolean isThatOf(ClientSettings other) {
      return discards == SessionRegistry.shared().discards()
          && settings.overrides.equals(other.overrides)
          && settings.environment == other.environment
          && isUnchanged();
    }

    private boolean isUnchanged() {
      for (Map.Entry<String, @Nullable String> noted : properties.entrySet()) {
        if (!Objects.equals(noted.getValue(), settings.environment.property(noted.getKey()))) {
          return false;
        }
      }
      return true;
    }

    boolean hasTermsOf(ClientSettings other, ResolvedSettings configuration) {
      return result == configuration
          && settings.exchanges == other.exchanges
          && settings.policy.equals(other.policy);
    }
  }

  /**
   * Resolves the settings against the environment. Does no other I/O.
   *
   * @throws MisconfiguredException if a setting is missing or invalid
   */
  ResolvedSettings resolve() {
    ResolvedSettings resolved =
        proxy == null && sslContext == null
            ? resolveOnce()
            : ResolvedSettings.resolve(environment, overrides, proxy, sslContext);
    requireShorterWindow(
        policy,
        resolved.identity().duration(),
        resolved.origins().get(Setting.SESSION_DURATION_SECONDS.label()));
    return exchanges.client() == null ? resolved : resolved.withAnotherClient();
  }

  /**
   * Checks the settings given in code, if there are any. Missing settings are not reported yet.
   *
   * @throws MisconfiguredException if a setting given in code is invalid
   */
  void check() {
    if (!overrides.equals(Overrides.none()) && resolvedBefore() == null) {
      ResolvedSettings.check(environment, overrides);
    }
  }

  /** Returns the previous configuration if the settings have not changed, otherwise null. */
  private @Nullable ResolvedSettings resolvedBefore() {
    Resolution known = last;
    return known != null && known.isThatOf(this) ? known.result : null;
  }

  private ResolvedSettings resolveOnce() {
    ResolvedSettings before = resolvedBefore();
    if (before != null) {
      return before;
    }
    Resolution resolution = new Resolution(this);
    last = resolution;
    return resolution.result;
  }

  /**
   * Checks that the advisory window is shorter than the session. A session without a requested
   * duration passes, because the policy's own limits suffice.
   *
   * @param duration the requested session duration, or null for the default of STS
   * @param origin where the duration was set, or null
   * @throws MisconfiguredException if the configured window covers the whole session
   */
  static void requireShorterWindow(
      RefreshPolicy policy, @Nullable Duration duration, @Nullable String origin) {
    Duration window = policy.advisoryWindow();
    if (duration != null && window != null && window.compareTo(duration) >= 0) {
      throw MisconfiguredException.of(
          "RefreshPolicy.advisoryWindow",
          "builder",
          window + " is not shorter than the session duration, " + duration,
          "choose a shorter window, or a longer duration in "
              + Setting.SESSION_DURATION_SECONDS.label()
              + (origin == null ? "" : " (from " + origin + ")"));
    }
  }

  /**
   * Returns a request for another role, whose values are valid as far as they do not depend on the
   * environment.
   *
   * @throws MisconfiguredException if a value is invalid; lists all problems
   */
  CheckedRoleRequest checked(CheckedRoleRequest request) {
    if (!request.problems().isEmpty()) {
      throw new MisconfiguredException(true, request.problems());
    }
    requireShorterWindow(policy, request.sessionDuration(), "RoleRequest");
    return request;
  }

  /** Returns the terms of the session in a registry. */
  @Override
  public SessionRegistry.Terms apply(SessionRegistry registry) {
    return terms(resolve(), registry);
  }

  /** Returns the terms of the session for a configuration. */
  SessionRegistry.Terms terms(ResolvedSettings configuration, SessionRegistry registry) {
    Resolution known = last;
    return known != null
            && registry == SessionRegistry.shared()
            && known.hasTermsOf(this, configuration)
        ? known.terms
        : newTerms(configuration, registry);
  }

  private SessionRegistry.Terms newTerms(ResolvedSettings configuration, SessionRegistry registry) {
    // The pod's own role is refreshed even if there are no calls.
    Duration idleAfter = configuration.isView() ? RoleSessions.IDLE : NEVER_IDLE;
    return new SessionRegistry.Terms(
        new Key(configuration.key(), policy, idleAfter, WrappedClient.unwrap(exchanges.client())),
        configuration.subject(),
        new Configured(this, configuration, registry),
        policy,
        idleAfter,
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

  /** Creates the exchange of a session that has a configuration. */
  record Configured(
      ClientSettings settings, ResolvedSettings configuration, SessionRegistry registry)
      implements Supplier<CredentialExchange> {

    /** Returns the one in terms, all of which are made here. */
    static Configured of(SessionRegistry.Terms terms) {
      return (Configured) terms.source();
    }

    /** Returns the terms of another session with the same settings. */
    SessionRegistry.Terms terms(ResolvedSettings other) {
      return settings.terms(other, registry);
    }

    @Override
    public CredentialExchange get() {
      ResolvedSettings signer = configuration.signer();
      return signer == null
          ? settings.exchanges.create(configuration)
          : settings.exchanges.createChained(configuration, registry, terms(signer));
    }
  }
}
