package dev.irsa.cli.lab;

import dev.irsa.cli.ClosedOnExit;
import dev.irsa.cli.pod.CallStream;
import dev.irsa.cli.pod.PodCredentials;
import dev.irsa.cli.terminal.Screen;
import java.io.IOException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** The complete {@code irsa lab}: walkthrough, demonstration, verdict. */
public final class LabShow {
  private final Screen screen;
  private final Mechanism mechanism;
  private final Pace pace;
  private final Demands demands;
  private final List<Trouble> troubles;
  private final boolean failOne;

  LabShow(
      Screen screen,
      Mechanism mechanism,
      Pace pace,
      Demands demands,
      List<Trouble> troubles,
      boolean failOne) {
    this.screen = screen;
    this.mechanism = mechanism;
    this.pace = pace;
    this.demands = demands;
    this.troubles = List.copyOf(troubles);
    this.failOne = failOne;
  }

  /**
   * Returns the demonstration for users.
   *
   * @param mechanism how its pod gets its credentials
   */
  public static LabShow standard(Screen screen, Mechanism mechanism) {
    Pace pace = Pace.standard();
    return new LabShow(
        screen, mechanism, pace, Demands.standard(), Trouble.all(mechanism, pace), false);
  }

  /**
   * Returns a short demonstration in which one call fails on purpose, so that its verdict must be
   * negative.
   */
  public static LabShow failing(Screen screen, Mechanism mechanism) {
    Demands few = new Demands(50, 0, 0, 0, Demands.standard().longestWait());
    return new LabShow(screen, mechanism, Pace.brief(), few, List.of(), true);
  }

  /**
   * Runs the demonstration.
   *
   * @return the verdict, which has already been displayed
   */
  public LabReport run() throws IOException, ParseException, InterruptedException {
    long start = System.nanoTime();
    Outline outline = new Outline(screen);
    outline.title("irsa lab: the life cycle of a pod's credentials, entirely on loopback");
    try (Stage stage = Stage.set(mechanism, pace.sessionLifetime(), pace.tokenLifetime());
        ClosedOnExit unused = ClosedOnExit.of(stage)) {
      new Walkthrough(stage, outline).show();
      Verdict verdict = play(stage, outline, start);
      Summary.show(verdict, screen);
      return new LabReport(verdict);
    }
  }

  private Verdict play(Stage stage, Outline outline, long start)
      throws IOException, InterruptedException {
    List<String> jvm = stage.jvmArguments();
    introduce(stage, outline, jvm);
    Inbox inbox = new Inbox();
    Clock clock = stage.lab().time().clock();
    RunWatch watch = RunWatch.of(stage, new RunLog(mechanism.service(), clock), inbox);
    try (LiveProgress progress = new LiveProgress(screen, watch, clock, stage::exchanges)) {
      Show show = new Show(stage, pace, demands, watch, progress.chronicle());
      show.prepare();
      progress.begin();
      Evidence evidence;
      try (PodProcess pod =
          PodProcess.start(
              jvm, stage.environment(), PodCredentials.IRSA, List.of(CallStream.values()), inbox)) {
        evidence = show.play(pod, troubles, failOne);
      }
      return new Verdict(
          evidence,
          Judgement.of(evidence, demands),
          progress.chronicle().happenings(),
          watch.timeline(),
          Duration.ofNanos(System.nanoTime() - start));
    }
  }

  private void introduce(Stage stage, Outline outline, List<String> jvm) {
    outline.step("The pod runs in a separate JVM, with AWS SDK for Java 2.x and 1.x");
    outline.note("Its environment has only the variables that the webhook injected, and HOSTNAME.");
    outline.note(
        mechanism == Mechanism.IRSA
            ? "Only the token file's path differs: it is the one on this machine. These variables"
            : "Only the token's path and the agent's port are those on this machine. These variables");
    outline.note("and options, absent on EKS, direct the pod to the lab instead of AWS:");
    stage.pod().endpointVariables().forEach(outline::detail);
    jvm.forEach(argument -> outline.detail("JVM option", argument));
    outline.note(
        "The lab uses short lifetimes: tokens live %d s instead of a day, sessions"
            .formatted(pace.tokenLifetime().toSeconds()));
    long session = pace.sessionLifetime().toSeconds();
    if (mechanism == Mechanism.IRSA) {
      outline.note(
          "%d s instead of an hour. STS fails only for the exchange (%s),"
              .formatted(session, Traffic.EXCHANGE));
      outline.note("since the calls that verify the credentials go to STS as well.");
    } else {
      outline.note(
          "%d s instead of 6 h, and the agent keeps them for %d s instead of 3 h. When EKS Auth fails,"
              .formatted(session, session / 2));
      outline.note("the agent is restarted as well, since it would serve what it keeps.");
    }
  }
}
