package dev.irsa.sdk.v2;

import dev.irsa.IrsaCredentials;
import dev.irsa.IrsaStatus;
import dev.irsa.OutboundTokens;
import dev.irsa.credentials.CredentialsRequest;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.OutboundTokenRequest;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.internal.adapter.FrameworkSettings;
import dev.irsa.internal.adapter.SdkHandle;
import dev.irsa.internal.concurrent.StackSpace;
import dev.irsa.internal.guard.IdentityGuard;
import dev.irsa.sdk.ProviderBuilder;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * Provides the credentials of the pod's IAM role to clients of AWS SDK for Java 2.x.
 *
 * <p>Thread-safe. While credentials are valid, calls do not wait for STS; refreshes run in the
 * background, ahead of expiration. All providers of one identity share one session. Failures are
 * {@link IrsaCredentialsException}s.
 *
 * <p>Constructors and factory methods do no I/O and check only the values that they are given. The
 * first request for credentials reports what is missing in the environment.
 *
 * <p>{@link #close} releases the session, and a later call acquires it again. SDK clients close the
 * provider that they were given, even if others use it. Valid credentials are retained, so a client
 * or a provider for each request does not cause additional calls; {@link
 * IrsaCredentials#discardAll} discards them.
 *
 * @since 0.1
 */
public final class IrsaCredentialsProvider extends SourceCredentialsProvider {

  private final SdkHandle<AwsSessionCredentials> session;

  /**
   * Creates a provider that is configured by the environment. Called by frameworks, by class name.
   */
  public IrsaCredentialsProvider() {
    this(SdkV2Types.at(StackSpace.PROVIDER), IrsaCredentials.builder());
  }

  /**
   * Creates a provider with settings under the keys of {@link #create(Map)}. Other properties, of
   * the framework or of its user, are ignored.
   *
   * @param properties the properties
   * @throws IrsaCredentialsException if a key differs from a known one only by case, separators or
   *     one letter; the message lists the known ones
   */
  public IrsaCredentialsProvider(Properties properties) {
    this(
        SdkV2Types.at(StackSpace.PROVIDER_WITH_SETTINGS),
        () -> FrameworkSettings.among(properties));
  }

  /**
   * Creates a provider with settings under the keys of {@link #create(Map)}. Called by the Kinesis
   * Client Library, by class name.
   *
   * @param settings assignments of the form {@code key=value}
   * @throws IrsaCredentialsException if one has no value or an unknown key; the message shows the
   *     correct form
   */
  public IrsaCredentialsProvider(String[] settings) {
    this(
        SdkV2Types.at(StackSpace.PROVIDER_WITH_SETTINGS),
        () -> FrameworkSettings.ofAssignments(settings));
  }

  private IrsaCredentialsProvider(SdkV2Types sdk, Supplier<IrsaCredentials.Builder> settings) {
    this(SdkHandle.open(sdk, settings));
  }

  private IrsaCredentialsProvider(SdkV2Types sdk, IrsaCredentials.Builder settings) {
    this(SdkHandle.open(sdk, settings));
  }

  private IrsaCredentialsProvider(SdkHandle<AwsSessionCredentials> session) {
    this.session = session;
  }

  /** Creates a provider configured by the environment. */
  public static IrsaCredentialsProvider create() {
    return new IrsaCredentialsProvider();
  }

  /**
   * Creates a provider with settings: {@code role-arn}, {@code region} and others that
   * docs/settings.md lists; and {@code chained-role-arn} with {@code chained-role-session-name} and
   * {@code chained-role-external-id} for a role that is assumed with these. Missing and blank
   * settings are read from the environment. Other keys are ignored: Iceberg, which calls this by
   * class name, passes the properties of its catalog as well.
   *
   * @param settings the settings
   * @throws IrsaCredentialsException if a key differs from a known one only by case, separators or
   *     one letter; the message lists the known ones
   */
  public static IrsaCredentialsProvider create(Map<String, String> settings) {
    return new IrsaCredentialsProvider(
        SdkV2Types.at(StackSpace.PROVIDER_WITH_SETTINGS), () -> FrameworkSettings.among(settings));
  }

  /**
   * Returns the other identities that clients of both SDKs in this class loader have signed with:
   * the first request of each service and identity. Empty outside of a process that is configured
   * for IRSA or container credentials.
   */
  public static List<IrsaEvent.ForeignIdentity> foreignIdentities() {
    return IdentityGuard.shared().reports();
  }

  /**
   * Returns how many requests of clients of both SDKs in this class loader another identity has
   * signed.
   */
  public static long foreignCalls() {
    return IdentityGuard.shared().foreignCalls();
  }

  /**
   * Returns how many requests of clients of both SDKs in this class loader went to servers that are
   * not AWS's, such as MinIO, with keys that are not the pod's. They are not compared.
   */
  public static long callsToOtherServers() {
    return IdentityGuard.shared().callsToOtherServers();
  }

  /** Returns a builder. Values that are not set are read from the environment. */
  public static Builder builder() {
    return new Builder(IrsaCredentials.builder());
  }

  /**
   * Returns a builder with the settings of this provider. One of {@link #forRole} or {@link
   * #chainedRole} builds providers of the same role and request, which takes precedence over what
   * is set on the builder.
   */
  public Builder toBuilder() {
    return new Builder(session.toBuilder());
  }

  /** Returns the current status. Never blocks and never starts a refresh. */
  public IrsaStatus status() {
    return session.status();
  }

  /**
   * Returns a view of this provider whose calls make a request, such as for credentials that are
   * valid for at least some time: for presigned URLs, and IAM tokens of RDS, ElastiCache and MSK.
   * It has nothing to close, and works as long as this provider.
   *
   * <p>The view throws an {@link IrsaCredentialsException} if sessions do not last as long, or if
   * there are no such credentials in time.
   *
   * @throws IrsaCredentialsException if a value of the request is invalid; lists all of them
   */
  public AwsCredentialsProvider forRequest(CredentialsRequest request) {
    return new IrsaCredentialsProvider(session.forRequest(request));
  }

  /**
   * Returns a provider for another role that trusts the same token; see {@link
   * #forRole(RoleRequest)}.
   *
   * @param roleArn the ARN of the role, 20 to 2048 characters
   * @throws IrsaCredentialsException if the ARN is malformed
   */
  public IrsaCredentialsProvider forRole(String roleArn) {
    return forRole(RoleRequest.of(roleArn));
  }

  /**
   * Returns a provider for another session with the same token: of another role, or restricted by a
   * session policy, such as one for each tenant. Equal requests share a session; {@link
   * IrsaCredentials#forRole(RoleRequest)} says how long sessions live and how many are kept.
   *
   * <p>This needs a web identity: with other credentials, the first request for credentials fails.
   * The provider works as long as this one; {@link #close} has no effect on it.
   *
   * @throws IrsaCredentialsException if a value is invalid; lists all of them
   */
  public IrsaCredentialsProvider forRole(RoleRequest request) {
    return new IrsaCredentialsProvider(session.forRole(request));
  }

  /**
   * Returns a provider for a role that the role of this one may assume; see {@link
   * #chainedRole(RoleRequest)}.
   *
   * @param roleArn the ARN of the role, 20 to 2048 characters
   * @throws IrsaCredentialsException if the ARN is malformed
   */
  public IrsaCredentialsProvider chainedRole(String roleArn) {
    return chainedRole(RoleRequest.of(roleArn));
  }

  /**
   * Returns a provider for a role that is assumed with the credentials of this one, like {@link
   * IrsaCredentials#chainedRole(RoleRequest)}. Equal requests share a session.
   *
   * <p>The provider works as long as this one; {@link #close} has no effect on it.
   *
   * @throws IrsaCredentialsException if a value is invalid; lists all of them
   */
  public IrsaCredentialsProvider chainedRole(RoleRequest request) {
    return new IrsaCredentialsProvider(session.chainedRole(request));
  }

  /**
   * Returns a view for a token that STS signs with the credentials of this provider, and that a
   * service outside of AWS accepts in place of an API key; see {@link
   * IrsaCredentials#outboundTokens}. Its failures are the exceptions of {@code
   * dev.irsa.credentials}.
   *
   * @throws IrsaCredentialsException if a value is invalid; lists all of them
   */
  public OutboundTokens outboundTokens(OutboundTokenRequest request) {
    return session.outboundTokens(request);
  }

  @Override
  SdkHandle<AwsSessionCredentials> source() {
    return session;
  }

  /**
   * Builds a provider. Values that are not set are read from the environment; the last value of a
   * setting wins. Not thread-safe.
   *
   * @since 0.1
   */
  public static final class Builder implements ProviderBuilder<Builder> {

    private final IrsaCredentials.Builder core;

    private Builder(IrsaCredentials.Builder core) {
      this.core = core;
    }

    /** Sets the region whose STS is called. */
    public Builder region(Region region) {
      return region(region.id());
    }

    /**
     * Exchanges web identity tokens with the application's own client: with its proxy, endpoint,
     * interceptors and metrics. Its region, and its endpoint override, also become those of this
     * provider unless they are set later. Refreshes ahead, single flight, deadlines and time limits
     * stay as without it; retries of the client happen inside the time limit of an attempt, and
     * count as one call. Requires {@code software.amazon.awssdk:sts}. Not used with container
     * credentials.
     *
     * @param client never closed by the provider; must not be closed before it. It needs no
     *     credentials, because the call is not signed
     */
    public Builder stsClient(StsClient client) {
      return configure(new StsClientExchange(client)::applyTo);
    }

    @Override
    public Builder configure(Consumer<IrsaCredentials.Builder> setting) {
      setting.accept(core);
      return this;
    }

    /**
     * Builds the provider.
     *
     * @throws IrsaCredentialsException if a value set on this builder is invalid, or if the SDK on
     *     the class path is older than 2.23.19
     */
    public IrsaCredentialsProvider build() {
      return new IrsaCredentialsProvider(SdkV2Types.at(StackSpace.PROVIDER), core);
    }
  }
}
