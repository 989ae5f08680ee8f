package dev.irsa.sdk.v1;

import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import com.amazonaws.auth.AWSCredentials;
import dev.irsa.internal.adapter.ChainContract;
import org.junit.jupiter.api.Test;

class IrsaCredentialsProviderChainTest extends ChainContract<AWSCredentials> {

  IrsaCredentialsProviderChainTest() {
    super(new V1Adapter());
  }

  @Test
  void getInstanceReturnsTheSameChainToAllCallers() {
    try (IrsaCredentialsProviderChain shared = IrsaCredentialsProviderChain.getInstance();
        IrsaCredentialsProviderChain own = new IrsaCredentialsProviderChain()) {
      assertSame(shared, IrsaCredentialsProviderChain.getInstance());
      assertNotSame(shared, own);
    }
  }
}
