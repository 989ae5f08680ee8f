package dev.irsa.sdk.v2;

import dev.irsa.fake.NativeImageMetadata;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** Checks the metadata for GraalVM's native-image. GraalVM itself is not part of the build. */
class NativeImageTest {

  @Test
  void theMetadataNamesEveryClassThatAFrameworkCanCreate() throws Exception {
    new NativeImageMetadata()
        .withDoors("dev.irsa.sdk.v2", AwsCredentialsProvider.class)
        .withCreated(RejectedCredentialsInterceptor.class.getName())
        .withField("software.amazon.awssdk.core.util.VersionInfo", "SDK_VERSION")
        .withResource("software/amazon/awssdk/global/handlers/execution.interceptors")
        .check("irsa-sdk-v2");
  }
}
