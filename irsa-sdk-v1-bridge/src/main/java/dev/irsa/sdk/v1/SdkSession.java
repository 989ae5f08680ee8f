package dev.irsa.sdk.v1;

import com.amazonaws.auth.AWSSessionCredentials;
import com.amazonaws.auth.BasicSessionCredentials;
import dev.irsa.identity.SessionCredentials;
import java.util.Arrays;

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
}
