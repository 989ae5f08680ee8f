package dev.irsa.sdk.v2;

import dev.irsa.internal.adapter.ProviderSettings;
import java.util.Map;
import org.apache.kafka.common.Configurable;

/**
 * {@link IrsaCredentialsProvider} with settings from a Kafka connector's configuration. Where the
 * environment says it all, connectors take {@link IrsaCredentialsProvider} itself.
 *
 * <p>The keys are those of {@link IrsaCredentialsProvider#create(Map)}, behind the connector's
 * prefix where it has one: {@code s3.credentials.provider.role-arn} for Confluent's S3 sink.
 *
 * <p>Thread-safe once configured. Belongs to the connector.
 */
@SuppressWarnings("exports") // Who has the framework needs no word of ours to read it.
public final class KafkaIrsaCredentialsProvider extends ForwardingCredentialsProvider
    implements Configurable {

  /** Called by Kafka; makes a provider of what the environment says. */
  public KafkaIrsaCredentialsProvider() {
    super(() -> ProviderSettings.of(Map.of()));
  }

  /**
   * Called by Kafka. Some connectors hand over all that they have: what is not like one of our keys
   * is left alone.
   *
   * @throws IrsaCredentialsException if a key is like a known one but for case, separators or one
   *     letter; it lists the known ones
   */
  @Override
  public void configure(Map<String, ?> configs) {
    replace(() -> ProviderSettings.among(configs));
  }
}
