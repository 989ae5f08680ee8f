package dev.irsa.testkit.kubernetes;

import dev.irsa.testkit.kubernetes.TokenVolume.BoundToken;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The time at which kubelet replaces a token ({@code pkg/kubelet/token/token_manager.go}, {@code
 * requiresRefresh}): at 80 % of its lifetime, at the age of 24 h, and at once when the clock is
 * before {@code iat}. (Kubelet rotates strictly after that time; the lab rotates exactly then.)
 *
 * @param token the token in the volume
 */
record RotationTimes(BoundToken token) {

  private static final Duration LONGEST_AGE = Duration.ofHours(24);
  private static final Duration PERIOD = Duration.ofMinutes(1);
  private static final Duration SHORTEST_OF_KUBERNETES = Duration.ofMinutes(10);

  /**
   * Rounds to whole seconds, as kubelet does. Tokens below the minimum of Kubernetes keep their
   * exact lifetime.
   */
  private static Duration counted(Duration duration, BoundToken token) {
    boolean granted = token.lifetime().compareTo(SHORTEST_OF_KUBERNETES) >= 0;
    return granted ? duration.truncatedTo(ChronoUnit.SECONDS) : duration;
  }

  /** Returns the first instant at which the token is replaced. */
  Instant dueAt() {
    var byLifetime = token.expiresAt().minus(counted(token.lifetime().dividedBy(5), token));
    var byAge = token.issuedAt().plus(LONGEST_AGE);
    return byLifetime.isBefore(byAge) ? byLifetime : byAge;
  }

  boolean isDueAt(Instant now) {
    return !now.isBefore(dueAt()) || now.isBefore(token.issuedAt());
  }

  /**
   * Returns the time until the next check: until the token is due, but at most a minute, within
   * which a change of the wall clock is noticed. If the token is already due, because its
   * replacement was denied or it lives for only a second, the check is repeated after a delay.
   */
  Duration pauseAt(Instant now) {
    var untilDue = Duration.between(now, dueAt());
    boolean past = untilDue.isZero() || untilDue.isNegative();
    var pause = past ? token.lifetime().dividedBy(20) : untilDue;
    return pause.compareTo(PERIOD) < 0 ? pause : PERIOD;
  }
}
