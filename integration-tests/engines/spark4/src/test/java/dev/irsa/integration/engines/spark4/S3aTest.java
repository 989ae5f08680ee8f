package dev.irsa.integration.engines.spark4;

import dev.irsa.integration.engines.S3aContract;
import dev.irsa.integration.engines.Snippet;
import dev.irsa.sdk.v2.HadoopIrsaCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** S3A calls {@code create()} and {@code (URI, Configuration)} of SDK 2.x providers. */
final class S3aTest extends S3aContract {

  @Override
  protected Snippet provider() {
    return Snippet.of("s3a-v2.properties");
  }

  @Override
  protected Snippet providerOfOneBucket() {
    return Snippet.of("s3a-v2-bucket.properties");
  }

  @Override
  protected Class<?> configured() {
    return HadoopIrsaCredentialsProvider.class;
  }

  @Override
  protected String accessKeyId(Object provider) {
    return ((AwsCredentialsProvider) provider).resolveCredentials().accessKeyId();
  }
}
