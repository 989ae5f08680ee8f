package dev.irsa.credentials;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * No credentials, and why. Four kinds, one treatment each; every kind says what was tried, on what,
 * and what to do, and holds no secret. Each throw is a new instance whose cause is the original
 * failure.
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
  private final AttemptInfo circumstances;

  CredentialsException(
      String summary,
      String remedy,
      @Nullable String roleArn,
      @Nullable URI endpoint,
      AttemptInfo circumstances,
      @Nullable Throwable cause) {
    super(message(summary, remedy, circumstances), cause);
    this.summary = summary;
    this.remedy = remedy;
    this.roleArn = roleArn;
    this.endpoint = endpoint;
    this.circumstances = circumstances;
  }

  private static String message(String summary, String remedy, AttemptInfo circumstances) {
    StringBuilder text = new StringBuilder(summary);
    if (circumstances.attempts() > 0) {
      text.append(" (")
          .append(circumstances.attempts())
          .append(circumstances.attempts() == 1 ? " attempt, " : " attempts, ");
      text.append(circumstances.elapsed().toMillis()).append(" ms)");
    }
    if (circumstances.failedAt() != null) {
      text.append(" [failed at ").append(circumstances.failedAt()).append(']');
    }
    if (circumstances.nextAttemptAt() != null) {
      text.append(" [next attempt at ").append(circumstances.nextAttemptAt()).append(']');
    }
    if (!remedy.isEmpty()) {
      text.append(". ").append(remedy);
    }
    return text.toString();
  }

  /** Returns what this failure means for what happens next. */
  public abstract FailureKind failureKind();

  /**
   * Returns whether a later attempt can succeed without anybody changing the configuration of the
   * process.
   */
  public abstract boolean isRetryable();

  /**
   * Returns the same failure for another throw: a new instance with these circumstances and this
   * one as its cause.
   *
   * @param newCircumstances what the caller is told of attempts and of what comes next
   */
  public abstract CredentialsException with(AttemptInfo newCircumstances);

  /**
   * Returns whether another token may be the cure, so that a change of the token file is worth an
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

  /** Returns what went wrong, in one sentence, without the circumstances and the remedy. */
  public final String summary() {
    return summary;
  }

  /** Returns what to do about it; empty when nothing is to be done. */
  public final String remedy() {
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
    return circumstances.attempts();
  }

  /** Returns the time that the refresh took. */
  public final Duration elapsed() {
    return circumstances.elapsed();
  }

  /** Returns when the refresh failed, or null when it has just done so. */
  public final @Nullable Instant failedAt() {
    return circumstances.failedAt();
  }

  /** Returns when the next refresh is due, or null when nothing is planned. */
  public final @Nullable Instant nextAttemptAt() {
    return circumstances.nextAttemptAt();
  }
}
