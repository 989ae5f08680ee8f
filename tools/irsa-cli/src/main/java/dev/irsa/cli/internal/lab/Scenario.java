package dev.irsa.cli.internal.lab;

import com.google.errorprone.annotations.Immutable;
import dev.irsa.cli.internal.timeline.Measure;
import dev.irsa.cli.internal.timeline.Timeline;
import dev.irsa.cli.internal.timeline.Timeline.Call;
import dev.irsa.cli.internal.timeline.Timeline.Health;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.podidentity.PodIdentityAgent;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A difficulty that pods meet in a run, each in a lab of its own, and the claims about the first
 * pod.
 */
public enum Scenario {
  /** The life of a pod: renewals, failures of the issuing service, and the end of its account. */
  DEMONSTRATION(
      "A pod with both AWS SDKs for Java calls STS and S3. Its token rotates, and its credentials"
          + " are renewed while the service that issues them fails in three ways. Then its service"
          + " account is deleted.",
      Measure.FAILED,
      "%s of %s calls failed while %s was down, throttled and hanging",
      ScenarioSteps::demonstrate,
      Judgement::demonstration),
  /** The issuing service is down in the last minute of a session. */
  OUTAGE(
      "The service that issues credentials is down in the last minute of a session, which is still"
          + " valid.",
      Measure.FAILED_WHILE_VALID,
      "%s calls failed while credentials were valid",
      steps -> steps.failInLastMinute(Health.DOWN),
      Judgement::lastMinute),
  /** STS of the pod's region is down for longer than a session; another region is the spare. */
  REGION(
      "STS of the pod's region is down until after the end of a session. STS of another region is the"
          + " spare endpoint. Another pod starts meanwhile.",
      Measure.FAILED,
      "%s of %s calls failed while %s of the region was down",
      ScenarioSteps::loseRegion,
      Judgement::lostRegion),
  /** The issuing service throttles the first requests. */
  THROTTLE(
      "The first requests for credentials are throttled. The node has a role of its own, which pods"
          + " must not use.",
      Measure.OTHER_IDENTITY,
      "%s calls as the node's role",
      ScenarioSteps::throttle,
      Judgement::throttled),
  /** The issuing service accepts requests and never responds, in the last minute of a session. */
  HANG(
      "The service that issues credentials accepts requests and never responds, in the last minute"
          + " of a session, which is still valid.",
      Measure.LONGEST_WAIT,
      "Callers waited %s at most while credentials were valid",
      steps -> steps.failInLastMinute(Health.HANGING),
      Judgement::lastMinute),
  /** The token is not rotated, and expires. */
  STALLED_TOKEN(
      "Kubelet does not rotate the token, which expires in the last minute of a session, which is"
          + " still valid.",
      Measure.FAILED_WHILE_VALID,
      "%s calls failed while credentials were valid",
      ScenarioSteps::stallToken,
      Judgement::lastMinute),
  /** The node's clock is two hours ahead of AWS's clock. */
  CLOCK_SKEW(
      "The clock of the node is two hours ahead of that of AWS: by it, new credentials have already"
          + " expired.",
      Measure.EXCHANGES,
      "%s requests for credentials",
      ScenarioSteps::skewClocks,
      Judgement::skewed),
  /** AWS rejects sessions before their time. */
  REVOKED(
      "AWS rejects the sessions of the role from one moment on, long before their end.",
      Measure.FAILED,
      "%s calls failed once AWS rejected the sessions",
      ScenarioSteps::revoke,
      Judgement::revoked),
  /** Many threads need the first credentials at once. */
  COLD_HERD(
      "Twenty threads need the first credentials at once, and the response takes seconds.",
      Measure.EXCHANGES,
      "%s requests for credentials by 20 threads",
      ScenarioSteps::herd,
      Judgement::herd),
  /** The pod starts before the agent of EKS Pod Identity. */
  POD_IDENTITY(
      "The agent of EKS Pod Identity starts five seconds after the pod, as on a new node. The node"
          + " has a role of its own, which pods must not use.",
      Measure.OTHER_IDENTITY,
      "%s calls as the node's role",
      ScenarioSteps::startAgentLate,
      Judgement::lateAgent);

  private final String situation;
  private final Measure measure;
  private final String finding;
  private final ScenarioSteps.Action action;
  private final Claims claims;

  /** What is claimed of the first pod. */
  @Immutable
  private interface Claims {
    void judge(Judgement judgement);
  }

  Scenario(
      String situation,
      Measure measure,
      String finding,
      ScenarioSteps.Action action,
      Claims claims) {
    this.situation = situation;
    this.measure = measure;
    this.finding = finding;
    this.action = action;
    this.claims = claims;
  }

  /** Returns what happens to the pods, in words. */
  String situation() {
    return situation;
  }

  /**
   * Returns the finding in one line: the figure of our pod, and of the other pod if there are two.
   */
  String finding(Timeline run) {
    Timeline.Pod subject = run.subject();
    long calls = Measure.SERVED.of(run, subject) + Measure.FAILED.of(run, subject);
    StringBuilder text =
        new StringBuilder(
            finding
                .formatted(measure.text(run, subject), Measure.number(calls), run.service())
                .replaceFirst("^1 (\\w+)s ", "1 $1 "));
    if (run.pods().size() > 1) {
      text.insert(0, subject.title() + ": ");
    }
    for (Timeline.Pod other : run.pods().subList(1, run.pods().size())) {
      boolean forGood =
          measure == Measure.OTHER_IDENTITY && other.calls().stream().noneMatch(Call::served);
      text.append("; ").append(other.title()).append(": ").append(measure.text(run, other));
      text.append(forGood ? ", for good" : "");
    }
    return text.toString();
  }

  ScenarioSteps.Action action() {
    return action;
  }

  /** Returns the settings of the labs. */
  IrsaLab.Builder lab() {
    IrsaLab.Builder builder = IrsaLab.builder();
    if (this == REGION) {
      builder.region("eu-west-1").spareRegion("eu-west-3");
    } else if (this == DEMONSTRATION) {
      // The agent keeps credentials for half of their life, as the real one does with 6 h.
      builder
          .tokenLifetime(ScenarioSteps.TOKEN)
          .sessionLifetime(ScenarioSteps.SESSION)
          .agent(
              PodIdentityAgent.Settings.forSessionsOf(ScenarioSteps.SESSION)
                  .withRetention(ScenarioSteps.SESSION.dividedBy(2)));
    }
    return builder;
  }

  void judge(Judgement judgement) {
    claims.judge(judgement);
  }

  /**
   * Returns whether pods have no credentials yet when they meet it, so that their first waits
   * count.
   */
  boolean isCold() {
    return this == THROTTLE || this == COLD_HERD || this == POD_IDENTITY;
  }

  /** Returns why this source of credentials excludes the scenario; null if it does not. */
  public @Nullable String obstacle(CredentialSource source) {
    if (source == CredentialSource.IRSA) {
      return this == POD_IDENTITY ? "it is about the agent of EKS Pod Identity" : null;
    }
    return switch (this) {
      case CLOCK_SKEW -> "the agent's responses do not tell the time of AWS";
      case REVOKED -> "the agent serves a rejected session again";
      case REGION -> "the agent is on the node, and has no spare endpoint";
      default -> null;
    };
  }

  /** Returns the short, stable id, as on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
