package dev.irsa.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JarsTest {

  private static Jars named(String... names) {
    return new Jars(List.of(names).stream().map(Path::of).toList());
  }

  @Test
  void jarsAreMatchedWithoutTheirVersion() {
    Jars application = named("lib/slf4j-api-1.7.36.jar", "lib/auth-2.57.8.jar");
    Jars added = named("irsa-sdk-v2-0.1.0-SNAPSHOT.jar", "slf4j-api-2.0.17.jar");

    assertEquals(named("lib/slf4j-api-1.7.36.jar"), application.alsoIn(added));
    assertEquals(named("slf4j-api-2.0.17.jar"), added.alsoIn(application));
    assertEquals(named(), added.alsoIn(named("slf4j-1.0.jar", "sdk-v2-0.1.0.jar")));
  }
}
