package dev.irsa.cli.lab;

import dev.irsa.cli.pod.CallStream;
import dev.irsa.cli.pod.PodCredentials;
import dev.irsa.cli.pod.PodMain;
import dev.irsa.cli.terminal.Screen;
import dev.irsa.cli.timeline.Timeline;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The complete {@code irsa lab --scenario}: one pod, or two that are compared, and the verdict. */
public final class ScenarioShow {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Screen screen;
  private final Scenario scenario;
  private final Mechanism mechanism;
  private final @Nullable Peer peer;

  private ScenarioShow(Screen screen, Scenario scenario, Mechanism mechanism, @Nullable Peer peer) {
    this.screen = screen;
    this.scenario = scenario;
    this.mechanism = mechanism;
    this.peer = peer;
  }

  /**
   * Returns a scenario.
   *
   * @param mechanism how its pods get their credentials; one with which the scenario is possible
   * @param peer the SDK in a second pod; null for one pod only
   */
  public static ScenarioShow of(
      Screen screen, Scenario scenario, Mechanism mechanism, @Nullable Peer peer) {
    String obstacle = scenario.obstacle(mechanism);
    if (obstacle != null) {
      throw new IllegalArgumentException(
          "%s is not possible with %s: %s".formatted(scenario, mechanism.id(), obstacle));
    }
    return new ScenarioShow(screen, scenario, mechanism, peer);
  }

  /**
   * Plays the scenario.
   *
   * @return the verdict, which has already been displayed
   */
  public LabReport run() throws IOException, InterruptedException {
    long start = System.nanoTime();
    try (ScenarioPod ours = ScenarioPod.set("irsa", "irsa", mechanism);
        ScenarioPod other =
            peer == null ? null : ScenarioPod.set(peer.toString(), peer.title(), mechanism)) {
      List<ScenarioPod> pods = new ArrayList<>(List.of(ours));
      introduce();
      ours.launch(PodCredentials.IRSA, streams());
      if (other != null) {
        other.launch(PodCredentials.SDK, streams());
        pods.add(other);
      }
      for (ScenarioPod pod : pods) {
        pod.awaitPrepared(PATIENCE);
      }
      ScenarioVerdict verdict = play(pods, start);
      Summary.show(verdict, screen);
      return new LabReport(verdict);
    } catch (GaveUpException e) {
      throw new IOException("timed out waiting for " + e.getMessage(), e);
    }
  }

  private void introduce() {
    Outline outline = new Outline(screen);
    outline.title("irsa lab, scenario " + scenario);
    outline.paragraph(scenario.situation());
    outline.paragraph(ScenarioContent.pods(peer));
  }

  private ScenarioVerdict play(List<ScenarioPod> pods, long start) throws InterruptedException {
    ScenarioPod subject = pods.get(0);
    Clock clock = subject.stage().lab().time().clock();
    RunLog log = new RunLog(mechanism.service(), clock);
    int callers = scenario == Scenario.COLD_HERD ? PodMain.HERD : 1;
    Waits.Start due = new Waits.Start(log.start(), callers);
    RunWatch watch = new RunWatch(log, pods.stream().map(pod -> pod.watched(due)).toList());
    try (LiveProgress progress =
        new LiveProgress(screen, watch, clock, () -> subject.exchangesFrom(log.start()))) {
      progress.begin();
      List<String> problems =
          new ScenarioScript(scenario, mechanism, pods, log, progress.chronicle()).play();
      Timeline run = watch.timeline();
      return new ScenarioVerdict(
          scenario,
          mechanism,
          peer,
          ScenarioJudgement.of(scenario, run, problems),
          progress.chronicle().happenings(),
          run,
          Duration.ofNanos(System.nanoTime() - start));
    }
  }

  /** Returns the calls that each pod makes. */
  private List<CallStream> streams() {
    List<CallStream> all = peer == null ? List.of(CallStream.values()) : peer.streams();
    if (scenario != Scenario.COLD_HERD) {
      return all;
    }
    return List.of(all.get(0), CallStream.CONTROL);
  }
}
