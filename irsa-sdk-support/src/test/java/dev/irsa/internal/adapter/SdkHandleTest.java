package dev.irsa.internal.adapter;

import static dev.irsa.internal.adapter.Samples.session;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.irsa.IrsaCredentials;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.SessionCredentials;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

final class SdkHandleTest {

  /** Credentials of an imaginary SDK. */
  private static final class SdkCredentials {
    private final String key;

    SdkCredentials(SessionCredentials session) {
      this.key = session.accessKeyId();
    }
  }

  private static final class SdkException extends RuntimeException {
    private static final long serialVersionUID = 1;

    SdkException(Throwable failure) {
      super(failure);
    }
  }

  private record Types(Function<SessionCredentials, SdkCredentials> translator)
      implements SdkConverter<SdkCredentials> {
    @Override
    public SdkCredentials credentials(SessionCredentials session, List<IdentitySource> sources) {
      return translator.apply(session);
    }

    @Override
    public RuntimeException exception(String message, Throwable cause, boolean isRetryable) {
      return new SdkException(cause);
    }
  }

  private static final Types TYPES = new Types(SdkCredentials::new);

  private static SdkHandle<SdkCredentials> over(ScriptedPod pod) {
    return pod.open(TYPES);
  }

  @Test
  void cachedCredentialsOfTheCoreAreTheSameObjectUntilTheProviderIsClosed() {
    SdkHandle<SdkCredentials> ofSdk = over(ScriptedPod.with(session("ASIA1")));
    SdkCredentials first = ofSdk.credentials();
    CompletableFuture<SdkCredentials> future = ofSdk.credentialsAsync();

    assertSame(first, ofSdk.credentials());
    assertSame(first, future.join());
    assertNotSame(future, ofSdk.credentialsAsync());
    ofSdk.close();
    assertNotSame(first, ofSdk.credentials(), "translated anew");
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
                }));
    CompletableFuture<SdkCredentials> future = ofSdk.credentialsAsync();

    pod.answers(session("ASIA1"));

    assertInstanceOf(SdkException.class, future.handle((known, thrown) -> thrown).join());
  }

  @Test
  void concurrentCallersShareOneTranslationOfNewCredentials() throws Exception {
    for (int round = 0; round < 200; round++) {
      SdkHandle<SdkCredentials> ofSdk = over(ScriptedPod.with(session("ASIA" + round)));

      Set<Object> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
      CyclicBarrier start = new CyclicBarrier(4);
      List<FutureTask<SdkCredentials>> callers = new ArrayList<>();
      for (int caller = 0; caller < 4; caller++) {
        callers.add(
            new FutureTask<>(
                () -> {
                  start.await();
                  return ofSdk.credentials();
                }));
      }
      callers.forEach(caller -> new Thread(caller).start());
      for (FutureTask<SdkCredentials> caller : callers) {
        distinct.add(caller.get());
      }

      assertEquals(1, distinct.size());
    }
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
}
