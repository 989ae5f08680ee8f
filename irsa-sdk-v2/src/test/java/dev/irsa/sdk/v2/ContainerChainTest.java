package dev.irsa.sdk.v2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.internal.adapter.ContainerChainContract;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

class ContainerChainTest extends ContainerChainContract<AwsCredentials> {

  ContainerChainTest() throws IOException {
    super(new V2Adapter());
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
      String agent = StsClients.userAgent(world, provider);

      assertTrue(agent.matches(".* m/(\\w+,)*z(,\\w+)*( .*|$)"), agent);
    }
  }
}
