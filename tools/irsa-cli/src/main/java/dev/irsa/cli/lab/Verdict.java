package dev.irsa.cli.lab;

import dev.irsa.cli.timeline.Timeline;
import java.time.Duration;
import java.util.List;

/**
 * The verdict on a demonstration.
 *
 * @param evidence the evidence
 * @param claims the claims with their findings
 * @param story the events in order
 * @param timeline what happened, for display
 * @param took the duration of the whole run
 */
record Verdict(
    Evidence evidence,
    List<Claim> claims,
    List<Happening> story,
    Timeline timeline,
    Duration took) {

  Verdict {
    claims = List.copyOf(claims);
    story = List.copyOf(story);
  }

  boolean holds() {
    return claims.stream().allMatch(Claim::holds);
  }
}
