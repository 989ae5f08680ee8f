package dev.irsa.credentials;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How hard it was tried before a {@link CredentialsException} reached the caller, and what comes
 * next. Immutable.
 *
 * @param attempts calls made to STS by the refresh that failed; 0 when none was made
 * @param elapsed time that refresh took, never negative
 * @param failedAt when it failed, or null when it has just done so
 * @param nextAttemptAt when the next refresh is due, or null when nothing is planned
 */
public record AttemptInfo(
    int attempts, Duration elapsed, @Nullable Instant failedAt, @Nullable Instant nextAttemptAt)
    implements Serializable {

  /** Nothing was tried. */
  public static final AttemptInfo NONE = new AttemptInfo(0, Duration.ZERO, null, null);

  /** Rejects negative numbers. */
  public AttemptInfo {
    if (attempts < 0 || elapsed.isNegative()) {
      throw new IllegalArgumentException("attempts and elapsed must not be negative");
    }
  }
}
