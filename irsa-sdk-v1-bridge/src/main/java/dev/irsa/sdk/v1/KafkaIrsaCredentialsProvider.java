package dev.irsa.sdk.v1;

import dev.irsa.internal.adapter.ProviderSettings;
import java.util.Map;
import org.apache.kafka.common.Configurable;

/**
 * {@link IrsaCredentialsProvider} with settings from a Kafka connector's configuration. Where the
 * environment suffices, name {@link IrsaCredentialsProvider} itself.
 *
 * <p>The keys are those of {@link IrsaCredentialsProvider#IrsaCredentialsProvider(String)}, behind
 * the connector's prefix where it has one: {@code s3.credentials.provider.role-arn} for Confluent's
 * S3 sink.
 *
 * <p>Thread-safe once configured. Belongs to the connector.
 *
 * @since 0.1
 */
public final class KafkaIrsaCredentialsProvider extends ForwardingCredentialsProvider
    implements Configurable {

  /** Called by Kafka. Creates a provider configured by the environment. */
  public KafkaIrsaCredentialsProvider() {
    super(() -> ProviderSettings.of(Map.of()));
  }

  /**
   * Called by Kafka. Some connectors pass all of their settings: those that do not resemble a known
   * key are ignored.
   *
   * @throws IrsaCredentialsException if a key differs from a known one only by case, separators or
   *     one letter; the message lists the known ones
   */
  @Override
  public void configure(Map<String, ?> configs) {
    replace(() -> ProviderSettings.among(configs));
  }
}
