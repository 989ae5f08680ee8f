package dev.irsa.testkit.kubernetes;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * When the kubelet replaces a token ({@code pkg/kubelet/token/token_manager.go}, {@code
 * requiresRefresh}): at 80 % of its lifetime, at the age of 24 h, and at once when the clock stands
 * before {@code iat}. (Kubelet asks for later than that; the lab rotates at that very nanosecond.)
 *
 * @param token the token in the volume
 * @param jitter by how much the rotation comes early
 */
record RotationTimes(BoundToken token, Duration jitter) {

  private static final Duration LONGEST_AGE = Duration.ofHours(24);

  /**
   * Draws the jitter: uniformly from zero to the smaller of the longest and a sixtieth of the
   * lifetime.
   */
  static RotationTimes of(BoundToken token, VolumeSettings settings) {
    var cap = token.lifetime().dividedBy(60);
    var longest = settings.longestJitter().compareTo(cap) < 0 ? settings.longestJitter() : cap;
    // Not drawn when there is none, so that exact volumes leave the generator alone.
    double share = longest.isZero() ? 0 : settings.random().nextDouble();
    var jitter = Duration.ofNanos((long) (longest.toNanos() * share));
    return new RotationTimes(token, counted(jitter, token));
  }

  /**
   * As kubelet counts, in whole seconds; tokens shorter than Kubernetes grants are timed finely.
   */
  private static Duration counted(Duration duration, BoundToken token) {
    boolean granted = token.lifetime().compareTo(TokenLifetimes.standard().shortest()) >= 0;
    return granted ? duration.truncatedTo(ChronoUnit.SECONDS) : duration;
  }

  /** The first instant at which the token is replaced. */
  Instant dueAt() {
    var byLifetime = token.expiresAt().minus(counted(token.lifetime().dividedBy(5), token));
    var byAge = token.issuedAt().plus(LONGEST_AGE);
    return (byLifetime.isBefore(byAge) ? byLifetime : byAge).minus(jitter);
  }

  boolean isDueAt(Instant now) {
    return !now.isBefore(dueAt()) || now.isBefore(token.issuedAt());
  }

  /**
   * How long to wait before looking again: until the token is due, but no longer than the period. A
   * token that is due already, since it was refused a successor or lives for a second only, is
   * looked at after a while.
   */
  Duration pauseAt(Instant now, Duration period) {
    var untilDue = Duration.between(now, dueAt());
    boolean past = untilDue.isZero() || untilDue.isNegative();
    var pause = past ? token.lifetime().dividedBy(20) : untilDue;
    return pause.compareTo(period) < 0 ? pause : period;
  }
}
