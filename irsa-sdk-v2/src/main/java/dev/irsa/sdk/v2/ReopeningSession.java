package dev.irsa.sdk.v2;

import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.adapter.CredentialsHandle;
import dev.irsa.internal.adapter.ReopeningHandle;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * A session of the core in the SDK's types. Callers reach its credentials in one step less as a
 * subclass.
 */
final class ReopeningSession extends ReopeningHandle<AwsSessionCredentials>
    implements SessionSource {

  /**
   * Takes the first handle.
   *
   * @param providerName business metric ids for the SDK's user agent
   */
  ReopeningSession(Supplier<? extends CredentialsHandle> handles, String providerName) {
    super(handles, new ToSdk(providerName), new IrsaCredentialsException.OfCore());
  }

  /** No lambda, which would be the first of a fresh JVM. */
  private record ToSdk(String providerName)
      implements Function<SessionCredentials, AwsSessionCredentials> {
    @Override
    public AwsSessionCredentials apply(SessionCredentials session) {
      return InstalledSdk.credentials(session, providerName);
    }
  }
}
