package dev.irsa.sdk.v2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.internal.adapter.ContainerRoleContract;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

class ContainerRoleTest extends ContainerRoleContract<AwsCredentials> {

  ContainerRoleTest() {
    super(new V2Adapter());
  }

  private void assertIsThePod(IrsaCredentialsProvider provider) {
    try (provider) {
      String arn = StsClients.callerArn(pod.world, provider);
      assertTrue(arn.startsWith(pod.sessions()), arn);
    }
  }

  @Test
  void eachWayToCreateAProviderServesThePodsRole() {
    assertIsThePod(new IrsaCredentialsProvider());
    assertIsThePod(new IrsaCredentialsProvider(new Properties()));
    assertIsThePod(new IrsaCredentialsProvider(new String[0]));
    assertIsThePod(IrsaCredentialsProvider.create());

    assertEquals(1, pod.requests());
  }

  @Test
  void settingsOfFrameworksServeThePodsRole() {
    pod.leave(properties);
    String uri = pod.lab.agent().uri().toString();
    String file = pod.pod.tokenFile().toString();
    Map<String, String> settings =
        Map.of("container-credentials-uri", uri, "container-authorization-token-file", file);
    Properties given = new Properties();
    settings.forEach(given::setProperty);
    String[] assignments = {
      "container-credentials-uri=" + uri, "container-authorization-token-file=" + file
    };

    assertIsThePod(IrsaCredentialsProvider.create(settings));
    assertIsThePod(new IrsaCredentialsProvider(given));
    assertIsThePod(new IrsaCredentialsProvider(assignments));

    assertEquals(1, pod.requests());
  }

  @Test
  @Tag("newer-sdk")
  void theProviderIsNamedAsContainerCredentials() {
    try (IrsaCredentialsProvider provider = IrsaCredentialsProvider.create();
        IrsaCredentialsProviderChain chain = IrsaCredentialsProviderChain.create()) {
      assertEquals(Optional.of("z"), provider.resolveCredentials().providerName());
      assertEquals(Optional.of("z"), chain.resolveCredentials().providerName());
      assertEquals(Optional.of("111122223333"), provider.resolveCredentials().accountId());
    }
  }

  @Test
  @Tag("newer-sdk")
  void theUserAgentReportsContainerCredentials() {
    try (IrsaCredentialsProvider provider = IrsaCredentialsProvider.create()) {
      String agent = StsClients.userAgent(pod.world, provider);

      assertTrue(agent.matches(".* m/(\\w+,)*z(,\\w+)*( .*|$)"), agent);
    }
  }
}
