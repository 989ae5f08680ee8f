package dev.irsa.sdk.v1;

import com.amazonaws.auth.AWSSessionCredentials;
import com.amazonaws.auth.BasicSessionCredentials;
import dev.irsa.adapter.CredentialsHandle;
import dev.irsa.adapter.ReopeningHandle;
import dev.irsa.identity.SessionCredentials;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Supplier;

/** Makes the SDK's credentials of a session. */
final class SdkSession {

  /** The name by which the SDK's user agent tells of web identities ({@code stsweb}). */
  private static final String PROVIDER_NAME = "StsAssumeRoleWithWebIdentityCredentialsProvider";

  /** Releases of 1.12 before account ids lack the constructor; Hadoop 3.3 brings one of them. */
  private static final boolean KNOWS_ACCOUNTS = knowsAccounts();

  private SdkSession() {}

  private static boolean knowsAccounts() {
    return Arrays.stream(BasicSessionCredentials.class.getConstructors())
        .anyMatch(constructor -> constructor.getParameterCount() == 5);
  }

  /** Takes a handle and speaks the SDK's types. */
  static ReopeningHandle<AWSSessionCredentials> over(
      Supplier<? extends CredentialsHandle> handles) {
    return new ReopeningHandle<>(handles, new ToSdk(), new IrsaCredentialsException.OfCore());
  }

  static AWSSessionCredentials of(SessionCredentials session) {
    return KNOWS_ACCOUNTS
        ? new BasicSessionCredentials(
            session.accessKeyId(),
            session.secretAccessKey(),
            session.sessionToken(),
            session.accountId(),
            PROVIDER_NAME)
        : new BasicSessionCredentials(
            session.accessKeyId(), session.secretAccessKey(), session.sessionToken());
  }

  /** No lambda, which would be the first of a fresh JVM. */
  private static final class ToSdk implements Function<SessionCredentials, AWSSessionCredentials> {
    @Override
    public AWSSessionCredentials apply(SessionCredentials session) {
      return of(session);
    }
  }
}
