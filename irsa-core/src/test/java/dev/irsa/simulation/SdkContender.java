package dev.irsa.simulation;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * The common behavior of both generations of the AWS SDK for Java: a refresh makes a few calls, and
 * a hung call ends at the client's socket timeout.
 */
abstract class SdkContender extends Contender {

  private final long lifetime;
  private final Outage outage;
  private final long socketTimeout;
  private final SdkRetries retries;
  final SplittableRandom random;

  SdkContender(
      Duration lifetime,
      Outage outage,
      long socketTimeout,
      Function<SplittableRandom, SdkRetries> retries,
      long seed) {
    this.lifetime = lifetime.toMillis();
    this.outage = outage;
    this.socketTimeout = socketTimeout;
    this.random = new SplittableRandom(seed);
    this.retries = retries.apply(random);
  }

  /** Starts a refresh at a time. Returns its end and its result. */
  final Got refresh(long millis) {
    boolean throttled = outage.kind() == Outage.Kind.THROTTLES;
    long now = millis;
    for (int failed = 1; ; failed++) {
      calls.add(now);
      if (!outage.isAt(now)) {
        now += Outage.ANSWER;
        retries.succeeded();
        issued(now, now + lifetime);
        return new Got(now, now + lifetime);
      }
      now += outage.kind() == Outage.Kind.HANGS ? socketTimeout : Outage.ANSWER;
      if (!retries.mayFollow(failed, throttled)) {
        return new Got(now, FAILED);
      }
      now += retries.pauseAfter(failed, throttled);
    }
  }
}
