package dev.irsa.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.doctor.Report.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HealthyPodTest {

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(PodWorld.Kind.class)
  void aHealthyPodHasNoCauseAndNoFailure(PodWorld.Kind kind) throws IOException {
    try (PodWorld world = new PodWorld(Files.createDirectory(directory.resolve("root")), kind)) {
      world.giveTrustPolicy();

      Report report = world.examine();

      assertNull(report.cause(), report::toString);
      assertTrue(
          report.checks().stream().noneMatch(check -> check.verdict() == Verdict.FAIL),
          report::toString);
      assertEquals("Healthy: no check failed.", report.conclusion(), report::toString);
    }
  }
}
