package dev.irsa.sdk.v2;

import dev.irsa.internal.adapter.SdkCredentialsSource;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.Identity;
import software.amazon.awssdk.identity.spi.ResolveIdentityRequest;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** The methods that all providers have in common. */
abstract class SourceCredentialsProvider implements AwsCredentialsProvider, SdkAutoCloseable {

  abstract SdkCredentialsSource<? extends AwsCredentials> source();

  /**
   * Returns credentials, immediately while they are valid. Returns the same object until the next
   * refresh.
   *
   * @throws IrsaCredentialsException if no credentials could be obtained
   */
  @Override
  public AwsCredentials resolveCredentials() {
    return source().credentials();
  }

  /**
   * Returns a future for the credentials. Never blocks, and reports failures only through the
   * future.
   */
  @Override
  public CompletableFuture<AwsCredentialsIdentity> resolveIdentity(ResolveIdentityRequest request) {
    return SdkV2Types.identity(source().credentialsAsync());
  }

  /** Returns a future for the credentials; see {@link #resolveIdentity(ResolveIdentityRequest)}. */
  @Override
  public CompletableFuture<AwsCredentialsIdentity> resolveIdentity() {
    return SdkV2Types.identity(source().credentialsAsync());
  }

  /**
   * Reports that a service rejected this identity, so that the next call gets new credentials. SDKs
   * whose {@code IdentityProvider} has this method call it; with others, such as 2.59.1, use {@link
   * RejectedCredentialsInterceptor}.
   *
   * @return a completed future
   */
  // Overrides IdentityProvider.invalidate of newer SDKs, by its erasure. Without @Override, because
  // the SDK that this is compiled with lacks the method.
  public CompletableFuture<Void> invalidate(Identity identity) {
    if (identity instanceof AwsCredentialsIdentity credentials) {
      invalidate(credentials.accessKeyId());
    }
    return CompletableFuture.completedFuture(null);
  }

  /**
   * Reports that a service rejected the credentials with this key. Has no effect if they are not
   * the current ones.
   */
  public void invalidate(String accessKeyId) {
    source().invalidate(accessKeyId);
  }

  /**
   * Refreshes the credentials now and waits for the result. A chain refreshes the provider that
   * last returned credentials; if there is none, it asks for some.
   *
   * @return true if there are new credentials; false if the refresh failed and the previous ones
   *     are still valid
   * @throws IrsaCredentialsException if the refresh failed and there are no valid credentials
   */
  public boolean refresh() {
    return source().refresh();
  }

  /** Gives the session back, and all that a chain has opened. A later call takes it again. */
  @Override
  public void close() {
    source().close();
  }

  @Override
  public String toString() {
    return getClass().getSimpleName();
  }
}
