package dev.irsa.cli.lab;

import java.time.Duration;
import java.util.List;

/**
 * The verdict on a demonstration.
 *
 * @param evidence the evidence
 * @param claims the claims with their findings
 * @param story the events in order
 * @param took the duration of the whole run
 */
record Verdict(Evidence evidence, List<Claim> claims, List<Happening> story, Duration took) {

  Verdict {
    claims = List.copyOf(claims);
    story = List.copyOf(story);
  }

  boolean holds() {
    return claims.stream().allMatch(Claim::holds);
  }
}
