package dev.irsa.sdk.v1;

import com.amazonaws.auth.AWSSessionCredentials;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.adapter.CredentialsHandle;
import dev.irsa.internal.adapter.ReopeningHandle;
import java.util.function.Function;
import java.util.function.Supplier;

/** Makes the SDK's credentials of a session. */
final class SdkSession {

  private SdkSession() {}

  /** Takes a handle and speaks the SDK's types. */
  static ReopeningHandle<AWSSessionCredentials> over(
      Supplier<? extends CredentialsHandle> handles) {
    return new ReopeningHandle<>(handles, new ToSdk(), new IrsaCredentialsException.OfCore());
  }

  /** No lambda, which would be the first of a fresh JVM. */
  private static final class ToSdk implements Function<SessionCredentials, AWSSessionCredentials> {
    @Override
    public AWSSessionCredentials apply(SessionCredentials session) {
      return InstalledSdk.credentials(session);
    }
  }
}
