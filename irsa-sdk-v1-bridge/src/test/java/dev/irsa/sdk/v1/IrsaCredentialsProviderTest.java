package dev.irsa.sdk.v1;

import static dev.irsa.sdk.v1.Samples.session;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.SdkClientException;
import com.amazonaws.auth.AWSCredentials;
import com.amazonaws.auth.AWSSessionCredentials;
import com.amazonaws.auth.AccountIdAware;
import com.amazonaws.auth.ProviderNameAware;
import dev.irsa.IrsaStatus;
import dev.irsa.identity.CredentialsException;
import dev.irsa.identity.SessionCredentials;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class IrsaCredentialsProviderTest {

  private static IrsaCredentialsProvider provider(FakeHandle... handles) {
    Deque<FakeHandle> left = new ArrayDeque<>(List.of(handles));
    return new IrsaCredentialsProvider(new ReopeningSession(left::removeFirst));
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

  @Test
  void callersWhoMeetANewSessionAtOnceShareOneTranslation() throws Exception {
    for (int round = 0; round < 200; round++) {
      IrsaCredentialsProvider provider = provider(FakeHandle.with(session("ASIA" + round)));

      Set<Object> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
      distinct.addAll(together(4, provider::getCredentials));

      assertEquals(1, distinct.size());
    }
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
  void closingTwiceGivesBackOneHandleOnce() {
    FakeHandle handle = FakeHandle.with(session("ASIA1"));
    IrsaCredentialsProvider provider = provider(handle);

    provider.close();
    provider.close();

    assertEquals(1, handle.closes.get());
  }

  @Test
  void aThreadThatWaitsWhileTheProviderIsClosedIsServedByTheNextHandle() throws Exception {
    FakeHandle first = FakeHandle.empty();
    IrsaCredentialsProvider provider = provider(first, FakeHandle.with(session("ASIA2")));
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      Future<AWSSessionCredentials> waiting = threads.submit(provider::getCredentials);
      first.asked.await();

      provider.close();

      assertEquals("ASIA2", waiting.get().getAWSAccessKeyId());
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void anIllegalStateOfAnOpenHandleIsTold() {
    IllegalStateException defect = new IllegalStateException("not closed at all");
    IrsaCredentialsProvider provider = provider(FakeHandle.failing(defect));

    assertSame(defect, assertThrows(IllegalStateException.class, provider::getCredentials));
  }

  @Test
  void whateverTheOrderOfCallsAndClosesNobodyFailsAndNoHandleIsLeftOpen() throws Exception {
    List<FakeHandle> handles = new CopyOnWriteArrayList<>();
    var provider =
        new IrsaCredentialsProvider(
            new ReopeningSession(
                () -> {
                  FakeHandle handle = FakeHandle.with(session("ASIA1"));
                  handles.add(handle);
                  return handle;
                }));

    together(
        4,
        () -> {
          for (int i = 0; i < 2000; i++) {
            provider.getCredentials();
            provider.refresh();
            provider.close();
          }
          return true;
        });
    provider.close();

    assertTrue(handles.size() > 1);
    assertTrue(handles.stream().allMatch(handle -> handle.closes.get() == 1));
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
  void statusNeverTakesAHandle() {
    FakeHandle handle = FakeHandle.with(session("ASIA1"));
    IrsaCredentialsProvider provider = provider(handle);

    IrsaStatus.State before = provider.status().state();
    provider.close();

    assertEquals(IrsaStatus.State.FRESH, before);
    assertEquals(IrsaStatus.State.CLOSED, provider.status().state());
  }

  @Test
  void itsTextHoldsNoSecret() {
    assertEquals("IrsaCredentialsProvider", provider(FakeHandle.with(session("ASIA1"))).toString());
  }

  private static <T> List<T> together(int threads, Callable<T> work) throws Exception {
    CyclicBarrier start = new CyclicBarrier(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<T>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        running.add(
            pool.submit(
                () -> {
                  start.await();
                  return work.call();
                }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> one : running) {
        results.add(one.get());
      }
      return results;
    } finally {
      pool.shutdownNow();
    }
  }
}
