package dev.irsa.sdk.v1;

import com.amazonaws.auth.AWSCredentialsProvider;
import dev.irsa.fake.NativeImageMetadata;
import org.junit.jupiter.api.Test;

/** Checks the metadata for GraalVM's native-image. GraalVM itself is not part of the build. */
class NativeImageTest {

  @Test
  void theMetadataNamesEveryClassThatAFrameworkCanCreate() throws Exception {
    new NativeImageMetadata()
        .withDoors("dev.irsa.sdk.v1", AWSCredentialsProvider.class)
        .withCreated(IrsaRequestHandler.class.getName())
        .withResource("com/amazonaws/global/handlers/request.handler2s")
        .check("irsa-sdk-v1-bridge");
  }
}
