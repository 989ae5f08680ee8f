package dev.irsa.integration.engines.frameworks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.integration.engines.PodTest;
import dev.irsa.integration.engines.Snippet;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.kinesis.multilang.config.KinesisClientLibConfigurator;

/**
 * {@code create(String[])} and similar methods, called by the decoder of the Kinesis multilang
 * daemon.
 */
final class KinesisDaemonTest extends PodTest {

  @Test
  void daemonMakesTheProviderOfTheEnvironment() {
    AwsCredentialsProvider provider =
        daemonsProvider(Snippet.of("kinesis-daemon.properties").properties());

    assertTrue(Caller.arn(provider, pod).startsWith(Caller.ofThePod(pod)));
  }

  @Test
  void daemonPassesTheSettingsAfterTheBar() {
    AwsCredentialsProvider provider =
        daemonsProvider(Snippet.of("kinesis-daemon-settings.properties").properties());

    assertEquals(Caller.ofThePod(pod) + "kcl-worker", Caller.arn(provider, pod));
  }

  private static AwsCredentialsProvider daemonsProvider(Properties daemon) {
    daemon.setProperty("executableName", "worker.py");
    daemon.setProperty("applicationName", "app");
    daemon.setProperty("streamName", "stream");
    daemon.setProperty("regionName", "ap-northeast-2");
    return new KinesisClientLibConfigurator()
        .getConfiguration(daemon)
        .getKinesisCredentialsProvider()
        .build(AwsCredentialsProvider.class);
  }
}
