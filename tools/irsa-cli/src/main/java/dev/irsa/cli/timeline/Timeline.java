package dev.irsa.cli.timeline;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What happened in a run. Immutable.
 *
 * @param service the name of the service that issues credentials
 * @param from the start of the run
 * @param steadyUntil until when calls should succeed; what follows, such as the denial after the
 *     service account was deleted, counts neither for nor against the provider
 * @param until the end of the run, or the current time while it lasts
 * @param health how that service responds, without gaps
 * @param moments single events
 * @param pods the pods; the first one is the subject of the run, others are compared with it
 */
public record Timeline(
    String service,
    Instant from,
    Instant steadyUntil,
    Instant until,
    List<ServicePhase> health,
    List<Moment> moments,
    List<PodTimeline> pods) {

  /** Copies the lists. */
  public Timeline {
    health = List.copyOf(health);
    moments = List.copyOf(moments);
    pods = List.copyOf(pods);
  }

  /** Returns the time from the start of the run. */
  public Duration since(Instant moment) {
    return Duration.between(from, moment);
  }

  /** Returns the length of the run so far. */
  public Duration length() {
    return since(until);
  }
}
