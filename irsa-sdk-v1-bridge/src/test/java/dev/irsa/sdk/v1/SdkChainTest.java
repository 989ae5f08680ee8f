package dev.irsa.sdk.v1;

import com.amazonaws.auth.AWSCredentials;
import dev.irsa.internal.adapter.SdkChainContract;
import java.io.IOException;

class SdkChainTest extends SdkChainContract<AWSCredentials> {

  SdkChainTest() throws IOException {
    super(new V1Adapter());
  }
}
