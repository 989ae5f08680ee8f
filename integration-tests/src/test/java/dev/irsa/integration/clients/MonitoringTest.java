package dev.irsa.integration.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the alert rules and the panels of {@code examples/monitoring} in Prometheus. */
@Tag("comparison")
final class MonitoringTest {

  private static final Path EXAMPLES =
      Path.of("..", "examples", "monitoring").toAbsolutePath().normalize();

  @TempDir Path home;

  @Test
  void theAlertsFireAndThePanelsShowWhatTheRecordedSeriesMean()
      throws IOException, InterruptedException {
    Path recorded = EXAMPLES.resolve("alert-rules.test.yaml");

    Finished test =
        new Program(List.of("promtool", "test", "rules", recorded.toString()), Map.of(), home)
            .run();

    assertEquals(0, test.exitCode(), () -> test.out() + test.errors());
  }
}
