package dev.irsa.integration.engines.frameworks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.integration.engines.Messages;
import dev.irsa.integration.engines.PodTest;
import dev.irsa.integration.engines.Snippet;
import dev.irsa.sdk.v2.IrsaCredentialsProvider;
import java.util.Properties;
import org.apache.flink.connector.aws.util.AWSGeneralUtil;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** The constructor {@code (Properties)}, called by code shared by Flink's AWS connectors. */
final class FlinkTest extends PodTest {

  @Test
  void flinkCreatesTheProviderAndItsOwnKeysAreIgnored() {
    Properties connector = Snippet.of("flink.properties").properties();

    AwsCredentialsProvider provider = AWSGeneralUtil.getCredentialsProvider(connector);

    assertInstanceOf(IrsaCredentialsProvider.class, provider);
    assertTrue(Caller.arn(provider, pod).startsWith(Caller.ofThePod(pod)));
  }

  @Test
  void flinkAcceptsTheConfigurationAsValid() {
    AWSGeneralUtil.validateAwsCredentials(Snippet.of("flink.properties").properties());
  }

  @Test
  void settingsAmongTheConnectorsKeysAreUsed() {
    Properties connector = Snippet.of("flink.properties").properties();
    connector.setProperty("role-session-name", "flink-job");

    AwsCredentialsProvider provider = AWSGeneralUtil.getCredentialsProvider(connector);

    assertEquals(Caller.ofThePod(pod) + "flink-job", Caller.arn(provider, pod));
  }

  @Test
  void misspeltSettingIsAnErrorThatListsTheKnownOnes() {
    Properties connector = Snippet.of("flink.properties").properties();
    connector.setProperty("roleSessionName", "flink-job");

    RuntimeException failure =
        assertThrows(
            RuntimeException.class, () -> AWSGeneralUtil.getCredentialsProvider(connector));

    Messages.assertNames(failure, "roleSessionName", "role-session-name", "duration-seconds");
  }
}
