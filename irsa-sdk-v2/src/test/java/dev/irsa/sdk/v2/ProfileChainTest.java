package dev.irsa.sdk.v2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.internal.adapter.ProfileChainContract;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.exception.SdkClientException;

class ProfileChainTest extends ProfileChainContract<AwsCredentials> {

  ProfileChainTest() throws IOException {
    super(new V2Adapter());
  }

  @Test
  void aConfiguredFileThatDoesNotExistIsAnError() {
    properties.set("aws.configFile", folder.resolve("misspelt").toString());

    MisconfiguredException wrong = misconfigured();

    assertTrue(wrong.getMessage().contains("misspelt does not exist"), wrong.getMessage());
  }

  @Test
  void aDirectoryIsAnError() {
    properties.set("aws.sharedCredentialsFile", folder.toString());

    MisconfiguredException wrong = misconfigured();

    assertTrue(wrong.getMessage().contains("AWS_SHARED_CREDENTIALS_FILE"), wrong.getMessage());
  }

  @Test
  void credentialsOfTheContainerEndTheChainToo() {
    properties.set("aws.containerCredentialsFullUri", "http://127.0.0.1:1/away");

    try (IrsaCredentialsProviderChain chain =
        IrsaCredentialsProviderChain.builder()
            .configure(core -> core.deadline(Duration.ofMillis(200)))
            .build()) {
      assertThrows(SdkClientException.class, chain::resolveCredentials);
    }
    assertEquals(0, node.calls());
  }
}
