package dev.irsa.sdk.v1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.amazonaws.auth.AWSCredentials;
import com.amazonaws.auth.AccountIdAware;
import com.amazonaws.auth.ProviderNameAware;
import dev.irsa.internal.adapter.ContainerChainContract;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ContainerChainTest extends ContainerChainContract<AWSCredentials> {

  ContainerChainTest() throws IOException {
    super(new V1Adapter());
  }

  @Test
  @Tag("account-ids")
  void theProviderIsNamedAsContainerCredentials() {
    try (IrsaCredentialsProvider provider = new IrsaCredentialsProvider()) {
      AWSCredentials credentials = provider.getCredentials();

      assertEquals(
          "ContainerCredentialsProvider",
          assertInstanceOf(ProviderNameAware.class, credentials).getProviderName());
      assertEquals(
          "111122223333", assertInstanceOf(AccountIdAware.class, credentials).getAccountId());
    }
  }
}
