package dev.irsa.sdk.v1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.amazonaws.SdkClientException;
import com.amazonaws.auth.AWSCredentials;
import dev.irsa.internal.adapter.ContainerChainContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ContainerChainTest extends ContainerChainContract<AWSCredentials> {

  ContainerChainTest() throws IOException {
    super(new V1Adapter());
  }

  @Override
  protected void useFilesIn(Path folder) throws IOException {
    Files.createDirectory(folder.resolve(".aws"));
    properties.set("user.home", folder.toString());
  }

  @Override
  protected void write(String file, String text) throws IOException {
    Files.writeString(folder.resolve(".aws").resolve(file), text);
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
