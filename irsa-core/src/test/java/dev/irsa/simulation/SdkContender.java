package dev.irsa.simulation;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * The common behavior of both generations of the AWS SDK for Java. A refresh makes up to four
 * calls, with full jitter from 100 ms between them; when throttled, half to whole of a pause from
 * 500 ms. Both pauses double up to 20 s (v1: PredefinedRetryPolicies and
 * PredefinedBackoffStrategies; v2: RetryMode.LEGACY, the default). A hung call ends at the client's
 * socket timeout.
 */
abstract class SdkContender extends Contender {

  private static final int ATTEMPTS = 4;

  private final long lifetime;
  private final Outage outage;
  private final long socketTimeout;
  final SplittableRandom random;

  SdkContender(Duration lifetime, Outage outage, long socketTimeout, long seed) {
    this.lifetime = lifetime.toMillis();
    this.outage = outage;
    this.socketTimeout = socketTimeout;
    this.random = new SplittableRandom(seed);
  }

  /** Starts a refresh at a time. Returns its end and its result. */
  final Got refresh(long millis) {
    long now = millis;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      calls.add(now);
      if (!outage.isAt(now)) {
        now += Outage.ANSWER;
        issued(now, now + lifetime);
        return new Got(now, now + lifetime);
      }
      now += outage.kind() == Outage.Kind.HANGS ? socketTimeout : Outage.ANSWER;
      if (attempt < ATTEMPTS - 1) {
        now += pause(attempt);
      }
    }
    return new Got(now, FAILED);
  }

  private long pause(int attempt) {
    boolean throttled = outage.kind() == Outage.Kind.THROTTLES;
    long most = Math.min(20_000, (throttled ? 500L : 100L) << attempt);
    return (long)
        (throttled ? most * (0.5 + 0.5 * random.nextDouble()) : most * random.nextDouble());
  }
}
