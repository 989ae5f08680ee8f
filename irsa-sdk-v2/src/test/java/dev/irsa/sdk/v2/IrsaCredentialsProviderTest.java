package dev.irsa.sdk.v2;

import static dev.irsa.internal.adapter.Samples.session;
import static dev.irsa.sdk.v2.Identities.REQUEST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.internal.adapter.ProviderContract;
import dev.irsa.internal.adapter.ScriptedPod;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.Identity;

class IrsaCredentialsProviderTest extends ProviderContract<AwsCredentials> {

  IrsaCredentialsProviderTest() {
    super(new V2Adapter());
  }

  private static IrsaCredentialsProvider over(ScriptedPod pod) {
    return IrsaCredentialsProvider.builder().configure(pod::applyTo).build();
  }

  @Test
  @Tag("newer-sdk")
  void resolvedCredentialsContainAccountAndProvider() {
    AwsCredentials credentials = over(ScriptedPod.with(session("ASIA1"))).resolveCredentials();

    assertEquals(Optional.of("111122223333"), credentials.accountId());
    assertEquals(Optional.of("h,k"), credentials.providerName());
  }

  @Test
  void resolveIdentityReturnsACompleteFutureForFreshCredentials() {
    IrsaCredentialsProvider provider = over(ScriptedPod.with(session("ASIA1")));
    provider.resolveCredentials();

    CompletableFuture<AwsCredentialsIdentity> identity = provider.resolveIdentity(REQUEST);

    assertTrue(identity.isDone());
    assertEquals("ASIA1", identity.join().accessKeyId());
    assertTrue(provider.resolveIdentity().isDone());
    assertTrue(provider.resolveIdentity(request -> {}).isDone());
  }

  @Test
  void resolveIdentityReturnsBeforeThereAreCredentials() {
    ScriptedPod pod = ScriptedPod.waiting();
    IrsaCredentialsProvider provider = over(pod);

    CompletableFuture<AwsCredentialsIdentity> identity = provider.resolveIdentity(REQUEST);
    boolean doneAtOnce = identity.isDone();
    pod.answers(session("ASIA1"));

    assertFalse(doneAtOnce);
    assertEquals("ASIA1", identity.join().accessKeyId());
  }

  @Test
  void invalidateOverridesTheMethodOfNewerSdksByItsErasure() throws Exception {
    var method = IrsaCredentialsProvider.class.getMethod("invalidate", Identity.class);

    assertEquals(CompletableFuture.class, method.getReturnType());
  }
}
