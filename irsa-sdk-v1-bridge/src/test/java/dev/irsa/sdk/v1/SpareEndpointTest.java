package dev.irsa.sdk.v1;

import com.amazonaws.auth.AWSCredentials;
import dev.irsa.internal.adapter.SpareEndpointContract;

class SpareEndpointTest extends SpareEndpointContract<AWSCredentials> {

  SpareEndpointTest() {
    super(new V1Adapter());
  }
}
