package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.fake.ForkedJava;
import dev.irsa.fake.ScriptedServer;
import dev.irsa.fake.StsResponses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests a process with a heap of 32 MiB in a container whose file system is read-only. The latter
 * is imitated: neither a temporary folder nor a home exists, and nothing may be written elsewhere.
 */
final class SmallProcessTest {

  @TempDir Path folder;

  @Test
  void itServesWithoutWritingAnything() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), StsResponses.TOKEN);
    String nowhere = folder.resolve("nowhere").toString();
    AtomicInteger issued = new AtomicInteger();
    Instant first = Instant.now().plus(Duration.ofHours(1));
    try (ScriptedServer server =
        ScriptedServer.plain(
            connection -> {
              connection.readRequest();
              Instant end = first.plusSeconds(issued.incrementAndGet());
              connection.answer(200, StsResponses.success(end.toString()));
            })) {
      String output =
          ForkedJava.run(
              SmallProcess.class.getName(),
              List.of(
                  "-Xmx32m",
                  "-XX:-UsePerfData",
                  "-Djava.io.tmpdir=" + nowhere,
                  "-Duser.home=" + nowhere,
                  "-Duser.dir=" + folder),
              Map.of(
                  "AWS_ROLE_ARN",
                  "arn:aws:iam::111122223333:role/cart",
                  "AWS_WEB_IDENTITY_TOKEN_FILE",
                  token.toString(),
                  "AWS_REGION",
                  "eu-west-1",
                  "AWS_ENDPOINT_URL_STS",
                  server.uri().toString()));

      assertTrue(output.contains("sessions 50, renewed true"), output);
      assertTrue(output.matches("(?s).*heap (2\\d|3[0-2]) MiB.*"), output);
      assertEquals(52, server.requests().size());
    }
    try (var entries = Files.list(folder)) {
      assertEquals(List.of(token), entries.toList(), "nothing was written");
    }
  }
}
