package dev.irsa.cli.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.irsa.cli.timeline.ServiceHealth;
import dev.irsa.cli.timeline.ServicePhase;
import dev.irsa.cli.timeline.Timeline;
import dev.irsa.testkit.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunLogTest {
  private final ManualTime time = ManualTime.startingAt(StagedShow.START);
  private final RunLog log = new RunLog("STS", time.clock());

  @Test
  void phasesOfStsFollowOneAnotherWithoutGaps() {
    time.advance(Duration.ofSeconds(2));
    log.health(ServiceHealth.DOWN, "responds with 503");
    time.advance(Duration.ofSeconds(3));
    log.health(ServiceHealth.WELL, "issues credentials");
    time.advance(Duration.ofSeconds(1));

    List<ServicePhase> phases = log.timeline(List.of()).health();

    assertEquals(
        List.of(ServiceHealth.WELL, ServiceHealth.DOWN, ServiceHealth.WELL),
        phases.stream().map(ServicePhase::health).toList());
    assertEquals(
        List.of(after(0), after(2), after(5)), phases.stream().map(ServicePhase::from).toList());
    assertEquals(
        List.of(after(2), after(5), after(6)), phases.stream().map(ServicePhase::until).toList());
  }

  @Test
  void aRunMayBeginWithAFailure() {
    log.health(ServiceHealth.SLOW, "takes 6.0 s for a response");
    time.advance(Duration.ofSeconds(3));

    List<ServicePhase> phases = log.timeline(List.of()).health();

    assertEquals(
        List.of(
            new ServicePhase(ServiceHealth.SLOW, "takes 6.0 s for a response", after(0), after(3))),
        phases);
  }

  @Test
  void callsAreSteadyUntilTheEndUnlessSaidOtherwise() {
    time.advance(Duration.ofSeconds(2));
    Timeline before = log.timeline(List.of());
    log.endSteadyCalls();
    time.advance(Duration.ofSeconds(2));
    Timeline after = log.timeline(List.of());

    assertEquals(after(2), before.steadyUntil());
    assertEquals(after(2), after.steadyUntil());
    assertEquals(after(4), after.until());
  }

  @Test
  void untilThePodIsReadyNoWaitCounts() {
    time.advance(Duration.ofSeconds(2));
    assertEquals(after(2), log.readyAt());
    log.ready();
    time.advance(Duration.ofSeconds(2));
    assertEquals(after(2), log.readyAt());
  }

  private static Instant after(int seconds) {
    return StagedShow.at(seconds * 1_000L);
  }
}
