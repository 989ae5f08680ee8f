package dev.irsa.sdk.v2;

import dev.irsa.IrsaStatus;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.MisconfiguredException.Problem;
import dev.irsa.internal.adapter.AdapterExchange;
import dev.irsa.internal.adapter.CredentialsHandle;
import dev.irsa.internal.adapter.ExchangeHandle;
import dev.irsa.internal.adapter.Futures;
import dev.irsa.internal.adapter.IrsaSource;
import dev.irsa.internal.adapter.ReopeningHandle;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * A role assumed by means of another session: a session of the engine like that of the pod's own
 * role, whose exchange is AssumeRole. Those of one parent and one role share it.
 */
final class ChainedSession implements IrsaSource<AwsSessionCredentials> {

  /** What STS allows for a chained role (AWS STS API reference, AssumeRole). */
  private static final Duration LONGEST = Duration.ofHours(1);

  /** The parent counts by identity. */
  private record Key(IrsaSource<AwsSessionCredentials> parent, ChainedRole role) {}

  private final IrsaSource<AwsSessionCredentials> parent;
  private final ChainedRole role;
  private final boolean ownsParent;
  private final AtomicReference<@Nullable ReopeningHandle<AwsSessionCredentials>> opened =
      new AtomicReference<>();

  /**
   * Makes a session that assumes the role when it is first asked.
   *
   * @param ownsParent whether closing this closes the parent too
   */
  ChainedSession(IrsaSource<AwsSessionCredentials> parent, ChainedRole role, boolean ownsParent) {
    this.parent = parent;
    this.role = role;
    this.ownsParent = ownsParent;
  }

  @Override
  public AwsSessionCredentials credentials() {
    ReopeningHandle<AwsSessionCredentials> session = opened.get();
    if (session == null || !isServing(session)) {
      // The parent first: its error is the better one, and no exchange waits for another.
      session = open(parent.credentials());
    }
    return session.credentials();
  }

  @Override
  public CompletableFuture<? extends AwsSessionCredentials> credentialsAsync() {
    ReopeningHandle<AwsSessionCredentials> session = opened.get();
    if (session != null && isServing(session)) {
      return session.credentialsAsync();
    }
    return Futures.<AwsCredentials, AwsSessionCredentials>compose(
        parent.credentialsAsync(), signer -> open(signer).credentialsAsync());
  }

  private static boolean isServing(ReopeningHandle<AwsSessionCredentials> session) {
    IrsaStatus.State state = session.status().state();
    return state == IrsaStatus.State.FRESH || state == IrsaStatus.State.AHEAD;
  }

  private ReopeningHandle<AwsSessionCredentials> open(AwsCredentials signer) {
    ReopeningHandle<AwsSessionCredentials> known = opened.get();
    if (known != null) {
      return known;
    }
    ReopeningHandle<AwsSessionCredentials> made =
        new ReopeningHandle<>(() -> handle(parent.status()), SdkV2Types.chainedFrom(signer));
    ReopeningHandle<AwsSessionCredentials> earlier = opened.compareAndExchange(null, made);
    return earlier != null ? earlier : made;
  }

  private CredentialsHandle handle(IrsaStatus of) {
    String parentRegion = Objects.requireNonNullElse(of.region(), "us-east-1");
    String region = Objects.requireNonNullElse(role.region(), parentRegion);
    URI endpoint = Objects.requireNonNull(of.endpoint(), "a parent that has credentials");
    AssumeRole exchange =
        new AssumeRole(
            parent,
            role,
            Objects.requireNonNullElse(
                role.roleSessionName(), Objects.requireNonNullElse(of.roleSessionName(), "irsa")),
            region,
            region.equals(parentRegion) ? endpoint : null);
    return new ExchangeHandle(new Key(parent, role), role.roleArn(), endpoint, LONGEST, exchange);
  }

  /** Assumes the role, signed by the parent's credentials of that moment. */
  private record AssumeRole(
      IrsaSource<AwsSessionCredentials> parent,
      ChainedRole role,
      String roleSessionName,
      String region,
      @Nullable URI endpoint)
      implements AdapterExchange {

    @Override
    public Received call(Duration bound, Runnable calling) {
      AwsCredentials signer = signer();
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
                    "is missing, which assuming "
                        + role.roleArn()
                        + " by means of the pod's role needs",
                    "add it, in the version of the other SDK modules")),
            missing);
      }
    }

    private AwsCredentials signer() {
      try {
        return parent.credentials();
      } catch (IrsaCredentialsException failure) {
        if (failure.getCause() instanceof CredentialsException why) {
          throw why;
        }
        throw failure;
      }
    }
  }

  /** Assumes the role anew; what is there stays when that fails. */
  @Override
  public boolean refresh() {
    return open(parent.credentials()).refresh();
  }

  @Override
  public void invalidate(String accessKeyId) {
    parent.invalidate(accessKeyId);
    ReopeningHandle<AwsSessionCredentials> session = opened.get();
    if (session != null) {
      session.invalidate(accessKeyId);
    }
  }

  /** Returns that of the parent, which tells of endpoint, region and session name. */
  @Override
  public IrsaStatus status() {
    return parent.status();
  }

  @Override
  public void close() {
    ReopeningHandle<AwsSessionCredentials> session = opened.get();
    if (session != null) {
      session.close();
    }
    if (ownsParent) {
      parent.close();
    }
  }
}
