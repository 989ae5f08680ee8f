package dev.irsa.sdk.v1;

import com.amazonaws.auth.AWSCredentials;
import com.amazonaws.auth.AWSCredentialsProvider;
import dev.irsa.internal.adapter.SdkCredentialsSource;
import java.io.Closeable;

/** The methods that all providers have in common. */
abstract class SourceCredentialsProvider<C extends AWSCredentials>
    implements AWSCredentialsProvider, Closeable {

  abstract SdkCredentialsSource<C> source();

  /**
   * Returns credentials, immediately while they are valid. Returns the same object until the next
   * refresh.
   *
   * @throws IrsaCredentialsException if no credentials could be obtained
   */
  @Override
  public C getCredentials() {
    return source().credentials();
  }

  /**
   * Refreshes the credentials now and waits for the result, as the SDK's contract requires. If the
   * refresh fails, valid credentials are kept. A chain refreshes the provider that last returned
   * credentials; if there is none, it asks for some.
   *
   * @throws IrsaCredentialsException if the refresh failed and there are no valid credentials
   */
  @Override
  public void refresh() {
    boolean unused = source().refresh();
  }

  /**
   * Reports that a service rejected the credentials with this key, so that the next call gets new
   * ones. Has no effect if they are not the current ones.
   */
  public void invalidate(String accessKeyId) {
    source().invalidate(accessKeyId);
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
