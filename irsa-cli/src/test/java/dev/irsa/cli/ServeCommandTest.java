package dev.irsa.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code irsa serve} refuses. {@code ServeTest} of the integration tests runs it as a process
 * that serves clients and is ended by a signal.
 */
class ServeCommandTest {

  @TempDir private Path directory;

  private static Console refused(int expectedCode, String... arguments) {
    Console console = Console.pipe(Map.of());

    int exitCode = console.run(arguments);

    assertEquals(expectedCode, exitCode, console::err);
    assertEquals("", console.out());
    assertFalse(console.err().contains("\tat "), console::err);
    return console;
  }

  @Test
  void aProcessWithoutAnIdentityEndsWithTheReason() throws Exception {
    Path file = directory.resolve("token");

    Console console = refused(1, "serve", "--token-file", file.toString());

    assertTrue(console.err().contains("AWS_ROLE_ARN"), console::err);
    assertFalse(Files.exists(file), "the token file is left");
  }

  @Test
  void aPortInUseIsExplainedInOneLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());

      Console console = refused(2, "serve", "--port", port);

      assertEquals(1, console.err().lines().count(), console::err);
      assertTrue(console.err().startsWith("irsa serve: --port: port " + port), console::err);
    }
  }

  @Test
  void aPortOutOfRangeIsExplainedInOneLine() {
    Console console = refused(2, "serve", "--port", "65536");

    assertEquals(1, console.err().lines().count(), console::err);
    assertTrue(console.err().contains("between 0 and 65535, found 65536"), console::err);
  }

  @Test
  void aTokenFileThatCannotBeWrittenIsExplainedInOneLine() {
    Console console = refused(2, "serve", "--token-file", directory.toString());

    assertEquals(1, console.err().lines().count(), console::err);
    assertTrue(console.err().contains("--token-file: " + directory), console::err);
  }
}
