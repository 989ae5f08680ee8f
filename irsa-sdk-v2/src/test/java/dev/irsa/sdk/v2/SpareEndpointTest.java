package dev.irsa.sdk.v2;

import dev.irsa.internal.adapter.SpareEndpointContract;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

class SpareEndpointTest extends SpareEndpointContract<AwsCredentials> {

  SpareEndpointTest() {
    super(new V2Adapter());
  }

  @Override
  protected List<String> keysInFrameworks(Map<String, String> settings) {
    Properties properties = new Properties();
    properties.putAll(settings);
    try (KafkaIrsaCredentialsProvider connector = new KafkaIrsaCredentialsProvider();
        IrsaCredentialsProvider iceberg = IrsaCredentialsProvider.create(settings);
        IrsaCredentialsProvider flink = new IrsaCredentialsProvider(properties)) {
      connector.configure(settings);
      return List.of(
          connector.resolveCredentials().accessKeyId(),
          iceberg.resolveCredentials().accessKeyId(),
          flink.resolveCredentials().accessKeyId());
    }
  }
}
