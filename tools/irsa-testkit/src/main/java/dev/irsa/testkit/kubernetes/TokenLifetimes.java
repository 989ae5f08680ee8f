package dev.irsa.testkit.kubernetes;

import java.time.Duration;

/**
 * The limits on the lifetime of service account tokens. Shorter requests are rejected; longer ones
 * are silently shortened, as the API server does with {@code
 * --service-account-max-token-expiration}.
 *
 * @param shortest at least one second
 * @param longest at least {@code shortest}
 */
public record TokenLifetimes(Duration shortest, Duration longest) {

  public TokenLifetimes {
    if (shortest.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException(
          "shortest: expected one second or more, found " + shortest);
    }
    if (longest.compareTo(shortest) < 0) {
      throw new IllegalArgumentException(
          "longest: expected " + shortest + " or more, found " + longest);
    }
  }

  /** Returns the limits of EKS: ten minutes to 24 hours. */
  public static TokenLifetimes standard() {
    return new TokenLifetimes(Duration.ofMinutes(10), Duration.ofHours(24));
  }

  /** Returns limits for a lab with accelerated time: one second to 24 hours. */
  public static TokenLifetimes accelerated() {
    return new TokenLifetimes(Duration.ofSeconds(1), Duration.ofHours(24));
  }

  /** Returns the granted lifetime, in whole seconds. */
  Duration grant(Duration requested) {
    if (requested.compareTo(shortest) < 0) {
      throw new IllegalArgumentException(
          "spec.expirationSeconds: Invalid value: "
              + requested.toSeconds()
              + ": may not specify a duration less than "
              + shortest.toSeconds()
              + " seconds");
    }
    var granted = requested.compareTo(longest) > 0 ? longest : requested;
    return Duration.ofSeconds(granted.toSeconds());
  }
}
