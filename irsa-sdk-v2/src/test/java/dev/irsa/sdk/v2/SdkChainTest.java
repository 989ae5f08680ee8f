package dev.irsa.sdk.v2;

import dev.irsa.internal.adapter.SdkChainContract;
import java.io.IOException;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

class SdkChainTest extends SdkChainContract<AwsCredentials> {

  SdkChainTest() throws IOException {
    super(new V2Adapter());
  }
}
