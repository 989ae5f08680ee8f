package dev.irsa.sdk.v2;

import static dev.irsa.internal.adapter.Samples.EXPIRATION;
import static dev.irsa.internal.adapter.Samples.session;
import static dev.irsa.sdk.v2.Identities.REQUEST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.adapter.FakeHandle;
import dev.irsa.internal.adapter.Samples;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.Identity;

class IrsaCredentialsProviderTest {

  private static IrsaCredentialsProvider provider(FakeHandle... handles) {
    Deque<FakeHandle> left = new ArrayDeque<>(List.of(handles));
    return new IrsaCredentialsProvider(new ReopeningSession(left::removeFirst, "h,k"));
  }

  @Test
  void resolvedCredentialsCarryAllOfTheSession() {
    var credentials =
        assertInstanceOf(
            AwsSessionCredentials.class,
            provider(FakeHandle.with(session("ASIA1"))).resolveCredentials());

    assertEquals("ASIA1", credentials.accessKeyId());
    assertEquals("secret-ASIA1", credentials.secretAccessKey());
    assertEquals("token-ASIA1", credentials.sessionToken());
    assertEquals(Optional.of(EXPIRATION), credentials.expirationTime());
  }

  @Test
  @Tag("newer-sdk")
  void resolvedCredentialsNameAccountAndProvider() {
    AwsCredentials credentials = provider(FakeHandle.with(session("ASIA1"))).resolveCredentials();

    assertEquals(Optional.of("111122223333"), credentials.accountId());
    assertEquals(Optional.of("h,k"), credentials.providerName());
  }

  @Test
  @Tag("newer-sdk")
  void aSessionWithoutAccountGivesCredentialsWithoutAccount() {
    var anonymous = new SessionCredentials("ASIA1", "secret", "token", EXPIRATION, null, null);

    AwsCredentials credentials = provider(FakeHandle.with(anonymous)).resolveCredentials();

    assertEquals(Optional.empty(), credentials.accountId());
  }

  @Test
  void theSameObjectIsHandedOutUntilTheNextRefresh() {
    FakeHandle handle = FakeHandle.with(session("ASIA1"));
    IrsaCredentialsProvider provider = provider(handle);

    AwsCredentials first = provider.resolveCredentials();
    AwsCredentials second = provider.resolveCredentials();
    Object third = provider.resolveIdentity(REQUEST).join();
    handle.session = session("ASIA2");
    AwsCredentials renewed = provider.resolveCredentials();

    assertSame(first, second);
    assertSame(first, third);
    assertEquals("ASIA2", renewed.accessKeyId());
    assertSame(renewed, provider.resolveCredentials());
  }

  @Test
  void resolveIdentityOfAFreshSessionIsCompleteWhenReturned() {
    IrsaCredentialsProvider provider = provider(FakeHandle.with(session("ASIA1")));

    CompletableFuture<AwsCredentialsIdentity> identity = provider.resolveIdentity(REQUEST);

    assertTrue(identity.isDone());
    assertEquals("ASIA1", identity.join().accessKeyId());
    assertTrue(provider.resolveIdentity().isDone());
    assertTrue(provider.resolveIdentity(request -> {}).isDone());
  }

  @Test
  void everyCallOfResolveIdentityHasAFutureOfItsOwn() {
    IrsaCredentialsProvider provider = provider(FakeHandle.with(session("ASIA1")));

    provider.resolveIdentity(REQUEST).obtrudeException(new IllegalStateException("spoilt"));

    assertEquals("ASIA1", provider.resolveIdentity(REQUEST).join().accessKeyId());
  }

  @Test
  void resolveIdentityReturnsBeforeTheSessionIsThere() {
    FakeHandle handle = FakeHandle.empty();
    IrsaCredentialsProvider provider = provider(handle);

    CompletableFuture<AwsCredentialsIdentity> identity = provider.resolveIdentity(REQUEST);
    boolean doneAtOnce = identity.isDone();
    handle.waiting.get(0).complete(session("ASIA1"));

    assertFalse(doneAtOnce);
    assertEquals("ASIA1", identity.join().accessKeyId());
  }

  static Stream<CredentialsException> failures() {
    return Stream.of(
        Samples.unavailable(),
        Samples.rejected(),
        Samples.tokenUnavailable(),
        Samples.halfConfigured());
  }

  @ParameterizedTest
  @MethodSource("failures")
  void everyKindOfFailureIsAnSdkClientExceptionWithTheSameMessageAndItAsCause(
      CredentialsException failure) {
    IrsaCredentialsProvider provider = provider(FakeHandle.failing(failure));

    SdkClientException thrown =
        assertThrows(SdkClientException.class, provider::resolveCredentials);

    assertInstanceOf(IrsaCredentialsException.class, thrown);
    assertSame(failure, thrown.getCause());
    assertEquals(failure.getMessage(), thrown.getMessage());
    assertEquals(failure.isRetryable(), thrown.retryable());
  }

  @ParameterizedTest
  @MethodSource("failures")
  void resolveIdentityTellsFailuresThroughTheFutureAsTheyAre(CredentialsException failure) {
    IrsaCredentialsProvider provider = provider(FakeHandle.failing(failure));

    CompletableFuture<AwsCredentialsIdentity> identity = provider.resolveIdentity(REQUEST);

    Throwable told = identity.handle((credentials, thrown) -> thrown).join();
    assertInstanceOf(IrsaCredentialsException.class, told);
    assertSame(failure, told.getCause());
  }

  @Test
  void closeGivesBackTheHandleAndALaterCallTakesANewOne() {
    FakeHandle first = FakeHandle.with(session("ASIA1"));
    FakeHandle second = FakeHandle.with(session("ASIA2"));
    IrsaCredentialsProvider provider = provider(first, second);
    provider.resolveCredentials();

    provider.close();
    AwsCredentials afterClose = provider.resolveCredentials();

    assertEquals(1, first.closes.get());
    assertEquals("ASIA2", afterClose.accessKeyId());
    assertFalse(second.closed);
  }

  @Test
  void refreshSaysWhetherNewCredentialsAreInPlace() {
    FakeHandle handle = FakeHandle.with(session("ASIA1"));
    IrsaCredentialsProvider provider = provider(handle);

    boolean renewed = provider.refresh();
    handle.refreshes = false;
    boolean kept = provider.refresh();

    assertTrue(renewed);
    assertFalse(kept);
  }

  @Test
  void aRefreshThatLeavesNothingThrowsTheSdksType() {
    CredentialsException failure = Samples.unavailable();
    IrsaCredentialsProvider provider = provider(FakeHandle.failing(failure));

    SdkClientException thrown = assertThrows(SdkClientException.class, provider::refresh);

    assertSame(failure, thrown.getCause());
  }

  @Test
  void aRejectedIdentityIsInvalidatedByItsKey() {
    FakeHandle handle = FakeHandle.with(session("ASIA1"));
    IrsaCredentialsProvider provider = provider(handle);

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

  @Test
  void itsTextHoldsNoSecret() {
    IrsaCredentialsProvider provider = provider(FakeHandle.with(session("ASIA1")));
    provider.resolveCredentials();

    assertEquals("IrsaCredentialsProvider", provider.toString());
  }
}
