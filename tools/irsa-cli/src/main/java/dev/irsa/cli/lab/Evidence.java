package dev.irsa.cli.lab;

import dev.irsa.cli.pod.PodMessage;
import dev.irsa.testkit.server.RequestRecord;
import java.time.Instant;
import java.util.List;

/**
 * The evidence of a demonstration. Immutable.
 *
 * @param mechanism how the pod gets its credentials
 * @param roleArn the role of the service account
 * @param requests the lab's request log
 * @param rotatedAt when the token was rotated, according to the lab
 * @param incidents the failures of the issuing service, with their times
 * @param readyAt when every kind of call had succeeded once
 * @param stoppedAt when the last steady call was completed
 * @param deletedAt when the service account was deleted, later than {@code stoppedAt}
 * @param podMessages the messages of the pod; they count only as evidence against it
 * @param problems the reasons why the scenario was aborted; empty if it was completed
 */
record Evidence(
    Mechanism mechanism,
    String roleArn,
    List<RequestRecord> requests,
    List<Instant> rotatedAt,
    List<Incident> incidents,
    Instant readyAt,
    Instant stoppedAt,
    Instant deletedAt,
    List<PodMessage> podMessages,
    List<String> problems) {

  Evidence {
    requests = List.copyOf(requests);
    rotatedAt = List.copyOf(rotatedAt);
    incidents = List.copyOf(incidents);
    podMessages = List.copyOf(podMessages);
    problems = List.copyOf(problems);
  }
}
