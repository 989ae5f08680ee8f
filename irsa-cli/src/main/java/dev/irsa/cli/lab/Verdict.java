package dev.irsa.cli.lab;

import java.time.Duration;
import java.util.List;

/**
 * What came of a show.
 *
 * @param evidence what it left behind
 * @param claims each judged
 * @param story what happened, in order
 * @param took the whole run
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
