package dev.irsa.cli.lab;

import dev.irsa.cli.timeline.Timeline;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The verdict on a scenario.
 *
 * @param scenario the scenario
 * @param mechanism how the pods get their credentials
 * @param peer the SDK in the second pod; null if there is only one pod
 * @param claims the claims on the first pod, with their findings
 * @param story the events in order
 * @param timeline what happened to the pods
 * @param took the duration of the whole run
 */
record ScenarioVerdict(
    Scenario scenario,
    Mechanism mechanism,
    @Nullable Peer peer,
    List<Claim> claims,
    List<Happening> story,
    Timeline timeline,
    Duration took) {

  ScenarioVerdict {
    claims = List.copyOf(claims);
    story = List.copyOf(story);
  }

  boolean holds() {
    return claims.stream().allMatch(Claim::holds);
  }

  /** Returns the command line that leads to this run. */
  String command() {
    boolean implied = scenario.obstacle(Mechanism.IRSA) != null;
    return "irsa lab --scenario "
        + scenario
        + (mechanism == Mechanism.POD_IDENTITY && !implied ? " --pod-identity" : "")
        + (peer == null ? "" : " --peer " + peer);
  }
}
