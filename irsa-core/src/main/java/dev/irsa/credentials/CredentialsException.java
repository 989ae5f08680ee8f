package dev.irsa.credentials;

import dev.irsa.internal.text.TimeText;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if no credentials could be obtained; the subclass identifies the cause. The message states
 * what was attempted and how to fix it, and contains no secrets. Each caller gets a new instance
 * whose cause is the original failure. Immutable.
 *
 * @since 0.1
 */
public abstract sealed class CredentialsException extends RuntimeException
    permits MisconfiguredException,
        TokenUnavailableException,
        ExchangeRejectedException,
        ExchangeUnavailableException {

  private static final long serialVersionUID = 1L;

  private final String summary;
  private final String remedy;
  private final @Nullable String roleArn;
  private final @Nullable URI endpoint;
  private final AttemptInfo attemptInfo;

  CredentialsException(
      String summary,
      String remedy,
      @Nullable String roleArn,
      @Nullable URI endpoint,
      AttemptInfo attemptInfo,
      @Nullable Throwable cause) {
    super(message(summary, remedy, attemptInfo), cause);
    this.summary = summary;
    this.remedy = remedy;
    this.roleArn = roleArn;
    this.endpoint = endpoint;
    this.attemptInfo = attemptInfo;
  }

  private static String message(String summary, String remedy, AttemptInfo info) {
    StringBuilder text = new StringBuilder(summary);
    if (info.attempts() > 0) {
      text.append(" (")
          .append(info.attempts())
          .append(info.attempts() == 1 ? " attempt, " : " attempts, ")
          .append(TimeText.of(info.elapsed()))
          .append(')');
    }
    if (info.failedAt() != null) {
      text.append(" [failed at ").append(TimeText.of(info.failedAt())).append(']');
    }
    if (info.nextAttemptAt() != null) {
      text.append(" [next attempt at ").append(TimeText.of(info.nextAttemptAt())).append(']');
    }
    int lineEnd = remedy.indexOf('\n');
    if (!remedy.isEmpty()) {
      text.append(". ").append(lineEnd < 0 ? remedy : remedy.substring(0, lineEnd));
    }
    return text.toString();
  }

  /** Returns the kind of this failure, which determines when it is retried. */
  public abstract FailureKind failureKind();

  /**
   * Returns whether a later attempt may succeed without a change of the process's configuration.
   */
  public abstract boolean isRetryable();

  /**
   * Returns a copy of this failure for another caller, with this instance as its cause.
   *
   * @param newAttemptInfo the attempts that were made, and the time of the next one
   */
  public abstract CredentialsException with(AttemptInfo newAttemptInfo);

  /**
   * Returns whether a different token may be accepted. If so, a change of the token file causes an
   * immediate attempt.
   */
  public boolean isTokenAtFault() {
    return false;
  }

  /** Returns the AWS error code, or null if there is none. */
  public @Nullable String code() {
    return null;
  }

  /** Returns the request id of the issuer, or null if there is none. */
  public @Nullable String requestId() {
    return null;
  }

  /** Returns one sentence that describes the failure, without the attempts and the remedy. */
  public final String summary() {
    return summary;
  }

  /**
   * Returns how to fix the cause, or an empty string if no action is needed. The first line is part
   * of the message; further lines, such as an example of a trust policy, are not.
   */
  public String remedy() {
    return remedy;
  }

  /**
   * Returns the ARN of the requested role, or null if it is not known, as with container
   * credentials.
   */
  public final @Nullable String roleArn() {
    return roleArn;
  }

  /** Returns the endpoint of the issuer, or null if none was selected. */
  public final @Nullable URI endpoint() {
    return endpoint;
  }

  /** Returns the number of calls to the issuer made by the failed refresh. */
  public final int attempts() {
    return attemptInfo.attempts();
  }

  /** Returns the duration of the failed refresh. */
  public final Duration elapsed() {
    return attemptInfo.elapsed();
  }

  /** Returns when the refresh failed, or null if it has just failed. */
  public final @Nullable Instant failedAt() {
    return attemptInfo.failedAt();
  }

  /** Returns when the next attempt starts, or null if only the next call starts one. */
  public final @Nullable Instant nextAttemptAt() {
    return attemptInfo.nextAttemptAt();
  }
}
