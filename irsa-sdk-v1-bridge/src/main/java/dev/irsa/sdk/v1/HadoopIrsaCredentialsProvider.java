package dev.irsa.sdk.v1;

import dev.irsa.internal.adapter.ProviderSettings;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * {@link IrsaCredentialsProvider} with settings from Hadoop's configuration, for those who need
 * another role for some buckets, and for EMRFS and old Presto, which call no other constructor.
 * Where the environment suffices, name {@link IrsaCredentialsProvider} itself.
 *
 * <p>The keys are those of {@link IrsaCredentialsProvider#IrsaCredentialsProvider(String)} under
 * {@code fs.s3a.irsa.}, for other schemes {@code fs.s3.irsa.}: {@code fs.s3a.irsa.role-arn}. For
 * one bucket, S3A knows {@code fs.s3a.bucket.NAME.irsa.role-arn}.
 *
 * <p>Thread-safe. Belongs to the file system that made it, which closes it.
 *
 * @since 0.1
 */
public final class HadoopIrsaCredentialsProvider extends ForwardingCredentialsProvider {

  /**
   * Called by Hadoop.
   *
   * @param fileSystem whose scheme selects the keys; {@code s3a} if absent
   * @throws IrsaCredentialsException if there is an unknown key; the message lists the known ones
   */
  public HadoopIrsaCredentialsProvider(@Nullable URI fileSystem, Configuration configuration) {
    super(() -> ProviderSettings.of(configuration.getPropsWithPrefix(prefix(fileSystem))));
  }

  private static String prefix(@Nullable URI fileSystem) {
    String scheme = fileSystem == null ? "s3a" : fileSystem.getScheme();
    return "s3a".equals(scheme) ? "fs.s3a.irsa." : "fs.s3.irsa.";
  }
}
