package dev.irsa.sdk.v1;

import com.amazonaws.auth.AWSCredentials;
import dev.irsa.internal.adapter.ContainerChainContract;
import java.io.IOException;

class ContainerChainTest extends ContainerChainContract<AWSCredentials> {

  ContainerChainTest() throws IOException {
    super(new V1Adapter());
  }
}
