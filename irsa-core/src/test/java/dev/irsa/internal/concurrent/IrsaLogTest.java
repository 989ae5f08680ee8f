package dev.irsa.internal.concurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IrsaLogTest {

  @TempDir private Path folder;

  /** Class paths with the resources by which the generations of SLF4J are recognized. */
  @ParameterizedTest
  @CsvSource({
    "api 1.7 and its backend, false, true, false, ''",
    "api 2 and its backend, true, false, true, ''",
    "api 2 and backends of both, true, true, true, ''",
    "api 1.7 and backends of both, false, true, true, ''",
    "api 1.7 and nothing, false, false, false, ''",
    "api 2 and nothing, true, false, false, ''",
    "api 1.7 and a backend for 2, false, false, true, slf4j-api to 2.0 or later",
    "api 2 and a backend for 1.7, true, true, false, upgrade the backend"
  })
  void anApiThatDoesNotFindTheBackendIsReported(
      String sentence, boolean apiTwo, boolean ofOne, boolean ofTwo, String fix) throws Exception {
    put(apiTwo, "org/slf4j/spi/SLF4JServiceProvider.class");
    put(ofOne, "org/slf4j/impl/StaticLoggerBinder.class");
    put(ofTwo, "META-INF/services/org.slf4j.spi.SLF4JServiceProvider");

    try (URLClassLoader types = new URLClassLoader(new URL[] {folder.toUri().toURL()}, null)) {
      String message = IrsaLog.mismatch(types);

      assertEquals(fix.isEmpty(), message == null, sentence);
      assertTrue(message == null || message.endsWith(fix), message);
    }
  }

  private void put(boolean there, String resource) throws Exception {
    if (there) {
      Path file = folder.resolve(resource);
      Files.createDirectories(file.getParent());
      Files.createFile(file);
    }
  }

  @Test
  void theLogOfTheseTestsHasAMatchingBackend() {
    assertNull(IrsaLog.mismatch(getClass().getClassLoader()));
  }
}
