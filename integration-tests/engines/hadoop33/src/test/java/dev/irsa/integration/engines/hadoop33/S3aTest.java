package dev.irsa.integration.engines.hadoop33;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.amazonaws.util.VersionInfoUtils;
import dev.irsa.integration.engines.FrameworkVersions;
import dev.irsa.integration.engines.S3aContract;
import dev.irsa.integration.engines.Snippet;
import dev.irsa.sdk.v1.HadoopIrsaCredentialsProvider;
import org.junit.jupiter.api.Test;

/** S3A calls {@code getInstance()} and {@code (URI, Configuration)} of SDK 1.x providers. */
final class S3aTest extends S3aContract {

  @Override
  protected Snippet provider() {
    return Snippet.of("s3a-v1.properties");
  }

  @Override
  protected Snippet providerOfOneBucket() {
    return Snippet.of("s3a-v1-bucket.properties");
  }

  @Override
  protected Class<?> configured() {
    return HadoopIrsaCredentialsProvider.class;
  }

  @Test
  void theSdkIsThatOfHadoop() throws Exception {
    assertEquals(
        FrameworkVersions.version("aws-sdk-v1-hadoop.version"), VersionInfoUtils.getVersion());
  }
}
