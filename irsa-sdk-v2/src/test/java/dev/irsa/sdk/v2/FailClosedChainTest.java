package dev.irsa.sdk.v2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.internal.adapter.FailClosedContract;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.exception.SdkClientException;

class FailClosedChainTest extends FailClosedContract<AwsCredentials> {

  FailClosedChainTest() throws IOException {
    super(new V2Adapter());
  }

  @Test
  void aTotalFailureNamesEveryStep() {
    properties.clear("aws.roleArn", "aws.webIdentityTokenFile");
    node.close();

    try (IrsaCredentialsProviderChain chain = IrsaCredentialsProviderChain.create()) {
      var thrown = assertThrows(SdkClientException.class, chain::resolveCredentials);

      assertEquals(4, thrown.getSuppressed().length);
      for (String provider :
          new String[] {
            "SystemPropertyCredentialsProvider",
            "EnvironmentVariableCredentialsProvider",
            "IrsaCredentialsProvider",
            "DefaultCredentialsProvider"
          }) {
        assertTrue(thrown.getMessage().contains("\n  - " + provider + ": "), thrown.getMessage());
      }
    }
  }
}
