package dev.irsa.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenResponse;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.retries.api.RetryToken;
import software.amazon.awssdk.retries.api.TokenAcquisitionFailedException;

/** Compares the model of SDK v2's retries with its default strategy, in an outage without end. */
class SdkRetriesTest {

  private static final int REFRESHES = 200;

  private final RetryStrategy theirs =
      AwsRetryStrategy.forRetryMode(RetryMode.resolver().resolve());
  private final SdkRetries ours = SdkRetries.standard(new SplittableRandom(1));

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theModelMakesAsManyCallsAsTheSdk(boolean throttled) {
    List<Integer> calls = new ArrayList<>();
    List<Integer> modeled = new ArrayList<>();
    for (int i = 0; i < REFRESHES; i++) {
      calls.add(calls(throttled));
      modeled.add(modeledCalls(throttled));
    }

    assertEquals(calls, modeled);
  }

  private int modeledCalls(boolean throttled) {
    int failed = 1;
    while (ours.mayFollow(failed, throttled)) {
      failed++;
    }
    return failed;
  }

  /** Checks the pauses of a refresh of the SDK, too. Returns the number of its calls. */
  private int calls(boolean throttled) {
    RetryToken token = theirs.acquireInitialToken(AcquireInitialTokenRequest.create("sts")).token();
    AwsServiceException failure = failure(throttled);
    for (int failed = 1; ; failed++) {
      try {
        RefreshRetryTokenResponse next =
            theirs.refreshRetryToken(
                RefreshRetryTokenRequest.builder().token(token).failure(failure).build());
        Duration most = Duration.ofMillis((throttled ? 1_000L : 50L) << (failed - 1));
        assertTrue(next.delay().compareTo(most) <= 0, next::toString);
        token = next.token();
      } catch (TokenAcquisitionFailedException last) {
        return failed;
      }
    }
  }

  private static AwsServiceException failure(boolean throttled) {
    String code = throttled ? "Throttling" : "InternalFailure";
    return AwsServiceException.builder()
        .statusCode(throttled ? 400 : 500)
        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
        .build();
  }
}
