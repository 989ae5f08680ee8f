package dev.irsa.sdk.v2;

import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.adapter.MinimumSdkVersion;
import dev.irsa.internal.adapter.SdkConverter;
import dev.irsa.internal.concurrent.StackSpace;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Supports the SDK on the class path, which may differ from the one that this is compiled with.
 * This is the only class that uses features that the oldest supported version lacks. It has no
 * static initializer, which the full stack of a caller would break: see {@link StackSpace}.
 */
final class SdkV2Types implements SdkConverter<AwsSessionCredentials> {

  /**
   * Business metric ids for the SDK's user agent: "web identity from the environment,
   * AssumeRoleWithWebIdentity".
   */
  private static final String WEB_IDENTITY = "h,k";

  /** "Credentials from a container endpoint". */
  private static final String CONTAINER = "z";

  /** "AssumeRole", which follows the ids of the credentials that assume the role. */
  private static final String CHAINED = ",i";

  /**
   * Whether the SDK supports account ids and provider names. Both were added between 2.24.6 and
   * 2.29.52.
   */
  private final boolean supportsAccounts = supportsAccounts();

  /**
   * Requires the room on the stack for a first call.
   *
   * @param door a constant of {@link StackSpace}
   */
  static SdkV2Types at(int door) {
    StackSpace.requireForFirst(door);
    return new SdkV2Types();
  }

  /** Returns the version in Hadoop 3.4.0. */
  static MinimumSdkVersion oldest() {
    return new MinimumSdkVersion(
        "irsa-sdk-v2",
        "2.23.19",
        "upgrade software.amazon.awssdk:* (the property or BOM that sets its version); Hadoop"
            + " contains a supported one since 3.4.0");
  }

  private static boolean supportsAccounts() {
    try {
      var unused = AwsSessionCredentials.builder().accountId(null).providerName(null);
      return true;
    } catch (NoSuchMethodError older) {
      return false;
    }
  }

  @Override
  public void requireSupported() {
    if (!supportsAccounts) {
      oldest().require(version(), this);
    }
  }

  /**
   * Returns the version of the SDK. Read by reflection, because the compiler would inline the
   * constant.
   */
  private static String version() {
    try {
      Class<?> info = Class.forName("software.amazon.awssdk.core.util.VersionInfo");
      return String.valueOf(info.getField("SDK_VERSION").get(null));
    } catch (ReflectiveOperationException unknown) {
      return "0-unknown";
    }
  }

  /**
   * Converts a future to the SDK's type. Each caller has its own future, so its operations on it do
   * not affect others.
   */
  @SuppressWarnings("unchecked")
  static CompletableFuture<AwsCredentialsIdentity> identity(
      CompletableFuture<? extends AwsCredentials> credentials) {
    return (CompletableFuture<AwsCredentialsIdentity>) (CompletableFuture<?>) credentials;
  }

  /**
   * Converts credentials, including the account id and the provider name if the SDK supports them.
   */
  @Override
  public AwsSessionCredentials credentials(
      SessionCredentials session, List<IdentitySource> sources) {
    AwsSessionCredentials.Builder builder =
        AwsSessionCredentials.builder()
            .accessKeyId(session.accessKeyId())
            .secretAccessKey(session.secretAccessKey())
            .sessionToken(session.sessionToken())
            .expirationTime(session.expiration());
    if (supportsAccounts) {
      builder.accountId(session.accountId()).providerName(metrics(sources));
    }
    return builder.build();
  }

  private static String metrics(List<IdentitySource> sources) {
    String ofPod = sources.get(0) == IdentitySource.CONTAINER ? CONTAINER : WEB_IDENTITY;
    return ofPod + CHAINED.repeat(sources.size() - 1);
  }

  @Override
  public RuntimeException exception(
      String message, @Nullable Throwable cause, boolean isRetryable) {
    return new IrsaCredentialsException(message, cause, isRetryable);
  }
}
