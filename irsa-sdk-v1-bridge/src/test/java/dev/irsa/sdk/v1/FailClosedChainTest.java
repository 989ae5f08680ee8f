package dev.irsa.sdk.v1;

import com.amazonaws.auth.AWSCredentials;
import dev.irsa.internal.adapter.FailClosedContract;
import java.io.IOException;

class FailClosedChainTest extends FailClosedContract<AWSCredentials> {

  FailClosedChainTest() throws IOException {
    super(new V1Adapter());
  }
}
