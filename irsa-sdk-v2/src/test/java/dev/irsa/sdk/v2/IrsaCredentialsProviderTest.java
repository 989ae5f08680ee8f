package dev.irsa.sdk.v2;

import static dev.irsa.internal.adapter.Samples.EXPIRATION;
import static dev.irsa.internal.adapter.Samples.session;
import static dev.irsa.sdk.v2.Identities.REQUEST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.adapter.FakeHandle;
import dev.irsa.internal.adapter.ProviderContract;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.Identity;

class IrsaCredentialsProviderTest extends ProviderContract<AwsCredentials> {

  IrsaCredentialsProviderTest() {
    super(new V2Adapter());
  }

  private static IrsaCredentialsProvider over(FakeHandle... handles) {
    Deque<FakeHandle> left = new ArrayDeque<>(List.of(handles));
    return new IrsaCredentialsProvider(V2Adapter.session(left::removeFirst));
  }

  @Test
  void resolvedCredentialsContainAllValuesOfTheSession() {
    var credentials =
        assertInstanceOf(
            AwsSessionCredentials.class,
            over(FakeHandle.with(session("ASIA1"))).resolveCredentials());

    assertEquals("ASIA1", credentials.accessKeyId());
    assertEquals("secret-ASIA1", credentials.secretAccessKey());
    assertEquals("token-ASIA1", credentials.sessionToken());
    assertEquals(Optional.of(EXPIRATION), credentials.expirationTime());
  }

  @Test
  @Tag("newer-sdk")
  void resolvedCredentialsContainAccountAndProvider() {
    AwsCredentials credentials = over(FakeHandle.with(session("ASIA1"))).resolveCredentials();

    assertEquals(Optional.of("111122223333"), credentials.accountId());
    assertEquals(Optional.of("h,k"), credentials.providerName());
  }

  @Test
  @Tag("newer-sdk")
  void aSessionWithoutAnAccountCreatesCredentialsWithoutAnAccount() {
    var anonymous = SessionCredentials.of("ASIA1", "secret", "token", EXPIRATION);

    AwsCredentials credentials = over(FakeHandle.with(anonymous)).resolveCredentials();

    assertEquals(Optional.empty(), credentials.accountId());
  }

  @Test
  void resolveIdentityReturnsACompleteFutureForFreshCredentials() {
    IrsaCredentialsProvider provider = over(FakeHandle.with(session("ASIA1")));

    CompletableFuture<AwsCredentialsIdentity> identity = provider.resolveIdentity(REQUEST);

    assertTrue(identity.isDone());
    assertEquals("ASIA1", identity.join().accessKeyId());
    assertTrue(provider.resolveIdentity().isDone());
    assertTrue(provider.resolveIdentity(request -> {}).isDone());
  }

  @Test
  void everyCallOfResolveIdentityReturnsItsOwnFuture() {
    IrsaCredentialsProvider provider = over(FakeHandle.with(session("ASIA1")));

    provider.resolveIdentity(REQUEST).obtrudeException(new IllegalStateException("spoilt"));

    assertEquals("ASIA1", provider.resolveIdentity(REQUEST).join().accessKeyId());
  }

  @Test
  void resolveIdentityReturnsBeforeThereAreCredentials() {
    FakeHandle handle = FakeHandle.empty();
    IrsaCredentialsProvider provider = over(handle);

    CompletableFuture<AwsCredentialsIdentity> identity = provider.resolveIdentity(REQUEST);
    boolean doneAtOnce = identity.isDone();
    handle.waiting.get(0).complete(session("ASIA1"));

    assertFalse(doneAtOnce);
    assertEquals("ASIA1", identity.join().accessKeyId());
  }

  @Test
  void refreshReturnsWhetherThereAreNewCredentials() {
    FakeHandle handle = FakeHandle.with(session("ASIA1"));
    IrsaCredentialsProvider provider = over(handle);

    boolean renewed = provider.refresh();
    handle.refreshes = false;
    boolean kept = provider.refresh();

    assertTrue(renewed);
    assertFalse(kept);
  }

  @Test
  void aRejectedIdentityIsInvalidatedByItsKey() {
    FakeHandle handle = FakeHandle.with(session("ASIA1"));
    IrsaCredentialsProvider provider = over(handle);

    boolean done =
        CompletableFuture.allOf(
                provider.invalidate(provider.resolveCredentials()),
                provider.invalidate(AwsBasicCredentials.create("AKIA2", "secret")),
                provider.invalidate(new Identities.OtherIdentity()))
            .isDone();

    assertTrue(done);
    assertEquals(List.of("ASIA1", "AKIA2"), handle.invalidated);
  }

  @Test
  void invalidateOverridesTheMethodOfNewerSdksByItsErasure() throws Exception {
    var method = IrsaCredentialsProvider.class.getMethod("invalidate", Identity.class);

    assertEquals(CompletableFuture.class, method.getReturnType());
  }
}
