package dev.irsa.sdk.v1;

import com.amazonaws.auth.AWSCredentials;
import dev.irsa.internal.adapter.SpareEndpointContract;
import java.util.List;
import java.util.Map;

class SpareEndpointTest extends SpareEndpointContract<AWSCredentials> {

  SpareEndpointTest() {
    super(new V1Adapter());
  }

  @Override
  protected List<String> keysInFrameworks(Map<String, String> settings) {
    try (KafkaIrsaCredentialsProvider connector = new KafkaIrsaCredentialsProvider()) {
      connector.configure(settings);
      return List.of(connector.getCredentials().getAWSAccessKeyId());
    }
  }
}
