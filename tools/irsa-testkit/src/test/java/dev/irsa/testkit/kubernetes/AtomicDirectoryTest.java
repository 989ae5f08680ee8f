package dev.irsa.testkit.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kubernetes, {@code pkg/volume/util/atomic_writer.go}, {@code AtomicWriter.Write}. */
final class AtomicDirectoryTest {

  private static final Instant NOW = Instant.parse("2026-11-24T15:04:05Z");
  private static final byte[] CONTENT = {'x'};

  @TempDir Path folder;

  /** Its steps 9 and 10: ..data is renamed first, then the visible links are created. */
  @Test
  void theVisibleLinkIsMadeAfterTheSwapSoThatItNeverDangles() throws IOException {
    var files = new AtomicDirectory(folder, "token", new SplittableRandom(1));
    // A folder in place of the link makes the swap fail.
    Files.createDirectories(folder.resolve("..data").resolve("occupied"));

    assertThrows(IOException.class, () -> files.write(CONTENT, NOW));

    assertFalse(Files.exists(files.file(), LinkOption.NOFOLLOW_LINKS));
  }

  /** Its step 9: prepared files are removed when the swap fails. */
  @Test
  void aFailedSwapLeavesNothingBehind() throws IOException {
    var files = new AtomicDirectory(folder, "token", new SplittableRandom(1));
    Files.createDirectories(folder.resolve("..data").resolve("occupied"));

    assertThrows(IOException.class, () -> files.write(CONTENT, NOW));

    try (var entries = Files.list(folder)) {
      assertEquals(1, entries.count());
    }
  }
}
