package dev.irsa.sdk.v1;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.Configurable;

/**
 * {@link IrsaCredentialsProvider} with settings from a Kafka connector's configuration. Where the
 * environment says it all, connectors take {@link IrsaCredentialsProvider} itself.
 *
 * <p>The keys are those of {@link IrsaCredentialsProvider#IrsaCredentialsProvider(String)}, behind
 * the connector's prefix where it has one: {@code s3.credentials.provider.role-arn} for Confluent's
 * S3 sink.
 *
 * <p>Thread-safe once configured. Belongs to the connector.
 */
public final class KafkaIrsaCredentialsProvider extends ForwardingCredentialsProvider
    implements Configurable {

  /**
   * Some connectors hand over all that they have; these words of Connect look like keys of ours.
   */
  private static final Set<String> WORDS_OF_CONNECT =
      Set.of("name", "topics", "transforms", "predicates");

  /** Called by Kafka; makes a provider of what the environment says. */
  public KafkaIrsaCredentialsProvider() {
    super(Map.of());
  }

  /**
   * Called by Kafka. Keys with a dot or a capital letter, and Connect's own words, are not meant
   * for us and left alone.
   *
   * @throws IrsaCredentialsException if there is another key; it lists the known ones
   */
  @Override
  public void configure(Map<String, ?> configs) {
    Map<String, String> settings = new TreeMap<>();
    configs.forEach(
        (key, value) -> {
          if (value != null && isMeantForUs(key)) {
            settings.put(key, value.toString());
          }
        });
    replace(settings);
  }

  private static boolean isMeantForUs(String key) {
    return !WORDS_OF_CONNECT.contains(key)
        && key.chars().allMatch(c -> (c >= 'a' && c <= 'z') || c == '-' || c == '_');
  }
}
