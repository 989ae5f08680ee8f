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
 */
public record LabStsSettings(
    String region, Duration tokenLeeway, @Nullable Duration sessionLifetime) {

  Duration lifetime(Duration requested) {
    Duration longest = sessionLifetime;
    return longest == null || requested.compareTo(longest) < 0 ? requested : longest;
  }
}
