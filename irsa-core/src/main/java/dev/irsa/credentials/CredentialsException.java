package dev.irsa.credentials;

import dev.irsa.internal.text.TimeText;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when no credentials could be obtained; the subclass identifies the cause. The message says
 * what was tried, on what, and what to do about it, and contains nothing secret. Each throw is a
 * new instance whose cause is the original failure. Immutable.
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

  /** Returns what this failure means for what happens next. */
  public abstract FailureKind failureKind();

  /** Returns whether a later attempt can succeed with the same configuration of the process. */
  public abstract boolean isRetryable();

  /**
   * Returns the same failure for another throw: a new instance with this one as its cause.
   *
   * @param newAttemptInfo the attempts that were made, and what happens next
   */
  public abstract CredentialsException with(AttemptInfo newAttemptInfo);

  /**
   * Returns whether another token may be accepted, so that a change of the token file causes an
   * attempt at once.
   */
  public boolean isTokenAtFault() {
    return false;
  }

  /** Returns the AWS error code, or null when STS gave none. */
  public @Nullable String code() {
    return null;
  }

  /** Returns the request id of STS, or null when it gave none. */
  public @Nullable String requestId() {
    return null;
  }

  /** Returns what went wrong in one sentence, without the number of attempts and the remedy. */
  public final String summary() {
    return summary;
  }

  /**
   * Returns what to do about it; empty when nothing has to be done. The first line is part of the
   * message; further lines, such as a trust policy to compare with, are not.
   */
  public String remedy() {
    return remedy;
  }

  /** Returns the role that was asked for, or null when it is not known. */
  public final @Nullable String roleArn() {
    return roleArn;
  }

  /** Returns the STS endpoint, or null when none was chosen yet. */
  public final @Nullable URI endpoint() {
    return endpoint;
  }

  /** Returns the calls made to STS by the refresh that failed. */
  public final int attempts() {
    return attemptInfo.attempts();
  }

  /** Returns the time that the refresh took. */
  public final Duration elapsed() {
    return attemptInfo.elapsed();
  }

  /** Returns when the refresh failed, or null when it has just done so. */
  public final @Nullable Instant failedAt() {
    return attemptInfo.failedAt();
  }

  /** Returns when the next refresh is due, or null when nothing is planned. */
  public final @Nullable Instant nextAttemptAt() {
    return attemptInfo.nextAttemptAt();
  }
}
