package dev.irsa.sdk.v2;

import dev.irsa.internal.adapter.IrsaSource;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.Identity;
import software.amazon.awssdk.identity.spi.ResolveIdentityRequest;

/**
 * A view of a provider whose credentials are valid for at least a given time. It has no resources
 * of its own, so SDK clients have nothing to close.
 */
final class LastingCredentialsProvider implements AwsCredentialsProvider {

  private final IrsaSource<AwsSessionCredentials> session;
  private final Duration atLeast;

  /**
   * Creates a view.
   *
   * @throws IllegalArgumentException if the time is not positive
   */
  LastingCredentialsProvider(IrsaSource<AwsSessionCredentials> session, Duration atLeast) {
    if (atLeast.isNegative() || atLeast.isZero()) {
      throw new IllegalArgumentException("atLeast must be positive, found " + atLeast);
    }
    this.session = session;
    this.atLeast = atLeast;
  }

  @Override
  public AwsCredentials resolveCredentials() {
    return session.credentialsLasting(atLeast);
  }

  @Override
  public CompletableFuture<AwsCredentialsIdentity> resolveIdentity(ResolveIdentityRequest request) {
    return SdkV2Types.identity(session.credentialsLastingAsync(atLeast));
  }

  /** Overrides a method of newer SDKs; see {@link IrsaCredentialsProvider#invalidate(Identity)}. */
  public CompletableFuture<Void> invalidate(Identity identity) {
    if (identity instanceof AwsCredentialsIdentity credentials) {
      session.invalidate(credentials.accessKeyId());
    }
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public String toString() {
    return "IrsaCredentialsProvider.lasting(" + atLeast + ")";
  }
}
