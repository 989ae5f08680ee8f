package dev.irsa.integration.engines.frameworks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.auth.AWSCredentialsProvider;
import dev.irsa.integration.engines.Messages;
import dev.irsa.integration.engines.PodTest;
import dev.irsa.integration.engines.Snippet;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** Providers for both SDKs, created and configured by Kafka's own classes as in its S3 sinks. */
final class KafkaTest extends PodTest {

  @Test
  void connectorMakesTheProviderOfTheEnvironment() {
    Map<String, String> connector = connector(Snippet.of("kafka.properties").map());

    AWSCredentialsProvider provider =
        new SinkConfig(connector).confluentStyle(AWSCredentialsProvider.class);

    assertInstanceOf(dev.irsa.sdk.v1.IrsaCredentialsProvider.class, provider);
    assertTrue(CallerV1.arn(provider, pod).startsWith(Caller.ofThePod(pod)));
  }

  @Test
  void connectorConfiguresTheProviderWithItsOwnSettings() {
    pod.createRole("reader");
    Map<String, String> connector = connector(Snippet.of("kafka-settings.properties").map());

    AWSCredentialsProvider provider =
        new SinkConfig(connector).confluentStyle(AWSCredentialsProvider.class);

    assertEquals(
        "arn:aws:sts::111122223333:assumed-role/reader/s3-sink", CallerV1.arn(provider, pod));
  }

  @Test
  void providerOfTheOtherSdkIsConfiguredAlike() {
    pod.createRole("reader");
    Map<String, String> connector = connector(Snippet.of("kafka-settings.properties").map());
    connector.put(
        "s3.credentials.provider.class",
        dev.irsa.sdk.v2.KafkaIrsaCredentialsProvider.class.getName());

    AwsCredentialsProvider provider =
        new SinkConfig(connector).confluentStyle(AwsCredentialsProvider.class);

    assertEquals(
        "arn:aws:sts::111122223333:assumed-role/reader/s3-sink", Caller.arn(provider, pod));
  }

  @Test
  void otherKeysOfTheConnectorAreIgnoredIfItPassesAllOfThem() {
    Map<String, String> connector = connector(Snippet.of("kafka.properties").map());
    connector.put(
        "s3.credentials.provider.class",
        dev.irsa.sdk.v2.KafkaIrsaCredentialsProvider.class.getName());
    connector.put("role-session-name", "s3-sink");

    AwsCredentialsProvider provider =
        new SinkConfig(connector).aivenStyle(AwsCredentialsProvider.class);

    assertEquals(Caller.ofThePod(pod) + "s3-sink", Caller.arn(provider, pod));
  }

  @Test
  void misspeltSettingIsAnErrorThatListsTheKnownOnes() {
    Map<String, String> connector = connector(Snippet.of("kafka-settings.properties").map());
    connector.put("s3.credentials.provider.role-arm", "arn:aws:iam::111122223333:role/reader");
    SinkConfig sink = new SinkConfig(connector);

    RuntimeException failure =
        assertThrows(
            RuntimeException.class, () -> sink.confluentStyle(AWSCredentialsProvider.class));

    Messages.assertNames(failure, "role-arm", "role-arn", "web-identity-token-file", "region");
  }

  private static Map<String, String> connector(Map<String, String> snippet) {
    Map<String, String> connector = new TreeMap<>(snippet);
    connector.put("name", "sink");
    connector.put("topics", "orders");
    connector.put("tasks.max", "2");
    connector.put("connector.class", "io.confluent.connect.s3.S3SinkConnector");
    return connector;
  }
}
