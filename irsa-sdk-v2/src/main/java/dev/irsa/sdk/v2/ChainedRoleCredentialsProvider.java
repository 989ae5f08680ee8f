package dev.irsa.sdk.v2;

import dev.irsa.IrsaStatus;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.ResolveIdentityRequest;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Provides the credentials of a role that the pod's role assumes. They are refreshed ahead like the
 * pod's own. Requires {@code software.amazon.awssdk:sts} on the class path.
 *
 * <p>Thread-safe. Instances with the same role share a session if their parent providers share one.
 * {@link #close} releases the session. The parent provider stays open, valid credentials are
 * retained, and a later call uses them.
 *
 * @see IrsaCredentialsProvider#chainedRole(String)
 * @since 0.1
 */
public final class ChainedRoleCredentialsProvider
    implements AwsCredentialsProvider, SdkAutoCloseable {

  private final ChainedSession session;

  ChainedRoleCredentialsProvider(ChainedSession session) {
    this.session = session;
  }

  /**
   * Returns session credentials of the chained role.
   *
   * @throws IrsaCredentialsException if the pod's role has no credentials, the role cannot be
   *     assumed, or {@code sts} is missing
   */
  @Override
  public AwsCredentials resolveCredentials() {
    return session.credentials();
  }

  /**
   * Returns a future for the credentials. Never blocks, and reports failures only through the
   * future.
   */
  @Override
  public CompletableFuture<AwsCredentialsIdentity> resolveIdentity(ResolveIdentityRequest request) {
    return SdkV2Types.identity(session);
  }

  /**
   * Returns a view of this provider whose credentials are valid for at least the given time; see
   * {@link IrsaCredentialsProvider#lasting}.
   *
   * @param atLeast the requested validity, positive, and at most the duration of the role's
   *     sessions
   * @throws IllegalArgumentException if the time is not positive
   */
  public AwsCredentialsProvider lasting(Duration atLeast) {
    return new LastingCredentialsProvider(session, atLeast);
  }

  /**
   * Reports that a service rejected the credentials with this key. Has no effect if they are not
   * the current ones.
   */
  public void invalidate(String accessKeyId) {
    session.invalidate(accessKeyId);
  }

  /**
   * Returns the status of the chained role, not that of the pod's role. Never blocks and never
   * starts a refresh.
   */
  public IrsaStatus status() {
    return session.ownStatus();
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
