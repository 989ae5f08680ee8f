package dev.irsa.sdk.v2;

import static dev.irsa.internal.adapter.Samples.session;
import static dev.irsa.sdk.v2.Identities.REQUEST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.internal.adapter.ChainContract;
import dev.irsa.internal.adapter.Samples;
import dev.irsa.internal.adapter.ScriptedPod;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.utils.SdkAutoCloseable;

class IrsaCredentialsProviderChainTest extends ChainContract<AwsCredentials> {

  IrsaCredentialsProviderChainTest() {
    super(new V2Adapter());
  }

  private static IrsaCredentialsProviderChain chain(ScriptedPod pod, GatedProvider node) {
    return new IrsaCredentialsProviderChain(
        List.of(), pod.open(new SdkV2Types()), () -> IrsaCredentialsProviderChain.source(node));
  }

  @Test
  void resolveIdentityDoesNotBlockOnABlockingProvider() {
    GatedProvider node = new GatedProvider();
    try (IrsaCredentialsProviderChain chain =
        chain(ScriptedPod.failing(Samples.notAnIrsaPod()), node)) {
      CompletableFuture<AwsCredentialsIdentity> identity = chain.resolveIdentity(REQUEST);
      boolean doneAtOnce = identity.isDone();
      node.gate.countDown();

      assertFalse(doneAtOnce);
      assertEquals("NODE", identity.join().accessKeyId());
    }
  }

  @Test
  void closeClosesTheCloseableProvidersOfTheSdk() {
    GatedProvider node = new GatedProvider();
    node.gate.countDown();
    try (IrsaCredentialsProviderChain chain =
        chain(ScriptedPod.failing(Samples.notAnIrsaPod()), node)) {
      chain.resolveCredentials();
    }

    assertEquals(1, node.closes);
  }

  @Test
  void aRejectedIdentityIsReportedToThePodsProvider() {
    ScriptedPod pod = ScriptedPod.with(session("ASIA1"));
    try (IrsaCredentialsProviderChain chain = chain(pod, new GatedProvider())) {
      AwsCredentials rejected = chain.resolveCredentials();
      pod.answers(session("ASIA2"));

      boolean done = chain.invalidate(rejected).isDone();
      done &= chain.invalidate(new Identities.OtherIdentity()).isDone();

      assertTrue(done);
      assertEquals("ASIA2", chain.resolveCredentials().accessKeyId());
    }
  }

  @Test
  void refreshReturnsWhetherThereAreNewCredentials() {
    ScriptedPod pod = ScriptedPod.with(session("ASIA1"));
    try (IrsaCredentialsProviderChain chain = chain(pod, new GatedProvider())) {
      boolean first = chain.refresh();
      pod.fails(Samples.rejected());
      boolean kept = chain.refresh();

      assertTrue(first);
      assertFalse(kept);
    }
  }

  /** A blocking provider of the SDK. */
  private static final class GatedProvider implements AwsCredentialsProvider, SdkAutoCloseable {

    final CountDownLatch gate = new CountDownLatch(1);
    int closes;

    @Override
    public AwsCredentials resolveCredentials() {
      try {
        gate.await();
      } catch (InterruptedException interrupted) {
        throw new AssertionError(interrupted);
      }
      return AwsBasicCredentials.create("NODE", "secret");
    }

    @Override
    public void close() {
      closes++;
    }
  }
}
