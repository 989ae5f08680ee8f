package dev.irsa.internal.adapter;

import static dev.irsa.internal.adapter.Samples.session;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.irsa.IrsaCredentials;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.fake.ScriptedServer;
import dev.irsa.fake.StsResponses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SdkHandleTest {

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
    public SdkCredentials credentials(SessionCredentials session, List<IdentitySource> sources) {
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

  private static final Types TYPES = new Types(SdkCredentials::new, SdkException::new);

  private static SdkHandle<SdkCredentials> over(ScriptedPod pod) {
    return pod.open(TYPES);
  }

  @Test
  void cachedCredentialsOfTheCoreAreTheSameObjectUntilTheProviderIsClosed() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), StsResponses.TOKEN);
    try (ScriptedServer server =
        ScriptedServer.answering(200, StsResponses.success("2099-01-01T00:00:00Z"))) {
      SdkHandle<SdkCredentials> ofSdk =
          HandleSettings.none()
              .with(
                  core ->
                      core.environment(Map.of())
                          .roleArn("arn:aws:iam::111122223333:role/cart")
                          .webIdentityTokenFile(token)
                          .region("eu-west-1")
                          .endpointOverride(server.uri()))
              .open(TYPES);

      SdkCredentials first = ofSdk.credentials();
      assertSame(first, ofSdk.credentials());
      CompletableFuture<SdkCredentials> future = ofSdk.credentialsAsync();
      assertSame(first, future.join());
      assertNotSame(future, ofSdk.credentialsAsync());
      assertEquals(1, server.requests().size());

      ofSdk.close();
      assertNotSame(first, ofSdk.credentials(), "translated anew");
      assertEquals(1, server.requests().size(), "what was in hand is kept");
      ofSdk.close();
    }
  }

  @Test
  void whatWasTranslatedIsForgottenWithAllCredentials() {
    SdkHandle<SdkCredentials> ofSdk = over(ScriptedPod.with(session("ASIA1")));
    SdkCredentials before = ofSdk.credentials();

    IrsaCredentials.discardAll();

    assertNotSame(before, ofSdk.credentials());
  }

  @Test
  void anErrorInTheTranslationEndsTheFuture() {
    ScriptedPod pod = ScriptedPod.waiting();
    SdkHandle<SdkCredentials> ofSdk =
        pod.open(
            new Types(
                issued -> {
                  throw new NoSuchMethodError("accountId");
                },
                SdkException::new));
    CompletableFuture<SdkCredentials> future = ofSdk.credentialsAsync();

    pod.answers(session("ASIA1"));

    assertInstanceOf(SdkException.class, future.handle((known, thrown) -> thrown).join());
  }

  @Test
  void concurrentCallersShareOneTranslationOfNewCredentials() throws Exception {
    for (int round = 0; round < 200; round++) {
      SdkHandle<SdkCredentials> ofSdk = over(ScriptedPod.with(session("ASIA" + round)));

      Set<Object> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
      distinct.addAll(together(4, ofSdk::credentials));

      assertEquals(1, distinct.size());
    }
  }

  @Test
  void cancellingAFutureDoesNotAffectOthers() {
    ScriptedPod pod = ScriptedPod.waiting();
    SdkHandle<SdkCredentials> ofSdk = over(pod);
    CompletableFuture<SdkCredentials> impatient = ofSdk.credentialsAsync();
    CompletableFuture<SdkCredentials> patient = ofSdk.credentialsAsync();

    impatient.cancel(true);
    pod.answers(session("ASIA1"));

    assertEquals("ASIA1", patient.join().key);
  }

  @Test
  void olderCredentialsThatArriveLateDoNotReplaceNewerOnes() {
    SdkHandle<SdkCredentials> ofSdk = over(ScriptedPod.with(session("ASIA2")));
    SdkHandle.Translation<SdkCredentials> atRequest = ofSdk.translation();
    SdkCredentials newer = ofSdk.credentials();

    SdkCredentials late = ofSdk.translated(session("ASIA1"), atRequest);

    assertEquals("ASIA1", late.key);
    assertSame(newer, ofSdk.credentials());
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
