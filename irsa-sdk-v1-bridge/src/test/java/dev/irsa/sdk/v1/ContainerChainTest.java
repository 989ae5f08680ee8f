package dev.irsa.sdk.v1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.amazonaws.SdkClientException;
import com.amazonaws.auth.AWSCredentials;
import dev.irsa.internal.adapter.ContainerChainContract;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ContainerChainTest extends ContainerChainContract<AWSCredentials> {

  ContainerChainTest() throws IOException {
    super(new V1Adapter());
  }

  @Test
  void aProfileWithCredentialSourceEcsContainerIsLeftToTheSdkAndFailsClosed() throws Exception {
    write(
        "config",
        """
        [default]
        role_arn = arn:aws:iam::111122223333:role/data
        credential_source = EcsContainer
        region = %s
        """
            .formatted(pod.lab.region()));
    try (IrsaCredentialsProviderChain chain = new IrsaCredentialsProviderChain()) {
      assertThrows(SdkClientException.class, chain::getCredentials);
    }
    assertEquals(0, pod.requests());
    assertEquals(0, node.calls());
  }
}
