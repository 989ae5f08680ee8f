package dev.irsa.sdk.v2;

import dev.irsa.IrsaListener;
import dev.irsa.IrsaStatus;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.MisconfiguredException.Problem;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.internal.adapter.AdapterExchange;
import dev.irsa.internal.adapter.CredentialsHandle;
import dev.irsa.internal.adapter.ExchangeHandle;
import dev.irsa.internal.adapter.Futures;
import dev.irsa.internal.adapter.IrsaSource;
import dev.irsa.internal.adapter.ParentSession;
import dev.irsa.internal.adapter.SdkHandle;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * The session of a role that is assumed with the credentials of another session. Its exchange is
 * AssumeRole; otherwise it is a session like that of the pod's own role. Instances whose parents
 * share a session share that of the same role.
 */
final class ChainedSession implements IrsaSource<AwsSessionCredentials> {

  /** The maximum duration for a chained role (AWS STS API reference, AssumeRole). */
  private static final Duration MAX_DURATION = Duration.ofHours(1);

  private final IrsaSource<AwsSessionCredentials> parent;
  private final ChainedRole role;
  private final boolean ownsParent;
  private final @Nullable IrsaListener listener;
  private final AtomicReference<@Nullable SdkHandle<AwsSessionCredentials>> opened =
      new AtomicReference<>();

  /**
   * Creates a session that assumes the role on first use.
   *
   * @param ownsParent whether closing this session also closes the parent
   * @param listener receives the events of this session, or null
   */
  ChainedSession(
      IrsaSource<AwsSessionCredentials> parent,
      ChainedRole role,
      boolean ownsParent,
      @Nullable IrsaListener listener) {
    this.parent = parent;
    this.role = role;
    this.ownsParent = ownsParent;
    this.listener = listener;
  }

  @Override
  public AwsSessionCredentials credentials() {
    SdkHandle<AwsSessionCredentials> session = opened.get();
    if (session == null || !isServing(session)) {
      // The parent first: its failure is more precise, and an exchange does not wait for another
      // one.
      session = open(parent.credentials());
    }
    return session.credentials();
  }

  @Override
  public CompletableFuture<? extends AwsSessionCredentials> credentialsAsync() {
    SdkHandle<AwsSessionCredentials> session = opened.get();
    if (session != null && isServing(session)) {
      return session.credentialsAsync();
    }
    return Futures.<AwsCredentials, AwsSessionCredentials>compose(
        parent.credentialsAsync(), signer -> open(signer).credentialsAsync());
  }

  @Override
  public AwsSessionCredentials credentialsLasting(Duration atLeast) {
    return open(parent.credentials()).credentialsLasting(atLeast);
  }

  @Override
  public CompletableFuture<? extends AwsSessionCredentials> credentialsLastingAsync(
      Duration atLeast) {
    return Futures.<AwsCredentials, AwsSessionCredentials>compose(
        parent.credentialsAsync(), signer -> open(signer).credentialsLastingAsync(atLeast));
  }

  private static boolean isServing(SdkHandle<AwsSessionCredentials> session) {
    IrsaStatus.State state = session.status().state();
    return state == IrsaStatus.State.FRESH || state == IrsaStatus.State.AHEAD;
  }

  private SdkHandle<AwsSessionCredentials> open(AwsCredentials signer) {
    SdkHandle<AwsSessionCredentials> existing = opened.get();
    if (existing != null) {
      return existing;
    }
    SdkV2Types signerTypes = SdkV2Types.of(signer);
    SdkHandle<AwsSessionCredentials> created =
        new SdkHandle<>(() -> handle(parent.status(), signerTypes), signerTypes.chained());
    SdkHandle<AwsSessionCredentials> earlier = opened.compareAndExchange(null, created);
    return earlier != null ? earlier : created;
  }

  private CredentialsHandle handle(IrsaStatus parentStatus, SdkV2Types signerTypes) {
    String parentRegion = Objects.requireNonNullElse(parentStatus.region(), "us-east-1");
    String region = Objects.requireNonNullElse(role.region(), parentRegion);
    URI parentEndpoint = parentStatus.stsEndpoint();
    requireRegion(parentEndpoint);
    URI endpoint = region.equals(parentRegion) ? parentEndpoint : null;
    AssumeRole exchange =
        new AssumeRole(
            parent.asParent(),
            signerTypes,
            role,
            Objects.requireNonNullElse(
                role.roleSessionName(),
                Objects.requireNonNullElse(parentStatus.roleSessionName(), "irsa")),
            region,
            endpoint);
    return new ExchangeHandle(
        exchange,
        role.roleArn(),
        endpoint != null ? endpoint : usualEndpoint(region),
        Objects.requireNonNullElse(role.sessionDuration(), MAX_DURATION),
        exchange,
        listener);
  }

  /**
   * Returns the usual endpoint of a region, for messages. The SDK chooses the one that is called,
   * and its module for STS may be missing here.
   */
  private static URI usualEndpoint(String region) {
    String domain = PartitionMetadata.of(Region.of(region)).dnsSuffix();
    return URI.create("https://sts." + region + "." + domain + "/");
  }

  /** Checks that it is known where STS is: container credentials do not need a region. */
  private void requireRegion(@Nullable URI parentEndpoint) {
    if (parentEndpoint == null && role.region() == null) {
      throw new MisconfiguredException(
          true,
          List.of(
              new Problem(
                  "AWS_REGION or AWS_DEFAULT_REGION",
                  null,
                  "neither is set to a region, whose STS is called to assume " + role.roleArn(),
                  "set AWS_REGION, region(...) on the provider's builder, or ChainedRole.withRegion"
                      + "(...)")));
    }
  }

  /**
   * Assumes the role with the parent's current credentials. Equal calls share a session.
   *
   * @param signerTypes converts the parent's credentials
   */
  private record AssumeRole(
      ParentSession parent,
      SdkV2Types signerTypes,
      ChainedRole role,
      String roleSessionName,
      String region,
      @Nullable URI endpoint)
      implements AdapterExchange {

    @Override
    public Received call(Duration bound, Runnable calling) {
      AwsCredentials signer = signerTypes.credentials(parent.credentials(bound), null);
      try {
        return new AssumeRoleCall(role, roleSessionName, region, endpoint)
            .make(signer, bound, calling);
      } catch (NoClassDefFoundError missing) {
        throw new MisconfiguredException(
            true,
            List.of(
                new Problem(
                    "software.amazon.awssdk:sts",
                    "class path",
                    "is missing; it is required to assume "
                        + role.roleArn()
                        + " with the pod's role",
                    "add it, in the version of the other SDK modules")),
            missing);
      }
    }
  }

  /** Assumes the role again. Valid credentials are kept if that fails. */
  @Override
  public boolean refresh() {
    return open(parent.credentials()).refresh();
  }

  @Override
  public void invalidate(String accessKeyId) {
    parent.invalidate(accessKeyId);
    SdkHandle<AwsSessionCredentials> session = opened.get();
    if (session != null) {
      session.invalidate(accessKeyId);
    }
  }

  @Override
  public IrsaSource<AwsSessionCredentials> forRole(RoleRequest request) {
    throw IrsaCredentialsException.of(
        new MisconfiguredException(
            true,
            List.of(
                new Problem(
                    "forRole",
                    "profile",
                    "another role needs a web identity token, but "
                        + role.roleArn()
                        + " is assumed",
                    "use chainedRole(...)"))));
  }

  /**
   * Returns the status of the parent, which contains the endpoint, the region and the session name.
   */
  @Override
  public IrsaStatus status() {
    return parent.status();
  }

  @Override
  public ParentSession asParent() {
    return open(parent.credentials()).asParent();
  }

  /** Returns the status of the chained role itself. */
  IrsaStatus ownStatus() {
    SdkHandle<AwsSessionCredentials> session = opened.get();
    return session != null
        ? session.status()
        : IrsaStatus.builder(IrsaStatus.State.EMPTY)
            .irsaPod(true)
            .source(IdentitySource.WEB_IDENTITY)
            .roleArn(role.roleArn())
            .build();
  }

  @Override
  public void close() {
    SdkHandle<AwsSessionCredentials> session = opened.get();
    if (session != null) {
      session.close();
    }
    if (ownsParent) {
      parent.close();
    }
  }
}
