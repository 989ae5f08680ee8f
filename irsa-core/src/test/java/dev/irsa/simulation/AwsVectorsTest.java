package dev.irsa.simulation;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the 24 test vectors of the AWS SDKs for credential refresh against the engine. Where the
 * engine deviates, the name of the vector states what holds instead, and docs/internals/proof.md
 * explains why. A share of 0 makes every random value the minimum: refreshes start 20 min before
 * the end of an hour, and pauses are half of their step.
 */
class AwsVectorsTest {

  /** Steps of a {@link Scenario}. */
  private static final String VECTORS =
      """
      v01 valid credentials are served without a call
        get 1, +10m, serves 1, calls 1
      v02 ahead of expiration callers get the previous ones immediately, and the new ones next
        get 1, taking 2s, +40m, serves 1, +2s, serves 2
      v03 ahead of expiration the cached ones are served during an outage, with backoff
        get 1, down, +40m, +1s, calls 4, +3s, serves 1, calls 4, +2s, calls 5
      v04 in the last minute callers get the previous ones immediately, and the new ones next
        get 1, down, +3570s, well, taking 1s, serves 1, +8s, serves 2
      v05 in the last minute the cached ones are served during an outage
        get 1, down, +3570s, serves 1, +10s, serves 1, +10s, serves 1, +9s, serves 1
      v06 after expiration the caller gets new ones
        get 1, sleep 61m, get 2
      v07 after expiration an outage is an error with its age and the next attempt
        get 1, down, +61m, fails [failed at, fails [next attempt at
      v08 without credentials a failure is repeated for a while and then retried
        down, fails STS is down, well, fails again, calls 3, +1s, get 1
      v09 ahead of expiration expired credentials from STS are rejected, with a pause
        get 1, expired, +40m, serves 1, calls 2, +4s, calls 2, +1s, calls 3
      v10 in the last minute expired credentials from STS are rejected, with a pause
        get 1, down, +3570s, expired, calls 35, +20s, serves 1, calls 41
      v11 a lifetime of 10 minutes has a window of a third
        lifetime 600s, get 1, +399s, calls 1, +1s, calls 2
      v12 a lifetime of twenty and a half minutes has a window of a third
        lifetime 1230s, get 1, +819s, calls 1, +1s, calls 2
      v13 a lifetime of six hours has a window of an hour
        lifetime 6h, get 1, +17999s, calls 1, +1s, calls 2
      v14 each session takes its window from its own lifetime
        lifetime 6h, get 1, down, +18059s, well, lifetime 600s, renew, serves 2, calls 8,
        +399s, calls 8, +1s, calls 9
      v15 a configured window takes precedence
        window 30m, get 1, +1799s, calls 1, +1s, calls 2
      v16 ahead of expiration a denial is not raised, and retried after a minute
        get 1, denying, +40m, calls 2, well, +59s, serves 1, calls 2, +2s, serves 2
      v17 in the last minute a denial is not raised, and retried after half of the remaining time
        window 40s, get 1, denying, +3560s, calls 2, well, +19s, serves 1, calls 2, +1s, serves 2
      v18 after a denial callers are served without a call
        get 1, denying, +40m, serves 1, serves 1, calls 2
      v19 invalidated credentials are replaced
        get 1, +10m, taking 200ms, reject 1, get 2
      v20 invalidated credentials are served through an outage
        get 1, +10m, down, reject 1, get 1, failed
      v21 invalidation refreshes immediately, despite the backoff
        get 1, down, +41m, well, reject 1, get 2
      v22 invalidating other credentials does nothing
        get 1, +10m, reject 0, serves 1, calls 1
      v23 after an outage new ones come within seconds
        get 1, down, +40m, well, +6s, serves 2
      v24 without credentials a denial is raised, and retried after six seconds
        denying, fails AccessDenied, well, +6s, get 1
      """;

  static Stream<Arguments> vectors() {
    return Scenario.in(VECTORS);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("vectors")
  void theEngineMeets(String vector, List<String> steps) {
    Scenario.play(steps);
  }
}
