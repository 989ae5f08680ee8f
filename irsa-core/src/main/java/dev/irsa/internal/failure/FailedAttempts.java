package dev.irsa.internal.failure;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The attempts that preceded a failure, and the time of the next one. Immutable.
 *
 * @param attempts the number of calls to the issuer made by the failed refresh, 0 if none was made
 * @param elapsed the duration of the failed refresh, not negative
 * @param failedAt when the refresh failed, or null if it has just failed
 * @param nextAttemptAt when the next attempt starts, or null if only the next call starts one
 */
public record FailedAttempts(
    int attempts, Duration elapsed, @Nullable Instant failedAt, @Nullable Instant nextAttemptAt)
    implements Serializable {

  /** The value for failures without an attempt. */
  public static final FailedAttempts NONE = new FailedAttempts(0, Duration.ZERO, null, null);

  /**
   * Checks that the number of attempts and the duration are not negative.
   *
   * @throws IllegalArgumentException if a value is negative
   */
  public FailedAttempts {
    if (attempts < 0 || elapsed.isNegative()) {
      throw new IllegalArgumentException("attempts and elapsed must not be negative");
    }
  }
}
