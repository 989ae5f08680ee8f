package dev.irsa.sdk.v2;

import dev.irsa.IrsaCredentials;
import dev.irsa.internal.adapter.FrameworkSettings;
import dev.irsa.internal.adapter.SdkHandle;
import dev.irsa.internal.concurrent.StackSpace;
import java.util.Map;
import org.apache.kafka.common.Configurable;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * An {@link IrsaCredentialsProvider} with settings from a Kafka connector's configuration. If the
 * environment suffices, use {@link IrsaCredentialsProvider} instead.
 *
 * <p>It takes the keys of {@link IrsaCredentialsProvider#create(Map)}, after the connector's prefix
 * if it has one: {@code s3.credentials.provider.role-arn} for Confluent's S3 sink.
 *
 * <p>Thread-safe after its configuration. Owned by the connector.
 *
 * @since 0.1
 */
@SuppressWarnings("exports") // Callers have Kafka on their path; we do not re-export it.
public final class KafkaIrsaCredentialsProvider extends SourceCredentialsProvider
    implements Configurable {

  /** Replaced at most once, when Kafka configures the provider; read by the connector's threads. */
  private volatile SdkHandle<AwsSessionCredentials> session;

  /** Creates a provider that is configured by the environment. Called by Kafka. */
  public KafkaIrsaCredentialsProvider() {
    this.session = SdkHandle.open(SdkV2Types.at(StackSpace.PROVIDER), IrsaCredentials::builder);
  }

  /**
   * Replaces the settings. Called by Kafka. Some connectors pass all of their settings; those that
   * are not similar to a known key are ignored.
   *
   * @param configs the settings
   * @throws IrsaCredentialsException if a key differs from a known one only by case, separators or
   *     one letter; the message lists the known ones
   */
  @Override
  public void configure(Map<String, ?> configs) {
    SdkHandle<AwsSessionCredentials> replaced = session;
    session =
        SdkHandle.open(
            SdkV2Types.at(StackSpace.PROVIDER_OF_FRAMEWORK),
            () -> FrameworkSettings.among(configs));
    replaced.close();
  }

  @Override
  SdkHandle<AwsSessionCredentials> source() {
    return session;
  }
}
