package dev.irsa.testkit.kubernetes;

import java.time.Duration;

/**
 * The flags of the pod identity webhook.
 *
 * @param region {@code --aws-default-region}; empty: no region is injected
 * @param regionalEndpoints {@code --sts-regional-endpoint}, true on EKS
 * @param audience {@code --token-audience}
 * @param tokenExpiration {@code --token-expiration}
 * @param shortestExpiration what shorter ones are raised to; ten minutes in the real webhook
 * @param malformedAnnotationsIgnored annotations that cannot be read are passed over, as the real
 *     webhook does with a line in its log; false: they are errors, since a test that has one means
 *     something else
 */
public record WebhookSettings(
    String region,
    boolean regionalEndpoints,
    String audience,
    Duration tokenExpiration,
    Duration shortestExpiration,
    boolean malformedAnnotationsIgnored) {

  public WebhookSettings {
    if (audience.isBlank()) {
      throw new IllegalArgumentException("audience: expected at least one character");
    }
    if (tokenExpiration.compareTo(shortestExpiration) < 0) {
      throw new IllegalArgumentException(
          "tokenExpiration: expected " + shortestExpiration + " or more, found " + tokenExpiration);
    }
  }

  /**
   * As on an EKS cluster in the region: regional endpoints, {@code sts.amazonaws.com}, 24 h, at
   * least ten minutes.
   */
  public static WebhookSettings eks(String region) {
    return new WebhookSettings(
        region, true, "sts.amazonaws.com", Duration.ofHours(24), Duration.ofMinutes(10), false);
  }

  /** Returns these settings with malformed annotations passed over, as in the real webhook. */
  public WebhookSettings ignoringMalformedAnnotations() {
    return new WebhookSettings(
        region, regionalEndpoints, audience, tokenExpiration, shortestExpiration, true);
  }

  /**
   * Returns these settings with another lifetime of tokens, shorter ones than ten minutes included.
   */
  public WebhookSettings withTokenExpiration(Duration expiration) {
    var shortest = expiration.compareTo(shortestExpiration) < 0 ? expiration : shortestExpiration;
    return new WebhookSettings(
        region, regionalEndpoints, audience, expiration, shortest, malformedAnnotationsIgnored);
  }
}
