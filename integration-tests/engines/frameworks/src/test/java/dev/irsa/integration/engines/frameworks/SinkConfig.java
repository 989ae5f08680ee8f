package dev.irsa.integration.engines.frameworks;

import java.util.Map;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.utils.Utils;

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
        connector);
  }

  <T> T confluentStyle(Class<T> type) {
    T provider = type.cast(Utils.newInstance(getClass(CLASS)));
    if (provider instanceof Configurable configurable) {
      Map<String, Object> settings = originalsWithPrefix(PREFIX);
      settings.remove("class");
      settings.put("aws.access.key.id", "");
      settings.put("aws.secret.access.key", "");
      configurable.configure(settings);
    }
    return provider;
  }

  <T> T aivenStyle(Class<T> type) {
    return getConfiguredInstance(CLASS, type);
  }
}
