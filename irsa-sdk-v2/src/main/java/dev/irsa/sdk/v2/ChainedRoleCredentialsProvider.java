package dev.irsa.sdk.v2;

import dev.irsa.internal.adapter.IrsaSource;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.ResolveIdentityRequest;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The credentials of a role that the pod's role assumes, refreshed ahead like the pod's own. Needs
 * {@code software.amazon.awssdk:sts} on the class path.
 *
 * <p>Thread-safe. Those of one provider and one role share a session. {@link #close} gives back
 * this provider's hold on it; the provider that it came from stays open, valid credentials stay in
 * hand, and a later call goes on with them.
 *
 * @see IrsaCredentialsProvider#chainedRole(String)
 * @since 0.1
 */
public final class ChainedRoleCredentialsProvider
    implements AwsCredentialsProvider, SdkAutoCloseable {

  private final IrsaSource<AwsSessionCredentials> session;

  ChainedRoleCredentialsProvider(IrsaSource<AwsSessionCredentials> session) {
    this.session = session;
  }

  /**
   * Returns session credentials of the chained role.
   *
   * @throws IrsaCredentialsException if the pod's role has none, or {@code sts} is missing
   */
  @Override
  public AwsCredentials resolveCredentials() {
    return session.credentials();
  }

  /** Never blocks, and reports failures only through the future. */
  @Override
  public CompletableFuture<AwsCredentialsIdentity> resolveIdentity(ResolveIdentityRequest request) {
    return SdkV2Types.identity(session);
  }

  /**
   * Reports that a service refused the credentials with this key. Does nothing when they are no
   * longer current.
   */
  public void invalidate(String accessKeyId) {
    session.invalidate(accessKeyId);
  }

  @Override
  public void close() {
    session.close();
  }

  @Override
  public String toString() {
    return "ChainedRoleCredentialsProvider";
  }
}
