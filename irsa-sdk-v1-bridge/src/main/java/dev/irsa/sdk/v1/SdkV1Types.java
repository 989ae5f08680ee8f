package dev.irsa.sdk.v1;

import com.amazonaws.auth.AWSSessionCredentials;
import com.amazonaws.auth.BasicSessionCredentials;
import com.amazonaws.util.VersionInfoUtils;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.adapter.MinimumSdkVersion;
import dev.irsa.internal.adapter.SdkConverter;
import dev.irsa.internal.concurrent.StackSpace;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Supports the SDK on the class path, which may differ from the one that this is compiled with. It
 * has no static initializer, which the full stack of a caller would break: see {@link StackSpace}.
 */
final class SdkV1Types implements SdkConverter<AWSSessionCredentials> {

  /**
   * Whether the SDK supports account ids. Older versions, such as the one in Hadoop 3.3, lack the
   * constructor.
   */
  private final boolean supportsAccounts = supportsAccounts();

  /**
   * Requires the room on the stack for a first call.
   *
   * @param door a constant of {@link StackSpace}
   */
  static SdkV1Types at(int door) {
    require(door);
    return new SdkV1Types();
  }

  @Override
  public void requireRoom(int door) {
    require(door);
  }

  private static void require(int door) {
    StackSpace.requireForFirst(door + 1);
  }

  /** Returns the version in Hadoop 3.3.0. */
  static MinimumSdkVersion oldest() {
    return new MinimumSdkVersion(
        "irsa-sdk-v1-bridge",
        "1.11.563",
        "upgrade com.amazonaws:aws-java-sdk-* (the property or BOM that sets its version); Hadoop"
            + " contains a supported one since 3.3.0");
  }

  private static boolean supportsAccounts() {
    return Arrays.stream(BasicSessionCredentials.class.getConstructors())
        .anyMatch(constructor -> constructor.getParameterCount() == 5);
  }

  /** Returns the name that the SDK's user agent reports, such as {@code stsweb}. */
  private static @Nullable String name(IdentitySource source) {
    return switch (source) {
      case WEB_IDENTITY -> "StsAssumeRoleWithWebIdentityCredentialsProvider";
      case CONTAINER -> "ContainerCredentialsProvider";
      case CHAINED_ROLE -> "STSAssumeRoleSessionCredentialsProvider";
      default -> null;
    };
  }

  @Override
  public void requireSupported() {
    if (!supportsAccounts) {
      oldest().require(VersionInfoUtils.getVersion(), this);
    }
  }

  /**
   * Converts credentials, including the account id and the provider name if the SDK supports them.
   */
  @Override
  public AWSSessionCredentials credentials(
      SessionCredentials session, List<IdentitySource> sources) {
    return supportsAccounts
        ? new BasicSessionCredentials(
            session.accessKeyId(),
            session.secretAccessKey(),
            session.sessionToken(),
            session.accountId(),
            name(sources.get(sources.size() - 1)))
        : new BasicSessionCredentials(
            session.accessKeyId(), session.secretAccessKey(), session.sessionToken());
  }

  @Override
  public RuntimeException exception(
      String message, @Nullable Throwable cause, boolean isRetryable) {
    return new IrsaCredentialsException(message, cause, isRetryable);
  }
}
