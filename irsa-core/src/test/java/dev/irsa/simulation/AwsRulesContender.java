package dev.irsa.simulation;

import java.time.Duration;

/**
 * The rules that the AWS SDKs are going to share (cross-SDK credential refresh specification of
 * 2026), with the calls of SDK v2. The caller that finds a refresh due makes it: 5 min before
 * expiration for sessions of up to 20 min, 15 min below 90 min, and 60 min otherwise. After a
 * failure STS is not called for 5 to 10 min, regardless of the remaining validity. Expired
 * credentials are served for 12 h.
 */
final class AwsRulesContender extends SdkContender {

  private static final long MINUTE = 60_000;
  private static final long STATIC_STABILITY = 12 * 60 * MINUTE;

  private final long window;
  private long now;
  private long expiresAt;
  private long nextAllowed;

  AwsRulesContender(Duration lifetime, Outage outage, long seed) {
    super(lifetime, outage, 30_000, SdkRetries::standard, seed);
    this.window = window(lifetime.toMillis());
  }

  private static long window(long lifetime) {
    if (lifetime <= 20 * MINUTE) {
      return 5 * MINUTE;
    }
    return lifetime < 90 * MINUTE ? 15 * MINUTE : 60 * MINUTE;
  }

  @Override
  public Got get(long millis) {
    now = Math.max(now, millis);
    boolean due = expiresAt - now <= window && now >= nextAllowed;
    return expiresAt == 0 || due ? renew() : served();
  }

  private Got renew() {
    Got got = refresh(now);
    now = got.at();
    if (got.isFailure()) {
      nextAllowed = now + (long) ((5 + 5 * random.nextDouble()) * MINUTE);
      return served();
    }
    expiresAt = got.expiresAt();
    return got;
  }

  private Got served() {
    boolean stable = expiresAt > 0 && now < expiresAt + STATIC_STABILITY;
    return new Got(now, stable ? expiresAt : FAILED);
  }
}
