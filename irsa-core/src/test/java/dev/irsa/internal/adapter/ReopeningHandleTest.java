package dev.irsa.internal.adapter;

import static dev.irsa.internal.adapter.Samples.session;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.IrsaStatus;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.fake.ScriptedServer;
import dev.irsa.fake.StsResponses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReopeningHandleTest {

  @TempDir Path folder;

  /** Credentials of an imaginary SDK. */
  private static final class SdkCredentials {
    private final String key;

    SdkCredentials(SessionCredentials session) {
      this.key = session.accessKeyId();
    }
  }

  private static final class SdkException extends RuntimeException {
    private static final long serialVersionUID = 1;

    SdkException(CredentialsException failure) {
      super(failure);
    }
  }

  private record Types(
      Function<SessionCredentials, SdkCredentials> translator,
      Function<CredentialsException, RuntimeException> inSdkType)
      implements SdkTypes<SdkCredentials> {
    @Override
    public SdkCredentials credentials(SessionCredentials session, @Nullable IdentitySource source) {
      return translator.apply(session);
    }

    @Override
    public RuntimeException exception(CredentialsException failure) {
      return inSdkType.apply(failure);
    }

    @Override
    public RuntimeException exceptionOfAll(
        String message, Throwable cause, List<? extends Throwable> failures) {
      throw new AssertionError("no chain");
    }
  }

  private static ReopeningHandle<SdkCredentials> over(
      Supplier<? extends CredentialsHandle> handles) {
    return new ReopeningHandle<>(handles, new Types(SdkCredentials::new, SdkException::new));
  }

  private static ReopeningHandle<SdkCredentials> over(FakeHandle... handles) {
    Deque<FakeHandle> left = new ArrayDeque<>(List.of(handles));
    return over(left::removeFirst);
  }

  @Test
  void theSameObjectIsReturnedUntilTheNextRefresh() {
    FakeHandle handle = FakeHandle.with(session("ASIA1"));
    ReopeningHandle<SdkCredentials> reopening = over(handle);

    SdkCredentials first = reopening.credentials();
    SdkCredentials second = reopening.credentialsAsync().join();
    handle.session = session("ASIA2");
    SdkCredentials renewed = reopening.credentials();

    assertSame(first, second);
    assertEquals("ASIA2", renewed.key);
    assertSame(renewed, reopening.credentials());
  }

  @Test
  void cachedCredentialsOfTheCoreAreTheSameObjectUntilTheProviderIsClosed() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), StsResponses.TOKEN);
    try (ScriptedServer server =
        ScriptedServer.answering(200, StsResponses.success("2099-01-01T00:00:00Z"))) {
      ReopeningHandle<SdkCredentials> reopening =
          over(
              HandleSettings.none()
                  .withRoleArn("arn:aws:iam::111122223333:role/cart")
                  .withTokenFile(token)
                  .withRegion("eu-west-1")
                  .with(core -> core.environment(Map.of()).endpointOverride(server.uri())));

      SdkCredentials first = reopening.credentials();
      assertSame(first, reopening.credentials());
      CompletableFuture<SdkCredentials> future = reopening.credentialsAsync();
      assertSame(first, future.join());
      assertNotSame(future, reopening.credentialsAsync());
      assertEquals(1, server.requests().size());

      reopening.close();
      assertNotSame(first, reopening.credentials(), "translated anew");
      assertEquals(1, server.requests().size(), "what was in hand is kept");
      reopening.close();
    }
  }

  @Test
  void concurrentCallersShareOneTranslationOfNewCredentials() throws Exception {
    for (int round = 0; round < 200; round++) {
      ReopeningHandle<SdkCredentials> reopening = over(FakeHandle.with(session("ASIA" + round)));

      Set<Object> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
      distinct.addAll(together(4, reopening::credentials));

      assertEquals(1, distinct.size());
    }
  }

  @Test
  void aWaitingFutureIsNotDoneBeforeThereAreCredentials() {
    FakeHandle handle = FakeHandle.empty();

    CompletableFuture<SdkCredentials> answer = over(handle).credentialsAsync();
    boolean doneAtOnce = answer.isDone();
    handle.waiting.get(0).complete(session("ASIA1"));

    assertFalse(doneAtOnce);
    assertEquals("ASIA1", answer.join().key);
  }

  @Test
  void cancellingAFutureDoesNotAffectOthers() {
    FakeHandle handle = FakeHandle.empty();
    ReopeningHandle<SdkCredentials> reopening = over(handle);
    CompletableFuture<SdkCredentials> impatient = reopening.credentialsAsync();
    CompletableFuture<SdkCredentials> patient = reopening.credentialsAsync();

    impatient.cancel(true);
    boolean coreCancelled = handle.waiting.stream().anyMatch(CompletableFuture::isCancelled);
    handle.waiting.forEach(later -> later.complete(session("ASIA1")));

    assertFalse(coreCancelled);
    assertEquals("ASIA1", patient.join().key);
  }

  @Test
  void failuresAreConvertedToTheSdksType() {
    CredentialsException failure = Samples.unavailable();
    ReopeningHandle<SdkCredentials> reopening = over(FakeHandle.failing(failure));

    Throwable later = reopening.credentialsAsync().handle((known, thrown) -> thrown).join();

    assertSame(failure, assertThrows(SdkException.class, reopening::credentials).getCause());
    assertSame(failure, assertThrows(SdkException.class, reopening::refresh).getCause());
    assertEquals(SdkException.class, later.getClass());
    assertSame(failure, later.getCause());
  }

  @Test
  void aHandleThatCannotBeOpenedIsReportedInTheSdksTypeToo() {
    CredentialsException wrong = Samples.halfConfigured();
    Supplier<FakeHandle> refusing =
        () -> {
          throw wrong;
        };

    assertSame(wrong, assertThrows(SdkException.class, () -> over(refusing)).getCause());
  }

  @Test
  void aHandleThatCannotBeOpenedFailsTheFutureAndDoesNotThrow() {
    ReopeningHandle<SdkCredentials> reopening = over(FakeHandle.with(session("ASIA1")));
    reopening.close();

    assertTrue(reopening.credentialsAsync().isCompletedExceptionally());
  }

  @Test
  void closeClosesTheHandleAndALaterCallOpensANewOne() {
    FakeHandle first = FakeHandle.with(session("ASIA1"));
    FakeHandle second = FakeHandle.with(session("ASIA2"));
    ReopeningHandle<SdkCredentials> reopening = over(first, second);
    reopening.credentials();

    reopening.close();
    SdkCredentials afterClose = reopening.credentials();

    assertEquals(1, first.closes.get());
    assertEquals("ASIA2", afterClose.key);
    assertFalse(second.closed);
  }

  @Test
  void aLaterFutureAndALaterRefreshOpenANewHandleToo() {
    FakeHandle second = FakeHandle.with(session("ASIA2"));
    FakeHandle third = FakeHandle.with(session("ASIA3"));
    ReopeningHandle<SdkCredentials> reopening =
        over(FakeHandle.with(session("ASIA1")), second, third);

    reopening.close();
    SdkCredentials later = reopening.credentialsAsync().join();
    reopening.close();

    assertEquals("ASIA2", later.key);
    assertTrue(reopening.refresh());
    assertFalse(third.closed);
  }

  @Test
  void closingTwiceClosesTheHandleOnce() {
    FakeHandle handle = FakeHandle.with(session("ASIA1"));
    ReopeningHandle<SdkCredentials> reopening = over(handle);

    reopening.close();
    reopening.close();

    assertEquals(1, handle.closes.get());
  }

  @Test
  void aThreadThatWaitsWhileItIsClosedIsServedByTheNextHandle() throws Exception {
    FakeHandle first = FakeHandle.empty();
    ReopeningHandle<SdkCredentials> reopening = over(first, FakeHandle.with(session("ASIA2")));
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      Future<SdkCredentials> waiting = threads.submit(reopening::credentials);
      first.asked.await();

      reopening.close();

      assertEquals("ASIA2", waiting.get().key);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aFutureInProgressDuringTheCloseIsCompletedByTheNextHandle() {
    ReopeningHandle<SdkCredentials> reopening =
        over(FakeHandle.empty(), FakeHandle.with(session("ASIA2")));
    CompletableFuture<SdkCredentials> answer = reopening.credentialsAsync();

    reopening.close();

    assertEquals("ASIA2", answer.join().key);
  }

  @Test
  void olderCredentialsThatArriveLateDoNotReplaceNewerOnes() {
    FakeHandle handle = FakeHandle.empty();
    ReopeningHandle<SdkCredentials> reopening = over(handle);
    CompletableFuture<SdkCredentials> late = reopening.credentialsAsync();
    handle.session = session("ASIA2");
    SdkCredentials newer = reopening.credentials();

    handle.waiting.get(0).complete(session("ASIA1"));

    assertEquals("ASIA1", late.join().key);
    assertSame(newer, reopening.credentials());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void credentialsThatCannotBeConvertedCauseATypedFailure(boolean error) {
    Throwable defect =
        error ? new NoSuchMethodError("builder.accountId") : new IllegalArgumentException("secret");
    ReopeningHandle<SdkCredentials> reopening =
        new ReopeningHandle<>(
            () -> FakeHandle.with(session("ASIA1")),
            new Types(
                session -> {
                  if (defect instanceof Error fault) {
                    throw fault;
                  }
                  throw (RuntimeException) defect;
                },
                SdkException::new));

    assertCannotBeTranslated(defect, assertThrows(SdkException.class, reopening::credentials));
    Object told = reopening.credentialsAsync().handle((known, thrown) -> thrown).join();
    assertCannotBeTranslated(defect, (SdkException) told);
  }

  private static void assertCannotBeTranslated(Throwable defect, SdkException told) {
    MisconfiguredException why = (MisconfiguredException) told.getCause();
    assertSame(defect, why.getCause());
    String found = why.problems().get(0).found();
    assertTrue(found.contains(defect.getClass().getName()), found);
    assertFalse(found.contains("secret"), found);
  }

  @Test
  void rejectedCredentialsAreIgnoredOutsideAPod() {
    FakeHandle handle = FakeHandle.failing(Samples.notAnIrsaPod());

    over(handle).invalidate("ASIA1");

    assertEquals(List.of(), handle.invalidated);
  }

  @Test
  void anErrorDuringTheConversionEndsTheWait() {
    StackOverflowError defect = new StackOverflowError();
    FakeHandle handle = FakeHandle.empty();
    ReopeningHandle<SdkCredentials> reopening =
        new ReopeningHandle<>(
            () -> handle,
            new Types(
                SdkCredentials::new,
                failure -> {
                  throw defect;
                }));
    CompletableFuture<SdkCredentials> waiting = reopening.credentialsAsync();

    handle.waiting.get(0).completeExceptionally(Samples.rejected());

    assertSame(defect, waiting.handle((known, thrown) -> thrown).join());
  }

  @Test
  void anIllegalStateOfAnOpenHandleIsThrown() {
    IllegalStateException defect = new IllegalStateException("not closed at all");
    ReopeningHandle<SdkCredentials> reopening = over(FakeHandle.failing(defect));

    assertSame(defect, assertThrows(IllegalStateException.class, reopening::credentials));
    assertSame(defect, reopening.credentialsAsync().handle((known, thrown) -> thrown).join());
  }

  @Test
  void concurrentCallsAndClosesNeitherFailNorLeaveAHandleOpen() throws Exception {
    List<FakeHandle> handles = new CopyOnWriteArrayList<>();
    ReopeningHandle<SdkCredentials> reopening =
        over(
            () -> {
              FakeHandle handle = FakeHandle.with(session("ASIA1"));
              handles.add(handle);
              return handle;
            });

    together(
        4,
        () -> {
          for (int i = 0; i < 2000; i++) {
            reopening.credentials();
            reopening.credentialsAsync().get();
            reopening.refresh();
            reopening.close();
          }
          return true;
        });
    reopening.close();

    assertTrue(handles.size() > 1);
    assertTrue(handles.stream().allMatch(handle -> handle.closes.get() == 1));
  }

  @Test
  void whenClosedNeitherStatusNorInvalidateOpensAHandle() {
    FakeHandle handle = FakeHandle.with(session("ASIA1"));
    ReopeningHandle<SdkCredentials> reopening = over(handle);

    IrsaStatus.State before = reopening.status().state();
    reopening.invalidate("ASIA1");
    reopening.close();
    reopening.invalidate("ASIA1");

    assertEquals(IrsaStatus.State.FRESH, before);
    assertEquals(IrsaStatus.State.CLOSED, reopening.status().state());
    assertEquals(List.of("ASIA1"), handle.invalidated);
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
