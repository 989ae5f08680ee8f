package dev.irsa.testkit.internal.kubernetes;

import java.time.Duration;

/**
 * The flags of the pod identity webhook, as on EKS: regional endpoints, and tokens for {@code
 * sts.amazonaws.com}.
 *
 * @param region {@code --aws-default-region}; if empty, a region is not injected
 * @param tokenExpiration {@code --token-expiration}
 */
public record WebhookSettings(String region, Duration tokenExpiration) {

  private static final Duration SHORTEST = Duration.ofMinutes(10);

  /** Returns the settings of an EKS cluster in the region, whose tokens live for 24 h. */
  public static WebhookSettings eks(String region) {
    return new WebhookSettings(region, Duration.ofHours(24));
  }

  /**
   * Returns the minimum, to which shorter expirations are raised: ten minutes as in the original
   * webhook, or less in a lab of short-lived tokens.
   */
  Duration shortestExpiration() {
    return tokenExpiration.compareTo(SHORTEST) < 0 ? tokenExpiration : SHORTEST;
  }
}
