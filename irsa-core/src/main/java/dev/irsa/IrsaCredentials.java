package dev.irsa;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.config.Environment;
import dev.irsa.internal.config.Overrides;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.refresh.SessionClosedException;
import dev.irsa.internal.session.LeaseOwner;
import dev.irsa.internal.session.SessionCache;
import dev.irsa.internal.session.SessionRegistry;
import dev.irsa.internal.time.Clocks;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The credentials of a pod's IAM role, kept fresh in the background: while valid credentials exist
 * nobody waits and nobody fails; afterwards every caller gets a precise error within its deadline.
 *
 * <p>Thread-safe. All handles of one identity in a class loader share one session, so that STS is
 * called once for all of them. Close each handle: with the last one ends all that runs for the
 * session. What it had in hand (valid credentials, pauses after failures, the budget of calls) is
 * kept, without a thread or a timer, for the next handle with the same configuration, until the
 * credentials expire; so a handle for each request costs no call. {@link #forgetAll} drops it. A
 * closed handle answers every call that asks or changes something with {@link
 * IllegalStateException}.
 *
 * <pre>{@code
 * try (IrsaCredentials irsa = IrsaCredentials.fromEnvironment()) {
 *   SessionCredentials credentials = irsa.credentials();
 *   ...
 * }
 * }</pre>
 */
public final class IrsaCredentials implements AutoCloseable {

  /**
   * Those of all sessions behind this door. A constant, and a record: the compiler then calls the
   * system's clock without looking for it.
   */
  private static final Clocks CLOCKS = SessionRegistry.shared().clocks();

  private final SessionHandle holder;
  private final Duration deadline;

  private IrsaCredentials(SessionHandle holder, Duration deadline) {
    this.holder = holder;
    this.deadline = deadline;
  }

  /**
   * Returns a handle that reads the pod's environment when it is first asked for credentials. Never
   * fails and does no I/O, also outside a pod; the first call says what is missing.
   */
  public static IrsaCredentials fromEnvironment() {
    return builder().build();
  }

  /**
   * Returns a builder; what it is not told comes from system properties and environment variables.
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns credentials: at once while valid ones exist, else within this handle's deadline.
   *
   * @throws CredentialsException of the kind that tells why there are none
   * @throws IllegalStateException when this handle is closed
   */
  public SessionCredentials credentials() {
    return credentials(deadline);
  }

  /**
   * Returns credentials: at once while valid ones exist, else within the deadline.
   *
   * @param longest the longest wait, positive
   * @throws CredentialsException of the kind that tells why there are none
   * @throws IllegalStateException when this handle is closed
   */
  public SessionCredentials credentials(Duration longest) {
    SessionCredentials inHand = credentialsInHand();
    return inHand != null ? inHand : ask(longest);
  }

  private SessionCredentials ask(Duration longest) {
    return holder.ask(new Ask(holder.owner(), longest));
  }

  /**
   * Returns credentials if valid ones are in hand, or null when {@link #credentials()} would have
   * to ask for them or would fail, also because this handle is closed. Never blocks, never throws
   * and begins nothing: for callers who must not wait. The same object until the next refresh.
   */
  public @Nullable SessionCredentials credentialsInHand() {
    long now = CLOCKS.wall().millis();
    SessionCache session = holder.sessionInHand();
    return session == null ? null : session.credentialsIfQuiet(now);
  }

  /**
   * Returns credentials as a future of the caller's own: complete at once while valid ones exist;
   * cancelling it touches nothing else. Never blocks and never throws; every error, also a wrong
   * configuration or a closed handle, comes through the future. Dependents that are not given an
   * executor run on a thread of this library, never on the common pool or the builder's executor:
   * one that blocks holds up nobody else.
   */
  public CompletableFuture<SessionCredentials> credentialsAsync() {
    try {
      return holder.ask(new AskAsync(holder.owner(), deadline));
    } catch (CredentialsException | SessionClosedException failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  /**
   * Fetches new credentials now, whatever the plan says, and waits for them within this handle's
   * deadline.
   *
   * @return true when new credentials are in place; false when that failed and the old ones are
   *     still valid
   * @throws CredentialsException when it failed and there are none
   * @throws IllegalStateException when this handle is closed
   */
  public boolean refresh() {
    return holder.ask(session -> session.refresh(holder.owner(), deadline));
  }

  /**
   * Says that a service refused credentials. If they are the current ones, they are replaced soon;
   * until then they are still served, for the service may be wrong. Repeated calls for one key do
   * nothing.
   *
   * @param accessKeyId of the refused credentials
   * @throws IllegalStateException when this handle is closed
   */
  public void invalidate(String accessKeyId) {
    holder.session().invalidate(accessKeyId);
  }

  /**
   * Returns the credentials of another role that trusts the same token. The view lives with this
   * handle; closing the view does nothing. Its session is kept for two hours after its last use,
   * its refreshing stops after 30 minutes without one.
   *
   * @param roleArn the other role, 20 to 2048 characters
   * @throws MisconfiguredException when the ARN is malformed or this handle's own configuration is
   *     wrong
   * @throws IllegalStateException when this handle is closed
   */
  public IrsaCredentials forRole(String roleArn) {
    return new IrsaCredentials(holder.forRole(roleArn), deadline);
  }

  /** Returns what is known at this moment. Never blocks, never calls STS, never throws. */
  public IrsaStatus status() {
    return holder.status();
  }

  /**
   * Drops all credentials of this class loader, also those kept of closed handles and those that
   * the adapters translated, and ends the calls that are under way, so that no secret and no
   * connection gets into the image of a process that is about to be frozen (CRaC, SnapStart).
   * Callers who wait get an error; handles stay open, pauses after failures are over, and the first
   * call afterwards fetches anew within the budget. Call it from {@code Resource.beforeCheckpoint}.
   * What an SDK or the application keeps of credentials that it was given is not touched.
   */
  public static void forgetAll() {
    SessionRegistry.shared().forgetAll();
  }

  /**
   * Gives this handle back. Waiting callers of this handle end at once; other handles are not
   * touched, and what was in hand is kept for the next one. Idempotent.
   */
  @Override
  public void close() {
    holder.close();
  }

  /** Collects what differs from the environment. Not thread-safe. */
  public static final class Builder {
    private static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(20);
    private static final int DEFAULT_MOST_ROLES = 10_000;

    private Environment environment = Environment.system();
    private Overrides overrides = Overrides.none();
    private @Nullable Duration sessionDuration;
    private @Nullable SSLContext sslContext;
    private @Nullable InetSocketAddress proxy;
    private @Nullable Executor executor;
    private @Nullable IrsaListener listener;
    private Duration deadline = DEFAULT_DEADLINE;
    private RefreshPolicy policy = RefreshPolicy.standard();
    private int mostRoles = DEFAULT_MOST_ROLES;
    private boolean eager;

    private Builder() {}

    /** Sets the role; default {@code AWS_ROLE_ARN}. */
    public Builder roleArn(String roleArn) {
      return set(Setting.ROLE_ARN, roleArn);
    }

    /** Sets the token file; default {@code AWS_WEB_IDENTITY_TOKEN_FILE}. */
    public Builder webIdentityTokenFile(Path file) {
      return set(Setting.WEB_IDENTITY_TOKEN_FILE, file.toString());
    }

    /**
     * Sets the session name; default {@code AWS_ROLE_SESSION_NAME}, else {@code irsa-} and the
     * pod's name.
     */
    public Builder roleSessionName(String name) {
      return set(Setting.ROLE_SESSION_NAME, name);
    }

    /**
     * Sets the region whose STS is called; default {@code AWS_REGION}, then {@code
     * AWS_DEFAULT_REGION}.
     */
    public Builder region(String region) {
      return set(Setting.REGION, region);
    }

    /**
     * Takes role, token file, session name and region from this builder alone: what it is not told
     * of them is missing, or for the session name the default, whatever properties and variables
     * say. How STS is reached (endpoint, proxy, certificate authorities, FIPS, dual stack) and how
     * long sessions last still come from there. For identities that are written elsewhere, such as
     * in a profile.
     */
    public Builder identityNotFromEnvironment() {
      overrides = overrides.asWholeIdentity();
      return this;
    }

    /**
     * Sets {@code regional} (default) or {@code legacy}, as {@code AWS_STS_REGIONAL_ENDPOINTS}
     * does.
     */
    public Builder stsRegionalEndpoints(String regionalOrLegacy) {
      return set(Setting.STS_REGIONAL_ENDPOINTS, regionalOrLegacy);
    }

    /**
     * Sets whether the FIPS endpoint is used; default {@code AWS_USE_FIPS_ENDPOINT}, else false.
     */
    public Builder useFipsEndpoint(boolean fips) {
      return set(Setting.USE_FIPS_ENDPOINT, Boolean.toString(fips));
    }

    /**
     * Sets whether the dual-stack endpoint is used; default {@code AWS_USE_DUALSTACK_ENDPOINT},
     * else false.
     */
    public Builder useDualstackEndpoint(boolean dualstack) {
      return set(Setting.USE_DUALSTACK_ENDPOINT, Boolean.toString(dualstack));
    }

    /** Sets another endpoint than AWS's own: https, or plain http on loopback. */
    public Builder endpointOverride(URI endpoint) {
      return set(Setting.ENDPOINT_URL_STS, endpoint.toString());
    }

    /**
     * Sets whether an endpoint override may be plain http beyond loopback, which sends the token in
     * clear text; default false.
     */
    public Builder allowPlainHttp(boolean allow) {
      return set(Setting.ALLOW_PLAIN_HTTP, Boolean.toString(allow));
    }

    /**
     * Sets how long sessions last.
     *
     * @param duration 15 min to 12 h and at most the role's own maximum; default: what STS gives, 1
     *     h
     */
    public Builder sessionDuration(Duration duration) {
      sessionDuration = duration;
      return set(Setting.SESSION_DURATION_SECONDS, Long.toString(duration.toSeconds()));
    }

    /**
     * Sets a session policy, a JSON document of 1 to 2048 characters that narrows what the role may
     * do.
     */
    public Builder sessionPolicy(String json) {
      return set(Setting.SESSION_POLICY, json);
    }

    /** Sets managed session policies, at most 10 ARNs. */
    public Builder sessionPolicyArns(List<String> arns) {
      overrides = overrides.withPolicyArns(arns);
      return this;
    }

    /**
     * Sets the HTTP proxy to reach STS through; default: system properties, then {@code
     * https_proxy}.
     */
    public Builder proxy(InetSocketAddress address) {
      proxy = address;
      return this;
    }

    /**
     * Sets the proxy to reach STS through, as {@code https_proxy} spells it: {@code
     * http://host:port}, or {@code https://host:port} for one that is itself spoken to over TLS;
     * before the host {@code user:password@} for Basic authentication, special characters
     * percent-encoded. The password goes with the request for a tunnel alone, and in clear text
     * only to loopback or with {@link #allowPlainProxyPassword}.
     */
    public Builder proxy(URI url) {
      proxy = null;
      return set(Setting.PROXY, url.toString());
    }

    /**
     * Sets whether a proxy beyond loopback that is not spoken to over TLS is sent its password, in
     * clear text; default {@code IRSA_ALLOW_PLAIN_PROXY_PASSWORD}, else false.
     */
    public Builder allowPlainProxyPassword(boolean allow) {
      return set(Setting.ALLOW_PLAIN_PROXY_PASSWORD, Boolean.toString(allow));
    }

    /**
     * Sets a PEM file of certificate authorities to trust besides the platform's; default {@code
     * AWS_CA_BUNDLE}.
     */
    public Builder caBundle(Path pemFile) {
      return set(Setting.CA_BUNDLE, pemFile.toString());
    }

    /** Sets where TLS comes from; default: the platform's trust and {@link #caBundle}. */
    public Builder sslContext(SSLContext context) {
      sslContext = context;
      return this;
    }

    /**
     * Sets what runs exchanges in place of this library's own workers, for example virtual threads.
     * It is called by a worker, so it may run what it is given on the thread that gives it. It must
     * allow blocking for seconds; what it has not started within the bound of an attempt, 7 s, is a
     * failed attempt without a call. Never closed by this library. Listeners and dependents of
     * futures do not run on it.
     */
    public Builder executor(Executor runsExchanges) {
      executor = runsExchanges;
      return this;
    }

    /** Sets who hears of events as long as this handle is open. */
    public Builder listener(IrsaListener hears) {
      listener = hears;
      return this;
    }

    /**
     * Sets how long callers of this handle wait when there are no valid credentials.
     *
     * @param longest 1 ms to 5 min; default 20 s
     */
    public Builder deadline(Duration longest) {
      if (longest.compareTo(Duration.ofMillis(1)) < 0
          || longest.compareTo(Duration.ofMinutes(5)) > 0) {
        throw new IllegalArgumentException(
            "deadline must lie between 1 ms and 5 min, found " + longest);
      }
      deadline = longest;
      return this;
    }

    /** Sets when credentials are refreshed; default {@link RefreshPolicy#standard()}. */
    public Builder policy(RefreshPolicy refreshPolicy) {
      policy = refreshPolicy;
      return this;
    }

    /**
     * Sets how many sessions {@link IrsaCredentials#forRole} keeps.
     *
     * @param most 1 to 1,000,000; default 10,000; beyond it the longest unused go
     */
    public Builder maxRoles(int most) {
      if (most < 1 || most > 1_000_000) {
        throw new IllegalArgumentException(
            "maxRoles must lie between 1 and 1,000,000, found " + most);
      }
      mostRoles = most;
      return this;
    }

    /**
     * Starts the first exchange on a worker when the handle is built, so that the first caller need
     * not wait for all of it.
     */
    public Builder eager() {
      eager = true;
      return this;
    }

    /**
     * Replaces the environment variables and system properties of the process, for tests and tools.
     */
    public Builder environment(Map<String, String> variables) {
      environment = Environment.of(variables, Map.of());
      return this;
    }

    private Builder set(Setting setting, String value) {
      overrides = overrides.with(setting, value);
      return this;
    }

    /**
     * Builds a handle. Values that this builder was given are checked now; what comes from the
     * environment is checked at the first use.
     *
     * @throws MisconfiguredException when a value given here is wrong
     */
    public IrsaCredentials build() {
      ResolvedSettings.check(environment, overrides);
      ClientSettings.requireRoom(policy, sessionDuration, "builder");
      ClientSettings blueprint =
          new ClientSettings(
              environment,
              overrides,
              sslContext,
              proxy,
              executor,
              policy,
              mostRoles,
              new ClientSettings.FromWebIdentity());
      PrimarySession own = new PrimarySession(blueprint, SessionRegistry.shared(), events());
      IrsaCredentials built = new IrsaCredentials(own, deadline);
      if (eager) {
        built.startEagerly();
      }
      return built;
    }

    private @Nullable Consumer<IrsaEvent> events() {
      IrsaListener given = listener;
      return given == null ? null : given::onEvent;
    }
  }

  // In place of lambdas, which would be the first of a fresh JVM on its way to credentials.

  private record Ask(LeaseOwner owner, Duration longest)
      implements Function<SessionCache, SessionCredentials> {
    @Override
    public SessionCredentials apply(SessionCache session) {
      return session.credentials(owner, longest);
    }
  }

  private record AskAsync(LeaseOwner owner, Duration longest)
      implements Function<SessionCache, CompletableFuture<SessionCredentials>> {
    @Override
    public CompletableFuture<SessionCredentials> apply(SessionCache session) {
      return session.credentialsAsync(owner, longest);
    }
  }

  private void startEagerly() {
    try {
      holder.session().startEagerly();
    } catch (CredentialsException misconfigured) {
      // The first caller hears of it; building never fails for want of an environment.
    }
  }
}
