package dev.irsa.sdk.v1;

import static dev.irsa.internal.adapter.Samples.session;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.amazonaws.SdkClientException;
import com.amazonaws.auth.AWSCredentials;
import com.amazonaws.auth.AWSSessionCredentials;
import com.amazonaws.auth.AccountIdAware;
import com.amazonaws.auth.ProviderNameAware;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.adapter.FakeHandle;
import dev.irsa.internal.adapter.Samples;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class IrsaCredentialsProviderTest {

  private static IrsaCredentialsProvider provider(FakeHandle... handles) {
    Deque<FakeHandle> left = new ArrayDeque<>(List.of(handles));
    return new IrsaCredentialsProvider(SdkSession.over(left::removeFirst));
  }

  @Test
  @Tag("account-ids")
  void credentialsCarryAllOfTheSession() {
    AWSSessionCredentials credentials =
        provider(FakeHandle.with(session("ASIA1"))).getCredentials();

    assertEquals("ASIA1", credentials.getAWSAccessKeyId());
    assertEquals("secret-ASIA1", credentials.getAWSSecretKey());
    assertEquals("token-ASIA1", credentials.getSessionToken());
    assertEquals(
        "111122223333", assertInstanceOf(AccountIdAware.class, credentials).getAccountId());
    assertEquals(
        "StsAssumeRoleWithWebIdentityCredentialsProvider",
        assertInstanceOf(ProviderNameAware.class, credentials).getProviderName());
  }

  @Test
  @Tag("account-ids")
  void aSessionWithoutAccountGivesCredentialsWithoutAccount() {
    var anonymous = new SessionCredentials("A", "secret", "token", Samples.EXPIRATION, null, null);

    AWSCredentials credentials = provider(FakeHandle.with(anonymous)).getCredentials();

    assertNull(assertInstanceOf(AccountIdAware.class, credentials).getAccountId());
  }

  @Test
  void credentialsOfEveryReleaseCarryTheTriple() {
    AWSSessionCredentials credentials =
        provider(FakeHandle.with(session("ASIA1"))).getCredentials();

    assertEquals("ASIA1", credentials.getAWSAccessKeyId());
    assertEquals("secret-ASIA1", credentials.getAWSSecretKey());
    assertEquals("token-ASIA1", credentials.getSessionToken());
  }

  @Test
  void theSameObjectIsHandedOutUntilTheNextRefresh() {
    FakeHandle handle = FakeHandle.with(session("ASIA1"));
    IrsaCredentialsProvider provider = provider(handle);

    AWSCredentials first = provider.getCredentials();
    AWSCredentials second = provider.getCredentials();
    handle.session = session("ASIA2");
    AWSCredentials renewed = provider.getCredentials();

    assertSame(first, second);
    assertEquals("ASIA2", renewed.getAWSAccessKeyId());
    assertSame(renewed, provider.getCredentials());
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

    var thrown = assertThrows(SdkClientException.class, provider::getCredentials);

    assertSame(failure, thrown.getCause());
    assertEquals(failure.getMessage(), thrown.getMessage());
    assertEquals(
        failure.isRetryable(),
        assertInstanceOf(IrsaCredentialsException.class, thrown).isRetryable());
  }

  @Test
  void closeGivesBackTheHandleAndALaterCallTakesANewOne() {
    FakeHandle first = FakeHandle.with(session("ASIA1"));
    FakeHandle second = FakeHandle.with(session("ASIA2"));
    IrsaCredentialsProvider provider = provider(first, second);
    provider.getCredentials();

    provider.close();
    AWSCredentials afterClose = provider.getCredentials();

    assertEquals(1, first.closes.get());
    assertEquals("ASIA2", afterClose.getAWSAccessKeyId());
    assertFalse(second.closed);
  }

  @Test
  void refreshKeepsTheOldCredentialsWhenItFailsAndTheyAreValid() {
    FakeHandle handle = FakeHandle.with(session("ASIA1"));
    handle.refreshes = false;
    IrsaCredentialsProvider provider = provider(handle);

    provider.refresh();

    assertEquals("ASIA1", provider.getCredentials().getAWSAccessKeyId());
  }

  @Test
  void aRefreshThatLeavesNothingThrowsTheSdksType() {
    CredentialsException failure = Samples.unavailable();
    IrsaCredentialsProvider provider = provider(FakeHandle.failing(failure));

    var thrown = assertThrows(SdkClientException.class, provider::refresh);

    assertSame(failure, thrown.getCause());
  }

  @Test
  void aRejectedKeyIsInvalidatedOnAnOpenHandleOnly() {
    FakeHandle handle = FakeHandle.with(session("ASIA1"));
    IrsaCredentialsProvider provider = provider(handle);

    provider.invalidate("ASIA1");
    provider.close();
    provider.invalidate("ASIA1");

    assertEquals(List.of("ASIA1"), handle.invalidated);
  }

  @Test
  void itsTextHoldsNoSecret() {
    assertEquals("IrsaCredentialsProvider", provider(FakeHandle.with(session("ASIA1"))).toString());
  }
}
