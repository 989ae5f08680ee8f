package dev.irsa.sdk.v1;

import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import com.amazonaws.auth.AWSCredentials;
import dev.irsa.internal.adapter.ChainContract;
import dev.irsa.internal.adapter.CredentialsSource;
import dev.irsa.internal.adapter.FakeHandle;
import dev.irsa.internal.adapter.IrsaSource;
import org.junit.jupiter.api.Test;

class IrsaCredentialsProviderChainTest extends ChainContract<AWSCredentials> {

  IrsaCredentialsProviderChainTest() {
    super(new V1Adapter());
  }

  @Override
  protected CredentialsSource<AWSCredentials> sourceOver(FakeHandle handle) {
    return IrsaSource.widen(V1Adapter.session(() -> handle));
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
