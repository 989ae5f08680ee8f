package dev.irsa.sdk.v2;

import static dev.irsa.sdk.v2.Samples.EXPIRATION;
import static dev.irsa.sdk.v2.Samples.REQUEST;
import static dev.irsa.sdk.v2.Samples.session;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.IrsaStatus;
import dev.irsa.identity.CredentialsException;
import dev.irsa.identity.SessionCredentials;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
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
    assertEquals(Optional.of("111122223333"), credentials.accountId());
    assertEquals(Optional.of("h,k"), credentials.providerName());
  }

  @Test
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
  void callersWhoMeetANewSessionAtOnceShareOneTranslation() throws Exception {
    for (int round = 0; round < 200; round++) {
      IrsaCredentialsProvider provider = provider(FakeHandle.with(session("ASIA" + round)));

      Set<Object> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
      distinct.addAll(together(4, provider::resolveCredentials));

      assertEquals(1, distinct.size());
    }
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

  @Test
  void cancellingAnIdentityDisturbsNobodyElse() {
    FakeHandle handle = FakeHandle.empty();
    IrsaCredentialsProvider provider = provider(handle);
    CompletableFuture<AwsCredentialsIdentity> impatient = provider.resolveIdentity(REQUEST);
    CompletableFuture<AwsCredentialsIdentity> patient = provider.resolveIdentity(REQUEST);

    impatient.cancel(true);
    boolean coreCancelled = handle.waiting.stream().anyMatch(CompletableFuture::isCancelled);
    handle.waiting.forEach(later -> later.complete(session("ASIA1")));

    assertFalse(coreCancelled);
    assertEquals("ASIA1", patient.join().accessKeyId());
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
  void aHandleThatCannotBeTakenFailsTheFutureAndNotTheCaller() {
    FakeHandle first = FakeHandle.with(session("ASIA1"));
    IrsaCredentialsProvider provider = provider(first);
    provider.close();

    CompletableFuture<AwsCredentialsIdentity> identity = provider.resolveIdentity(REQUEST);

    assertTrue(identity.isCompletedExceptionally());
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
  void aLaterResolveIdentityTakesANewHandleToo() {
    FakeHandle second = FakeHandle.with(session("ASIA2"));
    IrsaCredentialsProvider provider = provider(FakeHandle.with(session("ASIA1")), second);

    provider.close();

    assertEquals("ASIA2", provider.resolveIdentity(REQUEST).join().accessKeyId());
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
      Future<AwsCredentials> waiting = threads.submit(provider::resolveCredentials);
      first.asked.await();

      provider.close();

      assertEquals("ASIA2", waiting.get().accessKeyId());
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void anIdentityUnderWayWhileTheProviderIsClosedComesFromTheNextHandle() {
    IrsaCredentialsProvider provider =
        provider(FakeHandle.empty(), FakeHandle.with(session("ASIA2")));
    CompletableFuture<AwsCredentialsIdentity> identity = provider.resolveIdentity(REQUEST);

    provider.close();

    assertEquals("ASIA2", identity.join().accessKeyId());
  }

  @Test
  void anIllegalStateOfAnOpenHandleIsTold() {
    IllegalStateException defect = new IllegalStateException("not closed at all");
    IrsaCredentialsProvider provider = provider(FakeHandle.failing(defect));

    assertSame(defect, assertThrows(IllegalStateException.class, provider::resolveCredentials));
    assertSame(
        defect, provider.resolveIdentity(REQUEST).handle((credentials, thrown) -> thrown).join());
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
                },
                "h,k"));

    together(
        4,
        () -> {
          for (int i = 0; i < 2000; i++) {
            provider.resolveCredentials();
            provider.resolveIdentity(REQUEST).get();
            provider.close();
          }
          return true;
        });
    provider.close();

    assertTrue(handles.size() > 1);
    assertTrue(handles.stream().allMatch(handle -> handle.closes.get() == 1));
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
  void refreshAfterCloseTakesANewHandle() {
    FakeHandle second = FakeHandle.with(session("ASIA2"));
    IrsaCredentialsProvider provider = provider(FakeHandle.with(session("ASIA1")), second);
    provider.close();

    assertTrue(provider.refresh());
    assertFalse(second.closed);
  }

  @Test
  void aRejectedIdentityIsInvalidatedByItsKey() {
    FakeHandle handle = FakeHandle.with(session("ASIA1"));
    IrsaCredentialsProvider provider = provider(handle);

    boolean done =
        CompletableFuture.allOf(
                provider.invalidate(provider.resolveCredentials()),
                provider.invalidate(AwsBasicCredentials.create("AKIA2", "secret")),
                provider.invalidate(new Samples.OtherIdentity()))
            .isDone();

    assertTrue(done);
    assertEquals(List.of("ASIA1", "AKIA2"), handle.invalidated);
  }

  @Test
  void invalidatingAClosedProviderTakesNoHandle() {
    FakeHandle handle = FakeHandle.with(session("ASIA1"));
    IrsaCredentialsProvider provider = provider(handle);
    provider.close();

    provider.invalidate("ASIA1");

    assertEquals(List.of(), handle.invalidated);
  }

  @Test
  void invalidateOverridesTheMethodOfNewerSdksByItsErasure() throws Exception {
    var method = IrsaCredentialsProvider.class.getMethod("invalidate", Identity.class);

    assertEquals(CompletableFuture.class, method.getReturnType());
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
    IrsaCredentialsProvider provider = provider(FakeHandle.with(session("ASIA1")));
    provider.resolveCredentials();

    assertEquals("IrsaCredentialsProvider", provider.toString());
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
