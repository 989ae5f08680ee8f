package dev.irsa.sdk.v2;

import dev.irsa.internal.adapter.FrameworkSettings;
import dev.irsa.internal.adapter.SdkHandle;
import dev.irsa.internal.concurrent.StackSpace;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * An {@link IrsaCredentialsProvider} with settings from Hadoop's configuration. For users who need
 * another role for some buckets, and for EMRFS, which calls no other constructor. If the
 * environment suffices, use {@link IrsaCredentialsProvider} instead.
 *
 * <p>It takes the keys of {@link IrsaCredentialsProvider#create(java.util.Map)} below {@code
 * fs.s3a.irsa.}, or {@code fs.s3.irsa.} for other schemes: {@code fs.s3a.irsa.role-arn}. S3A
 * supports settings for one bucket, such as {@code fs.s3a.bucket.NAME.irsa.role-arn}.
 *
 * <p>Thread-safe. Owned by the file system that creates it, which closes it.
 *
 * @since 0.1
 */
@SuppressWarnings("exports") // Callers have Hadoop on their path; we do not re-export it.
public final class HadoopIrsaCredentialsProvider extends SourceCredentialsProvider {

  private final SdkHandle<AwsSessionCredentials> session;

  /**
   * Creates a provider. Called by Hadoop.
   *
   * @param fileSystem the URI whose scheme selects the keys; null selects {@code s3a}
   * @param configuration the configuration with the settings
   * @throws IrsaCredentialsException if there is an unknown key; the message lists the known ones
   */
  public HadoopIrsaCredentialsProvider(@Nullable URI fileSystem, Configuration configuration) {
    this.session =
        SdkHandle.open(
            SdkV2Types.at(StackSpace.PROVIDER_OF_FRAMEWORK),
            () -> FrameworkSettings.ofHadoop(fileSystem, configuration::getPropsWithPrefix));
  }

  @Override
  SdkHandle<AwsSessionCredentials> source() {
    return session;
  }
}
