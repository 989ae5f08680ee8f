package dev.irsa.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One world for each cause; the first cause must be the planted one. */
class WorldsTest {

  @TempDir private Path directory;

  static Stream<Arguments> causes() {
    return Stream.of(PlantedCause.values())
        .map(planted -> Arguments.of(planted.id(), planted.name(), planted));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("causes")
  void theFirstCauseIsTheOneThatWasPlanted(String id, String name, PlantedCause planted)
      throws IOException {
    try (PodWorld world =
        new PodWorld(Files.createDirectory(directory.resolve("root")), planted.kind())) {
      planted.plantIn(world);

      long startedNanos = System.nanoTime();
      Report report = world.examine();
      Duration took = Duration.ofNanos(System.nanoTime() - startedNanos);

      assertNotNull(report.cause(), report::toString);
      assertEquals(id, report.cause().id(), report::toString);
      assertFalse(report.cause().fix().isBlank(), report::toString);
      assertTrue(took.toSeconds() < 10, took::toString);
      Outputs.assertNothingSecret(report, world);
    }
  }
}
