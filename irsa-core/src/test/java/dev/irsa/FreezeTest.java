package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.ExchangeUnavailableException.Stage;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.fake.ScriptedServer;
import dev.irsa.fake.ScriptedServer.Script;
import dev.irsa.fake.StsResponses;
import dev.irsa.internal.session.Sessions;
import dev.irsa.internal.time.Nanos;
import dev.irsa.testkit.internal.http.LabCertificateAuthority;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests {@code discardAll()}: before a process is frozen no secrets are kept, and after the restore
 * everything works.
 */
final class FreezeTest {

  @TempDir Path folder;

  private IrsaCredentials handle(ScriptedServer server) {
    return handle(server, Map.of());
  }

  private IrsaCredentials handle(ScriptedServer server, Map<String, String> others) {
    Map<String, String> environment = server.pod(folder);
    environment.putAll(others);
    return IrsaCredentials.builder().environment(environment).build();
  }

  @Test
  void theTlsSessionIsDiscardedWithTheTrustItWasVerifiedBy() throws Exception {
    LabCertificateAuthority authority = LabCertificateAuthority.create();
    Path bundle = folder.resolve("ca.pem");
    FileTime writtenAt = FileTime.from(Instant.parse("2026-11-24T16:00:00Z"));
    writeBundle(bundle, authority, writtenAt);
    try (ScriptedServer server =
            ScriptedServer.tls(
                authority.serverContext("127.0.0.1"), Script.answer(200, StsResponses.anHour()));
        IrsaCredentials handle = handle(server, Map.of("AWS_CA_BUNDLE", bundle.toString()))) {
      handle.credentials();

      // By path, time and size it is the same file.
      writeBundle(bundle, LabCertificateAuthority.create(), writtenAt);
      handle.refresh();
      assertEquals(2, server.requests().size());
      IrsaCredentials.discardAll();

      var failure = assertThrows(ExchangeUnavailableException.class, handle::credentials);
      assertEquals(Stage.TLS, failure.stage());
      assertEquals(2, server.requests().size());
    }
  }

  private static void writeBundle(
      Path bundle, LabCertificateAuthority authority, FileTime writtenAt) throws Exception {
    Files.writeString(bundle, authority.caPem() + "\n".repeat(2000 - authority.caPem().length()));
    Files.setLastModifiedTime(bundle, writtenAt);
  }

  /** A thousand tenants at once keep it busy, for example. */
  @Test
  void noSecretIsLeftInTheHeapHoweverBusyTheLoopIs() {
    AtomicInteger left = new AtomicInteger(3_000);
    String expiration = Instant.now().plus(Duration.ofHours(1)).toString();
    try (ScriptedServer server = ScriptedServer.answering(200, StsResponses.success(expiration));
        IrsaCredentials handle = handle(server)) {
      WeakReference<String> secret = new WeakReference<>(handle.credentials().secretAccessKey());
      for (int step = left.get(); step > 0; step--) {
        Sessions.shared()
            .report(
                now -> {
                  if (left.getAndDecrement() > 0) {
                    LockSupport.parkNanos(Nanos.MILLISECOND);
                  }
                });
      }

      IrsaCredentials.discardAll();

      while (secret.get() != null) {
        assertTrue(left.get() > 0, "only when the loop had nothing else to do");
        System.gc();
      }
      left.set(0);
    }
  }

  @Test
  void aCallInProgressIsAbortedAndItsCallerGetsAnError() throws Exception {
    AtomicBoolean hangs = new AtomicBoolean(true);
    try (ScriptedServer server =
            ScriptedServer.plain(
                connection -> {
                  connection.readRequest();
                  if (hangs.getAndSet(false)) {
                    connection.hold();
                  } else {
                    connection.answer(200, StsResponses.anHour());
                  }
                });
        IrsaCredentials handle = handle(server)) {
      CompletableFuture<SessionCredentials> waiting = handle.credentialsAsync();
      server.awaitHeld();

      IrsaCredentials.discardAll();

      Throwable told = assertThrows(CompletionException.class, waiting::join).getCause();
      assertInstanceOf(ExchangeUnavailableException.class, told);
      assertTrue(told.getMessage().contains("dropped by discardAll()"), told.getMessage());
      assertEquals("ASIAIOSFODNN7EXAMPLE", handle.credentials().accessKeyId());
    }
  }
}
