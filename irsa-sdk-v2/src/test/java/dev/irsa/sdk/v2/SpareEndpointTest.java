package dev.irsa.sdk.v2;

import dev.irsa.internal.adapter.SpareEndpointContract;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

class SpareEndpointTest extends SpareEndpointContract<AwsCredentials> {

  SpareEndpointTest() {
    super(new V2Adapter());
  }
}
