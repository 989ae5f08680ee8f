package dev.irsa.cli.lab;

import dev.irsa.cli.timeline.PodTimeline;
import dev.irsa.cli.timeline.Timeline;
import dev.irsa.testkit.iam.AccessKey;
import dev.irsa.testkit.kubernetes.TokenVolume;
import dev.irsa.testkit.server.RequestRecord;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** Observes a run, at any time. Thread-safe. */
final class RunWatch {
  private final RunLog log;
  private final List<WatchedPod> pods;

  /**
   * A pod with the sources from which it is observed.
   *
   * @param requests supplies the requests that it made so far
   * @param nodeKeys supplies the sessions of the node's role that it was given so far
   */
  record WatchedPod(
      PodObserver observer,
      Supplier<List<RequestRecord>> requests,
      Supplier<List<AccessKey>> nodeKeys,
      TokenVolume volume,
      Inbox inbox) {

    PodTimeline observe(Instant waitsFrom, Instant now) {
      return observer.observe(
          requests.get(), volume.events(), inbox.all(), nodeKeys.get(), waitsFrom, now);
    }
  }

  RunWatch(RunLog log, List<WatchedPod> pods) {
    this.log = log;
    this.pods = List.copyOf(pods);
  }

  /** Returns a watch of the pod on a stage. */
  static RunWatch of(Stage stage, RunLog log, Inbox inbox) {
    IssuedSessions sessions = new IssuedSessions(stage::expirationOf);
    PodObserver observer = new PodObserver("irsa", "irsa", stage.role().arn(), sessions, null);
    return new RunWatch(
        log,
        List.of(
            new WatchedPod(observer, stage::requests, List::of, stage.pod().tokenVolume(), inbox)));
  }

  /** Remembers the sessions issued so far. To be called before their role is deleted. */
  void rememberSessions() {
    timeline();
  }

  RunLog log() {
    return log;
  }

  /** Returns what happened until now. */
  Timeline timeline() {
    Instant now = log.now();
    return log.timeline(pods.stream().map(pod -> pod.observe(log.readyAt(), now)).toList());
  }
}
