package dev.irsa.doctor.internal.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JvmFactsTest {

  @TempDir private Path directory;

  @Test
  void aCopyOfTheLibraryInAnotherLoaderIsFound() throws IOException {
    Path copy = directory.resolve("dev/irsa/IrsaCredentials.class");
    Files.createDirectories(copy.getParent());
    Files.write(copy, new byte[0]);
    try (URLClassLoader application =
        new URLClassLoader(new URL[] {directory.toUri().toURL()}, null)) {
      ClassLoader own = JvmFacts.class.getClassLoader();

      assertEquals(1, JvmFacts.copies(Set.of(own)).size());
      assertEquals(2, JvmFacts.copies(Set.of(own, application)).size());
    }
  }

  @Test
  void aNegativeTimeToLiveIsForever() {
    assertTrue(new JvmFacts("-1", null, List.of()).cachesAddressesForever());
    assertFalse(new JvmFacts("0", null, List.of()).cachesAddressesForever());
    assertFalse(new JvmFacts(null, null, List.of()).cachesAddressesForever());
  }
}
