package dev.irsa.testkit.internal.sts;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the lab's STS.
 *
 * @param region the endpoint's region, which signatures must name
 * @param tokenLeeway how long after its expiration a token is still accepted; five minutes in AWS
 * @param sessionLifetime the maximum lifetime of sessions, whatever duration is requested; null for
 *     the requested duration
 * @param outboundTokenLifetime the maximum lifetime of tokens for services outside of AWS, whatever
 *     duration is requested; null for the requested duration
 */
public record LabStsSettings(
    String region,
    Duration tokenLeeway,
    @Nullable Duration sessionLifetime,
    @Nullable Duration outboundTokenLifetime) {

  Duration sessionLifetime(Duration requested) {
    return atMost(sessionLifetime, requested);
  }

  Duration tokenLifetime(Duration requested) {
    return atMost(outboundTokenLifetime, requested);
  }

  private static Duration atMost(@Nullable Duration longest, Duration requested) {
    return longest == null || requested.compareTo(longest) < 0 ? requested : longest;
  }
}
