package dev.irsa.testkit.sts;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the lab's STS differs from the real one, and where it stands.
 *
 * @param region the endpoint's region, for which signatures must be made
 * @param tokenLeeway how long past its expiry a token is still taken; AWS's own is five minutes
 * @param sessionLifetime shortens every session to this, whatever the request says; null: as
 *     requested
 */
public record StsSettings(String region, Duration tokenLeeway, @Nullable Duration sessionLifetime) {

  /** AWS's behaviour in a region. */
  public static StsSettings of(String region) {
    return new StsSettings(region, Duration.ofMinutes(5), null);
  }

  Duration lifetime(Duration requested) {
    Duration longest = sessionLifetime;
    return longest == null || requested.compareTo(longest) < 0 ? requested : longest;
  }
}
