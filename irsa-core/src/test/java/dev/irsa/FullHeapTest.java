package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.irsa.fake.ForkedJava;
import dev.irsa.fake.StsResponses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plays a process whose heap is full for a moment. */
@Tag("deep")
class FullHeapTest {

  @TempDir Path folder;

  @Test
  void everyCallerGetsAResultWhenThereIsMemoryAgain() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), StsResponses.TOKEN);

    String output =
        ForkedJava.run(
            FullHeapProcess.class.getName(),
            List.of("-Xmx24m", "-XX:+UseSerialGC"),
            Map.of(),
            token.toString());

    assertEquals(
        List.of(
            "round 1 ended true",
            "round 2 ended true",
            "round 3 ended true",
            "round 4 ended true",
            "round 5 ended true",
            "round 6 ended true"),
        output.lines().filter(line -> line.startsWith("round ")).toList(),
        output);
  }
}
