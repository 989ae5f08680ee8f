package dev.irsa.testkit.kubernetes;

import java.time.Duration;

/**
 * The flags of the pod identity webhook.
 *
 * @param region {@code --aws-default-region}; if empty, a region is not injected
 * @param regionalEndpoints {@code --sts-regional-endpoint}, true on EKS
 * @param audience {@code --token-audience}
 * @param tokenExpiration {@code --token-expiration}
 * @param shortestExpiration the minimum, to which shorter expirations are raised; ten minutes in
 *     the original webhook
 * @param malformedAnnotationsIgnored whether malformed annotations are ignored, as in the original
 *     webhook, which only logs them; if false they are errors, since in a test they are usually
 *     mistakes
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
   * Returns the settings of an EKS cluster in the region: regional endpoints, {@code
   * sts.amazonaws.com}, 24 h, at least ten minutes.
   */
  public static WebhookSettings eks(String region) {
    return new WebhookSettings(
        region, true, "sts.amazonaws.com", Duration.ofHours(24), Duration.ofMinutes(10), false);
  }

  /** Returns a copy that ignores malformed annotations, as the original webhook does. */
  public WebhookSettings ignoringMalformedAnnotations() {
    return new WebhookSettings(
        region, regionalEndpoints, audience, tokenExpiration, shortestExpiration, true);
  }

  /** Returns a copy with another lifetime of tokens, which may be shorter than ten minutes. */
  public WebhookSettings withTokenExpiration(Duration expiration) {
    var shortest = expiration.compareTo(shortestExpiration) < 0 ? expiration : shortestExpiration;
    return new WebhookSettings(
        region, regionalEndpoints, audience, expiration, shortest, malformedAnnotationsIgnored);
  }
}
