package dev.irsa.sdk.v2;

import dev.irsa.internal.adapter.ContainerChainContract;
import java.io.IOException;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

class ContainerChainTest extends ContainerChainContract<AwsCredentials> {

  ContainerChainTest() throws IOException {
    super(new V2Adapter());
  }
}
