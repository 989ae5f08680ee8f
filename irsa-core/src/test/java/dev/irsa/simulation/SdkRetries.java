package dev.irsa.simulation;

import java.util.SplittableRandom;

/**
 * The retries of a client of an AWS SDK for Java. A pause is a random part of one that doubles up
 * to 20 s. Each retry takes tokens from a bucket of 500, which a client fills again by its
 * successes; without tokens a refresh makes one call.
 */
final class SdkRetries {

  private static final long LONGEST_PAUSE = 20_000;
  private static final int BUCKET = 500;

  /** Which retries are made, and what they cost. */
  private record Rules(
      int attempts,
      long pause,
      int cost,
      long throttledPause,
      double leastPart,
      int throttledCost) {}

  /** The default of SDK v2 since 2.58.0: RetryMode.STANDARD, full jitter. */
  private static final Rules STANDARD = new Rules(3, 50, 14, 1_000, 0, 5);

  /**
   * SDK v1: PredefinedRetryPolicies, PredefinedBackoffStrategies, AmazonHttpClient.retryCapacity.
   * When throttled, at least half of a pause.
   */
  private static final Rules LEGACY = new Rules(4, 100, 5, 500, 0.5, 0);

  private final Rules rules;
  private final SplittableRandom random;
  private int tokens = BUCKET;
  private int taken;

  private SdkRetries(Rules rules, SplittableRandom random) {
    this.rules = rules;
    this.random = random;
  }

  static SdkRetries standard(SplittableRandom random) {
    return new SdkRetries(STANDARD, random);
  }

  static SdkRetries legacy(SplittableRandom random) {
    return new SdkRetries(LEGACY, random);
  }

  /** Returns whether a further attempt is made after this many have failed. */
  boolean mayFollow(int failed, boolean throttled) {
    int cost = throttled ? rules.throttledCost : rules.cost;
    if (failed >= rules.attempts || tokens < cost) {
      taken = 0;
      return false;
    }
    tokens -= cost;
    taken = cost;
    return true;
  }

  long pauseAfter(int failed, boolean throttled) {
    long first = throttled ? rules.throttledPause : rules.pause;
    double least = throttled ? rules.leastPart : 0;
    long most = Math.min(LONGEST_PAUSE, first << (failed - 1));
    return (long) (most * (least + (1 - least) * random.nextDouble()));
  }

  void succeeded() {
    tokens = Math.min(BUCKET, tokens + Math.max(1, taken));
    taken = 0;
  }
}
