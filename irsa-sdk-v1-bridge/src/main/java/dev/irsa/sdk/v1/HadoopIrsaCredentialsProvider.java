package dev.irsa.sdk.v1;

import dev.irsa.internal.adapter.FrameworkSettings;
import dev.irsa.internal.concurrent.StackSpace;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * An {@link IrsaCredentialsProvider} with settings from Hadoop's configuration. For users who need
 * another role for some buckets, and for EMRFS and old versions of Presto, which call no other
 * constructor. If the environment suffices, use {@link IrsaCredentialsProvider} instead.
 *
 * <p>It takes the keys of {@link IrsaCredentialsProvider#IrsaCredentialsProvider(String)} below
 * {@code fs.s3a.irsa.}, or {@code fs.s3.irsa.} for other schemes: {@code fs.s3a.irsa.role-arn}. S3A
 * supports settings for one bucket, such as {@code fs.s3a.bucket.NAME.irsa.role-arn}.
 *
 * <p>Thread-safe. Owned by the file system that creates it, which closes it.
 *
 * @since 0.1
 */
public final class HadoopIrsaCredentialsProvider extends ForwardingCredentialsProvider {

  /**
   * Creates a provider. Called by Hadoop.
   *
   * @param fileSystem the URI whose scheme selects the keys; null selects {@code s3a}
   * @param configuration the configuration with the settings
   * @throws IrsaCredentialsException if there is an unknown key; the message lists the known ones
   */
  public HadoopIrsaCredentialsProvider(@Nullable URI fileSystem, Configuration configuration) {
    super(
        SdkV1Types.at(StackSpace.PROVIDER_OF_FRAMEWORK),
        () -> FrameworkSettings.of(configuration.getPropsWithPrefix(prefix(fileSystem))));
  }

  private static String prefix(@Nullable URI fileSystem) {
    String scheme = fileSystem == null ? "s3a" : fileSystem.getScheme();
    return "s3a".equals(scheme) ? "fs.s3a.irsa." : "fs.s3.irsa.";
  }
}
