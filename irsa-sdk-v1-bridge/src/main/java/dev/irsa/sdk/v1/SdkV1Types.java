package dev.irsa.sdk.v1;

import com.amazonaws.auth.AWSSessionCredentials;
import com.amazonaws.auth.BasicSessionCredentials;
import com.amazonaws.util.VersionInfoUtils;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.adapter.MinimumSdkVersion;
import dev.irsa.internal.adapter.SdkConverter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Supports the SDK on the class path, which may differ from the one that this is compiled with. Its
 * features are detected once.
 */
final class SdkV1Types implements SdkConverter<AWSSessionCredentials> {

  static final SdkV1Types TYPES = new SdkV1Types();

  /** The version in Hadoop 3.3.0. */
  static final MinimumSdkVersion OLDEST =
      new MinimumSdkVersion(
          "irsa-sdk-v1-bridge",
          "1.11.563",
          "upgrade com.amazonaws:aws-java-sdk-* (the property or BOM that sets its version); Hadoop"
              + " contains a supported one since 3.3.0");

  /** The names that the SDK's user agent reports, such as {@code stsweb}. */
  private static final Map<IdentitySource, String> NAMES =
      Map.of(
          IdentitySource.WEB_IDENTITY, "StsAssumeRoleWithWebIdentityCredentialsProvider",
          IdentitySource.CONTAINER, "ContainerCredentialsProvider",
          IdentitySource.CHAINED_ROLE, "STSAssumeRoleSessionCredentialsProvider");

  /**
   * Whether the SDK supports account ids. Older versions, such as the one in Hadoop 3.3, lack the
   * constructor.
   */
  private static final boolean SUPPORTS_ACCOUNTS =
      Arrays.stream(BasicSessionCredentials.class.getConstructors())
          .anyMatch(constructor -> constructor.getParameterCount() == 5);

  private SdkV1Types() {}

  @Override
  public void requireSupported() {
    if (!SUPPORTS_ACCOUNTS) {
      OLDEST.require(VersionInfoUtils.getVersion(), this);
    }
  }

  /**
   * Converts credentials, including the account id and the provider name if the SDK supports them.
   */
  @Override
  public AWSSessionCredentials credentials(
      SessionCredentials session, List<IdentitySource> sources) {
    return SUPPORTS_ACCOUNTS
        ? new BasicSessionCredentials(
            session.accessKeyId(),
            session.secretAccessKey(),
            session.sessionToken(),
            session.accountId(),
            NAMES.get(sources.get(sources.size() - 1)))
        : new BasicSessionCredentials(
            session.accessKeyId(), session.secretAccessKey(), session.sessionToken());
  }

  @Override
  public RuntimeException exception(
      String message, @Nullable Throwable cause, boolean isRetryable) {
    return new IrsaCredentialsException(message, cause, isRetryable);
  }
}
