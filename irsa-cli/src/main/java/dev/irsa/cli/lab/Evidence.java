package dev.irsa.cli.lab;

import dev.irsa.cli.pod.PodMessage;
import dev.irsa.testkit.server.RequestRecord;
import java.time.Instant;
import java.util.List;

/**
 * All that a show leaves behind. Immutable.
 *
 * @param roleArn the role of the service account
 * @param requests the lab's request log
 * @param rotatedAt when the token was rotated, by the lab
 * @param incidents what went wrong with STS, and when
 * @param readyAt when every kind of call had succeeded once
 * @param stoppedAt when the last steady call had been answered
 * @param deletedAt when the service account had been deleted, after that
 * @param confessions what the pod said; it is believed where it speaks against itself
 * @param mishaps why the script could not be played to its end; empty if it was
 */
record Evidence(
    String roleArn,
    List<RequestRecord> requests,
    List<Instant> rotatedAt,
    List<Incident> incidents,
    Instant readyAt,
    Instant stoppedAt,
    Instant deletedAt,
    List<PodMessage> confessions,
    List<String> mishaps) {

  Evidence {
    requests = List.copyOf(requests);
    rotatedAt = List.copyOf(rotatedAt);
    incidents = List.copyOf(incidents);
    confessions = List.copyOf(confessions);
    mishaps = List.copyOf(mishaps);
  }
}
