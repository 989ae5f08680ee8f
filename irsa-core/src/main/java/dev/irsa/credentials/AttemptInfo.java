package dev.irsa.credentials;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The attempts made before a {@link CredentialsException} reached the caller, and what happens
 * next. Immutable.
 *
 * @param attempts calls made to STS by the refresh that failed; 0 if none was made
 * @param elapsed duration of that refresh, never negative
 * @param failedAt when it failed, or null if it has just done so
 * @param nextAttemptAt when the next attempt starts by itself, or null if the next caller starts it
 * @since 0.1
 */
public record AttemptInfo(
    int attempts, Duration elapsed, @Nullable Instant failedAt, @Nullable Instant nextAttemptAt)
    implements Serializable {

  /** For failures without an attempt. */
  public static final AttemptInfo NONE = new AttemptInfo(0, Duration.ZERO, null, null);

  /** Rejects negative values. */
  public AttemptInfo {
    if (attempts < 0 || elapsed.isNegative()) {
      throw new IllegalArgumentException("attempts and elapsed must not be negative");
    }
  }
}
