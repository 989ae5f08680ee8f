package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.irsa.fake.ForkedJava;
import dev.irsa.fake.ScriptedServer;
import dev.irsa.fake.StsResponses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests a process that CRaC freezes. A JVM with CRaC is replaced by a double of its package, for
 * which {@code org.crac} has a setting; everything else is real.
 */
final class CheckpointTest {

  @TempDir Path folder;

  @Test
  void credentialsAreDiscardedBeforeACheckpointAndFetchedAfterTheRestore() throws Exception {
    Files.writeString(folder.resolve("token"), StsResponses.TOKEN);
    try (ScriptedServer server =
        ScriptedServer.plain(
            connection -> {
              connection.readRequest();
              connection.answer(200, StsResponses.anHour());
            })) {
      String output =
          ForkedJava.runWithCrac(
              CheckpointedProcess.class.getName(),
              List.of("-Dorg.crac.Core.Compat=dev.irsa.fake.crac"),
              Map.of(
                  "AWS_ROLE_ARN",
                  "arn:aws:iam::111122223333:role/cart",
                  "AWS_WEB_IDENTITY_TOKEN_FILE",
                  folder.resolve("token").toString(),
                  "AWS_REGION",
                  "eu-west-1",
                  "AWS_ENDPOINT_URL_STS",
                  server.uri().toString()));

      assertEquals(
          List.of("kept false", "state EMPTY", "fetched true"),
          output.lines().filter(line -> line.matches("(kept|state|fetched) .*")).toList());
      assertEquals(2, server.requests().size());
    }
  }
}
