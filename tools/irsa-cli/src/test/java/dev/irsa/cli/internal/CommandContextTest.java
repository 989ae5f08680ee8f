package dev.irsa.cli.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandContextTest {

  @TempDir private Path folder;

  /** Whatever stdin is: {@code irsa credentials < /dev/null} prints secrets on a screen, too. */
  @ParameterizedTest
  @CsvSource({
    "/dev/pts/0, true", "/dev/tty1, true", "/dev/console, true",
    "/dev/null, false", "pipe:[4711], false", "/tmp/credentials, false"
  })
  void aTerminalIsKnownByItsDevice(String target, boolean isTerminal) throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("1"), Path.of(target));

    assertEquals(isTerminal, CommandContext.isTerminal(link));
  }
}
