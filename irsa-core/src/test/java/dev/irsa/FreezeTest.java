package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.IrsaStatus.State;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.fake.ScriptedServer;
import dev.irsa.fake.StsResponses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests {@code forgetAll()}: before a process is frozen no secrets are kept, and after the restore
 * everything works.
 */
final class FreezeTest {

  @TempDir Path folder;
  private Path tokenFile;

  @BeforeEach
  void writeToken() throws Exception {
    tokenFile = Files.writeString(folder.resolve("token"), StsResponses.TOKEN);
  }

  private IrsaCredentials handle(ScriptedServer server) {
    return IrsaCredentials.builder()
        .environment(
            Map.of(
                "AWS_ROLE_ARN",
                "arn:aws:iam::111122223333:role/frozen",
                "AWS_WEB_IDENTITY_TOKEN_FILE",
                tokenFile.toString(),
                "AWS_REGION",
                "eu-west-1",
                "AWS_ENDPOINT_URL_STS",
                server.uri().toString()))
        .build();
  }

  @Test
  void credentialsAreDiscardedAndFetchedAgainAfterTheRestore() {
    try (ScriptedServer server =
            ScriptedServer.plain(
                connection -> {
                  connection.readRequest();
                  connection.answer(
                      200,
                      StsResponses.success(Instant.now().plus(Duration.ofHours(1)).toString()));
                });
        IrsaCredentials handle = handle(server)) {
      SessionCredentials before = handle.credentials();

      // As an implementation of Resource.beforeCheckpoint would do.
      IrsaCredentials.forgetAll();

      assertEquals(State.EMPTY, handle.status().state());
      assertNull(handle.status().expiration());
      assertNotSame(before, handle.credentials());
      assertEquals(2, server.requests().size());
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
                    connection.answer(
                        200,
                        StsResponses.success(Instant.now().plus(Duration.ofHours(1)).toString()));
                  }
                });
        IrsaCredentials handle = handle(server)) {
      CompletableFuture<SessionCredentials> waiting = handle.credentialsAsync();
      server.awaitHeld();

      IrsaCredentials.forgetAll();

      Throwable told = assertThrows(CompletionException.class, waiting::join).getCause();
      assertInstanceOf(ExchangeUnavailableException.class, told);
      assertTrue(told.getMessage().contains("dropped by forgetAll()"), told.getMessage());
      assertEquals("ASIAIOSFODNN7EXAMPLE", handle.credentials().accessKeyId());
    }
  }
}
