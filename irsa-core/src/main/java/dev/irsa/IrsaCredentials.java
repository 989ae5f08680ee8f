package dev.irsa;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.CredentialsRequest;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.OutboundTokenRequest;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.credentials.WebIdentityExchange;
import dev.irsa.credentials.WebIdentityTokenSupplier;
import dev.irsa.internal.concurrent.StackSpace;
import dev.irsa.internal.config.Configuration;
import dev.irsa.internal.config.Environment;
import dev.irsa.internal.config.GivenSettings;
import dev.irsa.internal.config.OutboundTokenRule;
import dev.irsa.internal.config.Resolver;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.config.SettingProblem;
import dev.irsa.internal.config.SettingValue;
import dev.irsa.internal.events.Listeners;
import dev.irsa.internal.identity.TokenSupplierReference;
import dev.irsa.internal.session.Session;
import dev.irsa.internal.session.SessionHandle;
import dev.irsa.internal.session.Sessions;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Provides the credentials of a pod's IAM role and refreshes them in the background, with IRSA and
 * with EKS Pod Identity. While the credentials are valid, calls neither block nor fail. Otherwise
 * every call returns new credentials or throws a precise exception within its deadline.
 *
 * <p>Instances are thread-safe handles. All handles with the same configuration in a class loader
 * share one session, so STS is called once for all of them.
 *
 * <p>{@link #close} gives the session back, and a later call takes it again. When the last handle
 * of a session is closed and no call waits any more, all its background work stops within a second.
 * Its state (valid credentials, backoff, and the rate limit of calls) is retained without a thread
 * or a timer, so that opening a handle for each request does not cause additional calls. Once the
 * credentials have expired, the next use of this library drops it; {@link #discardAll} drops it at
 * once. A handle that becomes garbage without a close counts as closed, at the latest after the
 * next refresh of its session.
 *
 * <pre>{@code
 * try (IrsaCredentials irsa = IrsaCredentials.fromEnvironment()) {
 *   SessionCredentials credentials = irsa.credentials();
 *   ...
 * }
 * }</pre>
 *
 * @since 0.1
 */
public final class IrsaCredentials implements AutoCloseable {

  /**
   * Which endpoint of STS is called in the regions that are older than regional endpoints.
   *
   * @since 0.1
   */
  public enum StsRegionalEndpoints {
    /** The endpoint of the region, in every region. */
    REGIONAL,
    /** The global endpoint, {@code sts.amazonaws.com}, in those regions. */
    LEGACY
  }

  private static final int DEFAULT_MAX_ROLES = 10_000;

  private final SessionWiring source;
  private final SessionHandle<ConfiguredSession> handle;

  IrsaCredentials(SessionWiring source) {
    this(
        source,
        new SessionHandle<>(
            source.sessions(),
            source,
            Objects.requireNonNullElse(source.given().get(Setting.LISTENERS), List.of()),
            Objects.requireNonNullElse(source.given().get(Setting.MAX_ROLES), DEFAULT_MAX_ROLES),
            Objects.requireNonNullElse(
                source.given().get(Setting.DEADLINE), Duration.ofSeconds(20))));
  }

  private IrsaCredentials(SessionWiring source, SessionHandle<ConfiguredSession> handle) {
    this.source = source;
    this.handle = handle;
  }

  /** Returns a view of this handle. If its session is known, its values were checked before. */
  private IrsaCredentials view(RoleRequest request, boolean isChained) {
    StackSpace.requireForFirst(StackSpace.VIEW + (isChained ? 1 : 0));
    SessionHandle<ConfiguredSession> other =
        handle.view(request, isChained, pod -> pod.view(GivenSettings.of(request, isChained)));
    if (!other.isOpen()) {
      List<SettingProblem> problems =
          Resolver.viewProblems(GivenSettings.of(request, isChained), source.given());
      if (!problems.isEmpty()) {
        throw Configuration.failure(problems);
      }
    }
    return new IrsaCredentials(source, other);
  }

  /**
   * Returns a handle with the settings of the environment. The environment is read on first use, so
   * this method neither does I/O nor fails outside a pod; the first call for credentials reports
   * missing settings.
   */
  public static IrsaCredentials fromEnvironment() {
    return builder().build();
  }

  /**
   * Returns a builder. Settings that are not set on the builder are read from system properties and
   * environment variables.
   */
  public static Builder builder() {
    StackSpace.requireForFirst(StackSpace.BUILDER);
    return new Builder();
  }

  /**
   * Returns credentials: immediately while they are valid, otherwise within this handle's deadline.
   *
   * @throws CredentialsException if no credentials could be obtained; the subclass identifies the
   *     cause
   */
  public SessionCredentials credentials() {
    return handle.credentials();
  }

  /**
   * Returns the credentials of a request, such as those that are valid for at least some time:
   * immediately if the current ones are, otherwise after a refresh.
   *
   * @throws MisconfiguredException if a value of the request is invalid, or if sessions do not last
   *     as long
   * @throws CredentialsException if there are no such credentials, even if other valid ones exist;
   *     the subclass identifies the cause
   */
  public SessionCredentials credentials(CredentialsRequest request) {
    return handle.credentials(request);
  }

  /**
   * Returns the cached credentials if they are valid and no work is due for them, otherwise null. A
   * null result means that {@link #credentials()} would have to consult the session, or take it
   * first. Returns the same object until the next refresh. Never blocks, never throws and never
   * starts a refresh, so it suits callers that must not wait.
   */
  public @Nullable SessionCredentials credentialsInHand() {
    return handle.credentialsInHand();
  }

  /**
   * Returns a new future for the credentials, which is already complete while they are valid. Never
   * blocks and never throws: every failure, including an invalid configuration, completes the
   * future exceptionally. Cancelling the future has no other effect.
   *
   * <p>Dependent actions without an executor run on a thread of this library, never on the common
   * pool. An action that blocks does not delay other callers.
   */
  public CompletableFuture<SessionCredentials> credentialsAsync() {
    return handle.credentialsAsync();
  }

  /**
   * Returns a new future for the credentials of a request. Never blocks and never throws, and
   * completes like {@link #credentialsAsync()}.
   */
  public CompletableFuture<SessionCredentials> credentialsAsync(CredentialsRequest request) {
    return handle.credentialsAsync(request);
  }

  /**
   * Refreshes the credentials now, regardless of the schedule, and waits for the result within this
   * handle's deadline. The minimum pause after throttling or a denial and the rate limit still
   * apply.
   *
   * @return true if new credentials are in place; false if the previous credentials are still
   *     served, because the refresh failed or brought the same ones
   * @throws CredentialsException if the refresh failed and there are no valid credentials
   */
  public boolean refresh() {
    return handle.refresh();
  }

  /**
   * Reports that a service rejected credentials. If they are the current ones, they are replaced
   * soon; until then they are still served, because the service may be wrong. Repeated reports of
   * the same key have no effect.
   *
   * @param accessKeyId the access key id of the rejected credentials
   * @throws MisconfiguredException if the configuration is missing or invalid
   */
  public void invalidate(String accessKeyId) {
    handle.invalidate(accessKeyId);
  }

  /**
   * Returns a view of this handle for another role that trusts the same token; see {@link
   * #forRole(RoleRequest)}.
   *
   * @param roleArn the ARN of the other role, 20 to 2048 characters
   * @throws MisconfiguredException if the ARN is malformed
   */
  public IrsaCredentials forRole(String roleArn) {
    return forRole(RoleRequest.of(roleArn));
  }

  /**
   * Returns a view of this handle for another session with the same token: of another role, or
   * restricted by a session policy to what belongs to a tenant. Its first call reports a missing
   * configuration, and credentials that do not come from a web identity.
   *
   * <p>Views with equal parameters share a session; another session policy is another session.
   * Closing this handle gives the session of the view back as well, and a later call of the view
   * takes it again; closing the view has no effect. The session is no longer refreshed after 30
   * minutes without use, is evicted after two hours, and counts towards {@link Builder#maxRoles}.
   *
   * @param request the role, and what differs from this handle: session name, session duration,
   *     session policies
   * @throws MisconfiguredException if a value is invalid; lists all of them
   */
  public IrsaCredentials forRole(RoleRequest request) {
    return view(request, false);
  }

  /**
   * Returns a view of this handle for a role that the role of this handle may assume; see {@link
   * #chainedRole(RoleRequest)}.
   *
   * @param roleArn the ARN of the other role, 20 to 2048 characters
   * @throws MisconfiguredException if the ARN is malformed
   */
  public IrsaCredentials chainedRole(String roleArn) {
    return chainedRole(RoleRequest.of(roleArn));
  }

  /**
   * Returns a view of this handle for a role that is assumed with the credentials of this handle
   * ({@code AssumeRole}), from a web identity or from container credentials. It is refreshed ahead
   * like this handle. Its calls report a failure of this handle as that.
   *
   * <p>The session lives as long as a session of {@link #forRole(RoleRequest)}. A chained session
   * lasts at most one hour. STS is called in the region of this handle, which container credentials
   * do not need otherwise.
   *
   * @param request the role and the parameters of the session. Without a session name, the name of
   *     this handle's session is used
   * @throws MisconfiguredException if a value is invalid; lists all of them
   */
  public IrsaCredentials chainedRole(RoleRequest request) {
    return view(request, true);
  }

  /**
   * Returns a view of this handle for a token that STS signs with the credentials of this handle,
   * and that a service outside of AWS accepts in place of an API key.
   *
   * <p>The token is renewed ahead of its end while somebody uses it. Its session lives as long as a
   * session of {@link #forRole(RoleRequest)}, and counts towards {@link Builder#maxRoles}. STS is
   * called in the region of this handle, which container credentials do not need otherwise, and
   * never at the global endpoint, which does not serve tokens.
   *
   * @param request the services that accept the token, and its other parameters
   * @throws MisconfiguredException if a value is invalid; lists all of them
   */
  public OutboundTokens outboundTokens(OutboundTokenRequest request) {
    StackSpace.requireForFirst(StackSpace.VIEW + 2);
    OutboundTokenRule.check(request);
    SessionHandle<ConfiguredSession> view =
        handle.view(request, true, pod -> pod.outboundToken(request));
    return new OutboundTokens(view, new IrsaCredentials(source, view)::status);
  }

  /** Returns the current status. Never blocks, never calls STS and never throws. */
  public IrsaStatus status() {
    try {
      // First, because it requires the room for both.
      Session session = handle.session();
      return IrsaStatus.of(handle.spec(), session, source.sessions().wall());
    } catch (MisconfiguredException misconfigured) {
      return IrsaStatus.misconfigured(misconfigured);
    }
  }

  /**
   * Discards all credentials of this class loader and cancels all calls in progress, so that
   * neither secrets nor connections become part of the image when a process is frozen (CRaC,
   * SnapStart). This includes the retained state of closed handles and the credentials that the
   * adapters converted. Copies that an SDK or the application holds are not affected.
   *
   * <p>Waiting callers get an exception. Backoff is reset, and the next call reads the environment
   * again and fetches new credentials within the rate limit. Call this method from {@code
   * Resource.beforeCheckpoint}.
   */
  public static void discardAll() {
    StackSpace.requireForFirst(StackSpace.DISCARD);
    Sessions.shared().discardAll();
  }

  /**
   * Gives the session back. Callers that wait still get their result, other handles are not
   * affected, and the session's state is retained. A later call takes the session again, with the
   * system properties of that time. Idempotent.
   */
  @Override
  public void close() {
    handle.close();
  }

  /**
   * Builds an {@link IrsaCredentials}. Every setting is optional; by default it is read from system
   * properties and environment variables. Not thread-safe.
   *
   * @since 0.1
   */
  public static final class Builder {
    private GivenSettings given = GivenSettings.none();

    private Builder() {}

    /**
     * Returns the settings of this builder.
     *
     * @hidden
     */
    @SuppressWarnings({"exports", "InvalidBlockTag"}) // Error Prone lacks @hidden.
    public GivenSettings given() {
      return given;
    }

    /**
     * Replaces all settings of this builder.
     *
     * @hidden
     */
    @SuppressWarnings({"exports", "InvalidBlockTag"}) // As above.
    public Builder given(GivenSettings all) {
      given = all;
      return this;
    }

    /** Sets the ARN of the role. Default: {@code AWS_ROLE_ARN}. */
    public Builder roleArn(String roleArn) {
      return setText(Setting.ROLE_ARN, roleArn);
    }

    /**
     * Sets the path of the web identity token file. Default: {@code AWS_WEB_IDENTITY_TOKEN_FILE}.
     */
    public Builder webIdentityTokenFile(Path file) {
      return setText(Setting.WEB_IDENTITY_TOKEN_FILE, file.toString());
    }

    /**
     * Supplies web identity tokens instead of a file. Whichever of the two is set last wins. The
     * supplier is called for each exchange, never on the thread of a caller. Role and region are
     * set as usual.
     *
     * <p>Handles share a session if they have the same supplier object.
     */
    public Builder webIdentityToken(WebIdentityTokenSupplier supplier) {
      return set(Setting.WEB_IDENTITY_TOKEN, new TokenSupplierReference(supplier));
    }

    /**
     * Sets the role session name. Default: {@code AWS_ROLE_SESSION_NAME}, or {@code irsa-} followed
     * by the pod's name.
     */
    public Builder roleSessionName(String name) {
      return setText(Setting.ROLE_SESSION_NAME, name);
    }

    /**
     * Sets the region whose STS endpoint is called. Default: {@code AWS_REGION}, then {@code
     * AWS_DEFAULT_REGION}.
     */
    public Builder region(String region) {
      return setText(Setting.REGION, region);
    }

    /**
     * Sets the URI of the credentials at a container credentials endpoint, such as the agent of EKS
     * Pod Identity. The URL must use https, or http on loopback and on the addresses of the agents
     * of EKS and ECS. A token of the environment is not sent to it, so set the token as well.
     * Default: {@code AWS_CONTAINER_CREDENTIALS_RELATIVE_URI}, then {@code
     * AWS_CONTAINER_CREDENTIALS_FULL_URI}, if the process is not configured for a web identity.
     * Setting both a web identity and container credentials on a builder is an error.
     */
    public Builder containerCredentialsUri(URI uri) {
      return setText(Setting.CONTAINER_CREDENTIALS_FULL_URI, uri.toString());
    }

    /**
     * Sets the path of the file with the authorization token for the container credentials
     * endpoint, which is read for each request. Default: {@code
     * AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE}.
     */
    public Builder containerAuthorizationTokenFile(Path file) {
      return setText(Setting.CONTAINER_AUTHORIZATION_TOKEN_FILE, file.toString());
    }

    /**
     * Sets the authorization token for the container credentials endpoint; a secret of at most
     * 20,000 ASCII characters. {@link #containerAuthorizationTokenFile} takes precedence, but not
     * the file that the environment names. Default: {@code AWS_CONTAINER_AUTHORIZATION_TOKEN}.
     */
    public Builder containerAuthorizationToken(String token) {
      return setText(Setting.CONTAINER_AUTHORIZATION_TOKEN, token);
    }

    /**
     * Uses only one source, and ignores the settings of the other. Default: {@code
     * IRSA_IDENTITY_SOURCE}, which must not contradict an identity set on this builder. Without the
     * variable: the source of the identity set on this builder, otherwise a web identity if the
     * environment contains one, even partly, and then container credentials.
     *
     * @throws IllegalArgumentException if it is a chained role
     */
    public Builder identitySource(IdentitySource source) {
      if (source == IdentitySource.CHAINED_ROLE) {
        throw new IllegalArgumentException("source must be one of the pod, found " + source);
      }
      return set(Setting.IDENTITY_SOURCE, source);
    }

    /**
     * Sets whether the environment may supply the role, the token file, the container credentials,
     * the session name and the region. If not, set them on this builder; only the session name has
     * a default. The session duration and the settings that determine how STS is reached (endpoint,
     * proxy, certificate authorities, FIPS, dual stack) are always read from the environment. For
     * identities that are defined elsewhere. Default: true.
     */
    public Builder useEnvironmentIdentity(boolean use) {
      return set(Setting.USE_ENVIRONMENT_IDENTITY, use);
    }

    /**
     * Sets which endpoint of STS is called in the regions that are older than regional endpoints.
     * Default: {@code AWS_STS_REGIONAL_ENDPOINTS}, or {@link StsRegionalEndpoints#REGIONAL}.
     */
    public Builder stsRegionalEndpoints(StsRegionalEndpoints endpoints) {
      return setText(Setting.STS_REGIONAL_ENDPOINTS, endpoints.name().toLowerCase(Locale.ROOT));
    }

    /** Sets whether the FIPS endpoint is used. Default: {@code AWS_USE_FIPS_ENDPOINT}, or false. */
    public Builder useFipsEndpoint(boolean fips) {
      return setText(Setting.USE_FIPS_ENDPOINT, Boolean.toString(fips));
    }

    /**
     * Sets whether the dual-stack endpoint is used. Default: {@code AWS_USE_DUALSTACK_ENDPOINT}, or
     * false.
     */
    public Builder useDualstackEndpoint(boolean dualstack) {
      return setText(Setting.USE_DUALSTACK_ENDPOINT, Boolean.toString(dualstack));
    }

    /**
     * Replaces the STS endpoint of the region. The URL must use https, or http on loopback.
     * Default: {@code AWS_ENDPOINT_URL_STS}, then {@code AWS_ENDPOINT_URL}.
     */
    public Builder endpointOverride(URI endpoint) {
      return setText(Setting.ENDPOINT_URL_STS, endpoint.toString());
    }

    /**
     * Sets another endpoint of STS, which is asked if the first is unavailable.
     *
     * @param regionOrUrl a region of the same partition such as {@code eu-west-3}, or a URL with
     *     https, or http on loopback. Default: {@code IRSA_STS_SPARE}, or none
     */
    public Builder stsSpare(String regionOrUrl) {
      return setText(Setting.STS_SPARE, regionOrUrl);
    }

    /**
     * Sets whether the endpoint may use plain http beyond loopback, which sends the token and the
     * credentials in clear text. Default: {@code IRSA_ALLOW_PLAIN_HTTP}, or false.
     */
    public Builder allowPlainHttp(boolean allow) {
      return setText(Setting.ALLOW_PLAIN_HTTP, Boolean.toString(allow));
    }

    /**
     * Sets the duration of sessions.
     *
     * @param duration 15 min to 12 h, and at most the role's maximum session duration. Default:
     *     {@code IRSA_SESSION_DURATION_SECONDS}, or the default of STS, 1 h
     */
    public Builder sessionDuration(Duration duration) {
      return set(Setting.SESSION_DURATION, duration);
    }

    /**
     * Sets an inline session policy, which restricts the permissions of the role.
     *
     * @param json a JSON document of 1 to 2048 characters
     */
    public Builder sessionPolicy(String json) {
      return setText(Setting.SESSION_POLICY, json);
    }

    /**
     * Sets managed session policies, which restrict the permissions of the role.
     *
     * @param arns 1 to 10 ARNs
     */
    public Builder sessionPolicyArns(List<String> arns) {
      return set(Setting.SESSION_POLICY_ARNS, List.copyOf(arns));
    }

    /**
     * Sets the HTTP proxy to reach STS through. Default: the system property {@code
     * https.proxyHost}, then the variable {@code https_proxy}.
     */
    public Builder proxy(InetSocketAddress address) {
      given = given.with(Setting.PROXY, new SettingValue<>(address, SettingValue.BUILDER));
      return this;
    }

    /**
     * Sets the proxy to reach STS through, in the format of {@code https_proxy}: {@code
     * http://host:port}, or {@code https://host:port} if the connection to the proxy itself uses
     * TLS. {@code user:password@} before the host enables Basic authentication; special characters
     * must be percent-encoded. The password is sent only with the CONNECT request, and in clear
     * text only to loopback or with {@link #allowPlainProxyPassword}.
     */
    public Builder proxy(URI url) {
      return setText(Setting.PROXY, url.toString());
    }

    /**
     * Sets whether the password may be sent in clear text to a proxy beyond loopback whose
     * connection does not use TLS. Default: {@code IRSA_ALLOW_PLAIN_PROXY_PASSWORD}, or false.
     */
    public Builder allowPlainProxyPassword(boolean allow) {
      return setText(Setting.ALLOW_PLAIN_PROXY_PASSWORD, Boolean.toString(allow));
    }

    /**
     * Sets a PEM file with certificate authorities to trust in addition to the platform's. Default:
     * {@code AWS_CA_BUNDLE}.
     */
    public Builder caBundle(Path pemFile) {
      return setText(Setting.CA_BUNDLE, pemFile.toString());
    }

    /**
     * Sets the SSL context of connections. Default: a context that trusts the platform's
     * authorities and the authorities of {@link #caBundle}.
     */
    public Builder sslContext(SSLContext context) {
      return set(Setting.SSL_CONTEXT, context);
    }

    /**
     * Adds a listener for the events of the session. It receives events while this handle has the
     * session, until {@link IrsaCredentials#close}. Only {@link IrsaEvent.Closed} may follow,
     * within a second, if no other handle has the session.
     */
    public Builder addListener(IrsaListener listener) {
      List<Consumer<IrsaEvent>> more = new ArrayList<>();
      more.addAll(Objects.requireNonNullElse(given.get(Setting.LISTENERS), List.of()));
      more.add(new Listeners.Subscriber(listener, listener::onEvent));
      return set(Setting.LISTENERS, List.copyOf(more));
    }

    /**
     * Sends web identity tokens with another client of STS. The region (or the endpoint override)
     * is then used for messages and limits only; proxy, certificate authorities and SSL context are
     * the client's. A call of the client counts as one call to STS, even if the client retries by
     * itself. Not used with container credentials.
     *
     * <p>Handles share a session only if they have the same exchange object. Default: the client of
     * this library.
     */
    public Builder webIdentityExchange(WebIdentityExchange webIdentityExchange) {
      return set(Setting.WEB_IDENTITY_EXCHANGE, webIdentityExchange);
    }

    /**
     * Sets the maximum time that calls of this handle wait if there are no valid credentials.
     *
     * @param timeout 1 ms to 5 min. Default: 20 s
     * @throws IllegalArgumentException if the value is out of range
     */
    public Builder deadline(Duration timeout) {
      if (timeout.compareTo(Duration.ofMillis(1)) < 0
          || timeout.compareTo(Duration.ofMinutes(5)) > 0) {
        throw new IllegalArgumentException(
            "deadline must lie between 1 ms and 5 min, found " + timeout);
      }
      return set(Setting.DEADLINE, timeout);
    }

    /** Sets when credentials are refreshed. Default: {@link RefreshPolicy#standard()}. */
    public Builder policy(RefreshPolicy refreshPolicy) {
      return set(Setting.REFRESH_POLICY, refreshPolicy);
    }

    /**
     * Sets the maximum number of sessions of views that a handle keeps. Beyond it, the least
     * recently used sessions are evicted.
     *
     * @param number 1 to 1,000,000. Default: 10,000
     * @throws IllegalArgumentException if the value is out of range
     */
    public Builder maxRoles(int number) {
      if (number < 1 || number > 1_000_000) {
        throw new IllegalArgumentException(
            "maxRoles must lie between 1 and 1,000,000, found " + number);
      }
      return set(Setting.MAX_ROLES, number);
    }

    /**
     * Sets whether the first exchange starts in the background when the handle is built, so that
     * the first caller waits less. An invalid environment is reported to the first caller, not by
     * {@link #build}. Default: false.
     */
    public Builder eager(boolean isEager) {
      return set(Setting.EAGER, isEager);
    }

    /**
     * Replaces the environment variables and ignores the system properties of the process. For
     * tests and tools.
     */
    public Builder environment(Map<String, String> variables) {
      return set(Setting.ENVIRONMENT, Environment.of(variables, Map.of()));
    }

    private <T> Builder set(Setting<T> setting, T value) {
      given = given.with(setting, value);
      return this;
    }

    /** Sets a text in the format of the variable. */
    private Builder setText(Setting<?> setting, String text) {
      given = given.withText(setting, text);
      return this;
    }

    /**
     * Builds a handle. Values set on this builder are checked now, values of the environment on
     * first use.
     *
     * @throws MisconfiguredException if a value set on this builder is invalid
     */
    public IrsaCredentials build() {
      StackSpace.requireForFirst(StackSpace.BUILD);
      Resolver.check(given.environment(), given);
      IrsaCredentials credentials = new IrsaCredentials(new SessionWiring(given));
      if (Boolean.TRUE.equals(given.get(Setting.EAGER))) {
        credentials.startEarly();
      }
      return credentials;
    }
  }

  private void startEarly() {
    try {
      handle.startEarly();
    } catch (CredentialsException misconfigured) {
      // Reported to the first caller: building never fails because of the environment.
    }
  }
}
