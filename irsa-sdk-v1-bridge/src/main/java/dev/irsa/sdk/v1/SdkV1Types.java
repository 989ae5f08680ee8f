package dev.irsa.sdk.v1;

import com.amazonaws.auth.AWSSessionCredentials;
import com.amazonaws.auth.BasicSessionCredentials;
import com.amazonaws.util.VersionInfoUtils;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.adapter.OldestSdk;
import dev.irsa.internal.adapter.SdkTypes;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The SDK on the class path, which need not be the one that this is compiled with; what it knows is
 * found out once.
 */
final class SdkV1Types implements SdkTypes<AWSSessionCredentials> {

  static final SdkV1Types TYPES = new SdkV1Types();

  /** As in Hadoop 3.3.0. */
  static final OldestSdk OLDEST =
      new OldestSdk(
          "irsa-sdk-v1-bridge",
          "1.11.563",
          "raise com.amazonaws:aws-java-sdk-* (the property or BOM that sets its version); Hadoop"
              + " brings a newer one from 3.3.0 on");

  /** The name by which the SDK's user agent tells of web identities ({@code stsweb}). */
  private static final String PROVIDER_NAME = "StsAssumeRoleWithWebIdentityCredentialsProvider";

  /** Older releases lack the constructor; Hadoop 3.3 brings such ones. */
  private static final boolean KNOWS_ACCOUNTS =
      Arrays.stream(BasicSessionCredentials.class.getConstructors())
          .anyMatch(constructor -> constructor.getParameterCount() == 5);

  private SdkV1Types() {}

  /**
   * Asks whether this library works with the SDK at all.
   *
   * @throws IrsaCredentialsException if it is older than the oldest that is supported
   */
  static void requireSupported() {
    if (!KNOWS_ACCOUNTS) {
      OLDEST.require(VersionInfoUtils.getVersion(), TYPES);
    }
  }

  /** Returns account id and provider name too where the SDK knows them. */
  @Override
  public AWSSessionCredentials credentials(SessionCredentials session) {
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

  @Override
  public RuntimeException exception(CredentialsException failure) {
    return IrsaCredentialsException.of(failure);
  }

  @Override
  public RuntimeException exceptionOfAll(
      String message, @Nullable Throwable cause, List<? extends Throwable> failures) {
    return IrsaCredentialsException.ofAll(message, cause, failures);
  }
}
