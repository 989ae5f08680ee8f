package dev.irsa.cli.internal.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.irsa.cli.internal.timeline.SampleTimeline;
import dev.irsa.cli.internal.timeline.Timeline;
import dev.irsa.cli.internal.timeline.Timeline.Event;
import dev.irsa.cli.internal.timeline.Timeline.Exchange;
import dev.irsa.cli.internal.timeline.Timeline.Exchange.Result;
import dev.irsa.cli.internal.timeline.Timeline.Health;
import dev.irsa.cli.internal.timeline.Timeline.Phase;
import dev.irsa.testkit.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunLogTest {
  private final ManualTime time = ManualTime.startingAt(SampleTimeline.START);
  private final SampleTimeline sample = new SampleTimeline();
  private final List<String> reported = new ArrayList<>();
  private final List<Instant> waitsCountedFrom = new ArrayList<>();
  private final RunLog log =
      new RunLog(
          "STS",
          time.clock(),
          (waitsFrom, now) -> {
            waitsCountedFrom.add(waitsFrom);
            return List.of(sample.pod("irsa"));
          },
          event -> reported.add(event.text()));

  private void exchange(Result result, String detail) {
    sample.exchanges.add(new Exchange(result, after(0), after(0), detail));
  }

  @Test
  void exchangesThatFailedAlikeAreReportedTogetherBeforeLaterEvents() {
    exchange(Result.ISSUED, "ASIA0");
    exchange(Result.FAILED, "503 ServiceUnavailable");
    exchange(Result.FAILED, "503 ServiceUnavailable");
    exchange(Result.FAILED, "400 Throttling");

    log.event(Event.Kind.STS, "recovered");

    assertEquals(
        List.of(
            "session 1: ASIA0",
            "2 exchanges failed: 503 ServiceUnavailable",
            "an exchange failed: 400 Throttling",
            "recovered"),
        reported);
  }

  @Test
  void exchangesAreReportedOnceAndSessionsAreNumbered() {
    exchange(Result.ISSUED, "ASIA0");
    log.timeline();
    exchange(Result.ISSUED, "ASIA1");
    exchange(Result.ISSUED, "ASIA1");
    Timeline run = log.timeline();

    assertEquals(
        List.of(
            "session 1: ASIA0",
            "session 2: ASIA1",
            "the same credentials again, from the cache of the agent"),
        reported);
    assertEquals(3, run.events().size());
  }

  @Test
  void phasesOfTheServiceFollowOneAnotherWithoutGaps() {
    time.advance(Duration.ofSeconds(2));
    log.phase(Health.DOWN, "responds with 503");
    time.advance(Duration.ofSeconds(3));
    log.phase(Health.WELL, "issues credentials");
    time.advance(Duration.ofSeconds(1));

    assertEquals(
        List.of(
            new Phase(Health.WELL, "issues credentials", after(0), after(2)),
            new Phase(Health.DOWN, "responds with 503", after(2), after(5)),
            new Phase(Health.WELL, "issues credentials", after(5), after(6))),
        log.timeline().phases());
  }

  private static Instant after(int seconds) {
    return SampleTimeline.at(seconds);
  }
}
