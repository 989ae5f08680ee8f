package dev.irsa.integration.engines.frameworks;

import dev.irsa.sdk.v2.KafkaIrsaCredentialsProvider;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.utils.Utils;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * A sink's configuration, created by Kafka's own classes in the two usual ways: Confluent's S3 sink
 * passes on the settings under its prefix, Aiven's passes on all settings.
 */
final class SinkConfig extends AbstractConfig {

  private static final String PREFIX = "s3.credentials.provider.";
  private static final String CLASS = PREFIX + "class";

  SinkConfig(Map<String, String> connector) {
    super(
        new ConfigDef().define(CLASS, ConfigDef.Type.CLASS, ConfigDef.Importance.LOW, ""),
        withOthers(connector));
  }

  private static Map<String, String> withOthers(Map<String, String> provider) {
    Map<String, String> connector = new TreeMap<>(provider);
    connector.put("name", "sink");
    connector.put("topics", "orders");
    connector.put("tasks.max", "2");
    connector.put("connector.class", "io.confluent.connect.s3.S3SinkConnector");
    return connector;
  }

  /** Returns the same with the provider for SDK 2.x. */
  SinkConfig ofSdkV2() {
    Map<String, String> connector = new TreeMap<>(originalsStrings());
    connector.put(CLASS, KafkaIrsaCredentialsProvider.class.getName());
    return new SinkConfig(connector);
  }

  Object confluentStyle() {
    Object provider = Utils.newInstance(getClass(CLASS));
    if (provider instanceof Configurable configurable) {
      Map<String, Object> settings = originalsWithPrefix(PREFIX);
      settings.remove("class");
      settings.put("aws.access.key.id", "");
      settings.put("aws.secret.access.key", "");
      configurable.configure(settings);
    }
    return provider;
  }

  Object aivenStyle() {
    return getConfiguredInstance(CLASS, AwsCredentialsProvider.class);
  }
}
