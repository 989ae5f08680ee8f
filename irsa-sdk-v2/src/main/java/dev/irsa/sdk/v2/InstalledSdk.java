package dev.irsa.sdk.v2;

import dev.irsa.credentials.SessionCredentials;
import java.lang.module.ModuleDescriptor.Version;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * The SDK on the class path, which need not be the one that this is compiled with. The only class
 * that touches what the oldest supported release lacks; what it knows is found out once.
 */
final class InstalledSdk {

  /** As in Hadoop 3.4.0. */
  private static final String OLDEST = "2.23.19";

  /** Both came after 2.24.6 and before 2.29.52, and are used together. */
  private static final boolean KNOWS_ACCOUNTS = knowsAccounts();

  private InstalledSdk() {}

  private static boolean knowsAccounts() {
    try {
      var unused = AwsSessionCredentials.builder().accountId(null).providerName(null);
      return true;
    } catch (NoSuchMethodError older) {
      return false;
    }
  }

  /**
   * Asks whether this library works with the SDK at all.
   *
   * @throws IrsaCredentialsException if it is older than the oldest that is supported
   */
  static void requireSupported() {
    if (!KNOWS_ACCOUNTS) {
      requireSupported(version());
    }
  }

  static void requireSupported(String version) {
    if (Version.parse(version).compareTo(Version.parse(OLDEST)) < 0) {
      throw IrsaCredentialsException.permanent(
          "The AWS SDK for Java on the class path is "
              + version
              + ", the oldest that irsa-sdk-v2 works with is "
              + OLDEST
              + ". Fix: raise software.amazon.awssdk:* (the property or BOM that sets its version);"
              + " Hadoop brings a newer one from 3.4.0 on",
          null);
    }
  }

  /** Not read as a constant, which would be that of the SDK that this is compiled with. */
  private static String version() {
    try {
      Class<?> info = Class.forName("software.amazon.awssdk.core.util.VersionInfo");
      return String.valueOf(info.getField("SDK_VERSION").get(null));
    } catch (ReflectiveOperationException unknown) {
      return "0-unknown";
    }
  }

  /**
   * Translates a session; account id and provider name where the SDK knows them.
   *
   * @param providerName business metric ids for the SDK's user agent
   */
  static AwsSessionCredentials credentials(SessionCredentials session, String providerName) {
    AwsSessionCredentials.Builder builder =
        AwsSessionCredentials.builder()
            .accessKeyId(session.accessKeyId())
            .secretAccessKey(session.secretAccessKey())
            .sessionToken(session.sessionToken())
            .expirationTime(session.expiration());
    if (KNOWS_ACCOUNTS) {
      builder.accountId(session.accountId()).providerName(providerName);
    }
    return builder.build();
  }

  /** Returns the business metric ids of credentials, where the SDK knows them. */
  static Optional<String> providerName(AwsCredentials credentials) {
    return KNOWS_ACCOUNTS ? credentials.providerName() : Optional.empty();
  }
}
