package dev.irsa.sdk.v2;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.adapter.CredentialsSource;
import dev.irsa.internal.adapter.OldestSdk;
import dev.irsa.internal.adapter.SdkTypes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * The SDK on the class path, which need not be the one that this is compiled with. The only class
 * that touches what the oldest supported release lacks; what it knows is found out once.
 *
 * @param providerName business metric ids of the credentials, for the SDK's user agent
 */
record SdkV2Types(String providerName) implements SdkTypes<AwsSessionCredentials> {

  /** "Web identity from the environment, AssumeRoleWithWebIdentity". */
  static final SdkV2Types ENVIRONMENT = new SdkV2Types("h,k");

  /** "Web identity from a profile, AssumeRoleWithWebIdentity". */
  static final SdkV2Types PROFILE = new SdkV2Types("q,k");

  /** As in Hadoop 3.4.0. */
  static final OldestSdk OLDEST =
      new OldestSdk(
          "irsa-sdk-v2",
          "2.23.19",
          "raise software.amazon.awssdk:* (the property or BOM that sets its version); Hadoop brings"
              + " a newer one from 3.4.0 on");

  /** Both came after 2.24.6 and before 2.29.52, and are used together. */
  private static final boolean KNOWS_ACCOUNTS = knowsAccounts();

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
      OLDEST.require(version(), ENVIRONMENT);
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

  /** Returns those of a role that was assumed by means of these credentials. */
  static SdkV2Types chainedFrom(AwsCredentials source) {
    Optional<String> ofSource = KNOWS_ACCOUNTS ? source.providerName() : Optional.empty();
    return new SdkV2Types(ofSource.map(ids -> ids + ",i").orElse("i"));
  }

  /** Asks a source without blocking, for the SDK. */
  static CompletableFuture<AwsCredentialsIdentity> identity(
      CredentialsSource<? extends AwsCredentials> source) {
    return identity(source.credentialsAsync());
  }

  /** Returns the future by the SDK's type: what a caller does to his own future harms nobody. */
  @SuppressWarnings("unchecked")
  static CompletableFuture<AwsCredentialsIdentity> identity(
      CompletableFuture<? extends AwsCredentials> credentials) {
    return (CompletableFuture<AwsCredentialsIdentity>) (CompletableFuture<?>) credentials;
  }

  /** Returns account id and provider name too where the SDK knows them. */
  @Override
  public AwsSessionCredentials credentials(SessionCredentials session) {
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
