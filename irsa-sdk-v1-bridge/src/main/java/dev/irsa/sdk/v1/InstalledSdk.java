package dev.irsa.sdk.v1;

import com.amazonaws.auth.AWSSessionCredentials;
import com.amazonaws.auth.BasicSessionCredentials;
import com.amazonaws.util.VersionInfoUtils;
import dev.irsa.credentials.SessionCredentials;
import java.lang.module.ModuleDescriptor.Version;
import java.util.Arrays;

/**
 * The SDK on the class path, which need not be the one that this is compiled with; what it knows is
 * found out once.
 */
final class InstalledSdk {

  /** As in Hadoop 3.3.0. */
  private static final String OLDEST = "1.11.563";

  /** The name by which the SDK's user agent tells of web identities ({@code stsweb}). */
  private static final String PROVIDER_NAME = "StsAssumeRoleWithWebIdentityCredentialsProvider";

  /** Older releases lack the constructor; Hadoop 3.3 brings such ones. */
  private static final boolean KNOWS_ACCOUNTS =
      Arrays.stream(BasicSessionCredentials.class.getConstructors())
          .anyMatch(constructor -> constructor.getParameterCount() == 5);

  private InstalledSdk() {}

  /**
   * Asks whether this library works with the SDK at all.
   *
   * @throws IrsaCredentialsException if it is older than the oldest that is supported
   */
  static void requireSupported() {
    if (!KNOWS_ACCOUNTS) {
      requireSupported(VersionInfoUtils.getVersion());
    }
  }

  static void requireSupported(String version) {
    if (isOlder(version)) {
      throw IrsaCredentialsException.permanent(
          "The AWS SDK for Java on the class path is "
              + version
              + ", the oldest that irsa-sdk-v1-bridge works with is "
              + OLDEST
              + ". Fix: raise com.amazonaws:aws-java-sdk-* (the property or BOM that sets its"
              + " version); Hadoop brings a newer one from 3.3.0 on");
    }
  }

  /** A bundle that says nothing of its version is given the benefit of the doubt. */
  private static boolean isOlder(String version) {
    return !version.isEmpty()
        && Character.isDigit(version.charAt(0))
        && Version.parse(version).compareTo(Version.parse(OLDEST)) < 0;
  }

  /** Translates a session; account id and provider name where the SDK knows them. */
  static AWSSessionCredentials credentials(SessionCredentials session) {
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
