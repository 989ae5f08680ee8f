package dev.irsa.cli.internal.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** {@code irsa lab --serve} as a process of its own, whose temporary files are in one directory. */
@Execution(ExecutionMode.CONCURRENT)
class ServeProcessTest {
  private static final int SIGTERM = 128 + 15;

  @TempDir private Path directory;

  private ProcessBuilder irsa(List<String> jvmOptions, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Djava.io.tmpdir=" + directory);
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.irsa.cli.Irsa"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    return builder;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      // The JVM's own.
      return files.filter(file -> !file.getFileName().toString().startsWith("hsperf")).toList();
    }
  }

  @Test
  void onSigtermItLeavesNeitherFilesNorSockets() throws Exception {
    Process process =
        irsa(List.of(), "lab", "--serve", "--json", "--bind", "0.0.0.0", "--host", "localhost")
            .redirectErrorStream(true)
            .start();
    try (BufferedReader printed = process.inputReader(StandardCharsets.UTF_8)) {
      URI server = address(printed);
      assertEquals(200, status(server.resolve("/health")));
      assertFalse(files().isEmpty(), "the lab writes its files elsewhere");

      process.toHandle().destroy(); // leaves the stream open

      assertTrue(process.waitFor(30, TimeUnit.SECONDS), "still running");
      assertEquals(SIGTERM, process.exitValue());
      assertEquals(List.of(), files());
      assertThrows(ConnectException.class, () -> status(server));
      assertEquals(
          List.of("Whoever reaches 0.0.0.0 can use this lab, and read what is in it."),
          printed.lines().toList());
    } finally {
      process.destroyForcibly();
    }
  }

  /** Reads what the server prints until it says that it serves. */
  private static URI address(BufferedReader printed) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = printed.readLine(); line != null; line = printed.readLine()) {
      if (line.startsWith("The lab serves")) {
        URI server = URI.create(line.substring(line.lastIndexOf(' ') + 1));
        assertSettings(lines, server);
        return server;
      }
      lines.add(line);
    }
    throw new AssertionError("it has ended: " + lines);
  }

  /** Checks that scripts can read what was printed: one JSON document. */
  private static void assertSettings(List<String> lines, URI server) {
    assertEquals(1, lines.size(), lines::toString);
    assertTrue(lines.get(0).contains("\"url\":\"" + server + "\""), lines::toString);
    assertEquals("localhost", server.getHost());
  }

  private static int status(URI uri) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  void helpLoadsNoneOfIt() throws Exception {
    Process process =
        irsa(List.of("-Xlog:class+load:stdout"), "--help").redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertEquals(0, process.waitFor());
    assertTrue(
        printed.contains("dev.irsa.cli.internal.serve.ServeOptions"), "classes are not printed");
    assertFalse(printed.contains("org.snakeyaml"), "the YAML parser is loaded");
    assertFalse(printed.contains("dev.irsa.testkit"), "the testkit is loaded");
  }
}
