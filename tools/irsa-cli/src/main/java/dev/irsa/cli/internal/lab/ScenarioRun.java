package dev.irsa.cli.internal.lab;

import dev.irsa.cli.internal.pod.CallStream;
import dev.irsa.cli.internal.pod.PodMain;
import dev.irsa.cli.internal.pod.PodMessage;
import dev.irsa.cli.internal.terminal.Screen;
import dev.irsa.cli.internal.timeline.Timeline;
import java.io.IOException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A run of {@code irsa lab}: one pod, or two that are compared, through a scenario, and the result.
 *
 * @param screen shows the run while it goes on: a line for each event, and on a terminal below them
 *     how things are, five times a second
 * @param scenario what the pods meet
 * @param source how they get their credentials; one with which the scenario is possible
 * @param comparedSdk the SDK in a second pod; null for one pod only
 * @param failOne whether to make one call fail, which must lead to a negative result
 */
public record ScenarioRun(
    Screen screen,
    Scenario scenario,
    CredentialSource source,
    @Nullable ComparedSdk comparedSdk,
    boolean failOne) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long PERIOD_MILLIS = 200;

  /** Returns the result, which has already been displayed. */
  public LabResult result() throws IOException, ParseException, InterruptedException {
    long start = System.nanoTime();
    Introduction introduction = new Introduction(screen);
    try (LabPod ours = LabPod.create(null, source, scenario.lab());
        LabPod other =
            comparedSdk == null ? null : LabPod.create(comparedSdk, source, scenario.lab())) {
      introduction.show(this, ours);
      List<LabPod> pods = other == null ? List.of(ours) : List.of(ours, other);
      for (LabPod pod : pods) {
        pod.launch(streams());
      }
      for (LabPod pod : pods) {
        pod.process().await(PodMessage.ClientsCreated.class, 1, PATIENCE);
      }
      LabResult result = run(pods, start);
      Summary.show(result, screen);
      return result;
    } catch (TimeoutException e) {
      throw new IOException("timed out waiting for " + e.getMessage(), e);
    }
  }

  /** Returns the calls that each pod makes. */
  private List<CallStream> streams() {
    List<CallStream> all =
        comparedSdk == null ? List.of(CallStream.values()) : comparedSdk.streams();
    return scenario == Scenario.COLD_HERD ? List.of(all.get(0), CallStream.CONTROL) : all;
  }

  private LabResult run(List<LabPod> pods, long start) throws InterruptedException {
    Clock clock = pods.get(0).lab().time().clock();
    int callers = scenario == Scenario.COLD_HERD ? PodMain.HERD : 1;
    PodObserver.Start first = new PodObserver.Start(clock.instant(), callers);
    RunLog log =
        new RunLog(
            source.service(),
            clock,
            (waitsFrom, now) ->
                pods.stream().map(pod -> pod.observe(first, waitsFrom, now)).toList(),
            event -> screen.line(LiveView.event(first.at(), event)));
    List<String> problems = problems(new ScenarioSteps(pods, log, scenario.isCold(), failOne), log);
    Timeline run = log.timeline();
    return new LabResult(
        scenario,
        source,
        comparedSdk,
        Judgement.of(scenario::judge, source, run, problems),
        run,
        Duration.ofNanos(System.nanoTime() - start));
  }

  /** Runs the steps while the screen shows it. */
  private List<String> problems(ScenarioSteps steps, RunLog log) throws InterruptedException {
    ScheduledExecutorService painter =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread daemon = new Thread(task, "irsa-lab-progress");
              daemon.setDaemon(true);
              return daemon;
            });
    ScheduledFuture<?> unusedTask =
        painter.scheduleAtFixedRate(
            () -> screen.status(LiveView.lines(log.timeline())),
            0,
            PERIOD_MILLIS,
            TimeUnit.MILLISECONDS);
    try {
      return steps.run(scenario.action());
    } finally {
      painter.shutdownNow();
      boolean unused = painter.awaitTermination(5, TimeUnit.SECONDS);
      screen.close();
    }
  }
}
