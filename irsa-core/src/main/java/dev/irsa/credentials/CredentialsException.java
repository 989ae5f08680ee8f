package dev.irsa.credentials;

import dev.irsa.internal.failure.FailedAttempts;
import dev.irsa.internal.failure.FailureDetails;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if no credentials could be obtained; the subclass identifies the cause. The message states
 * what was attempted and how to fix it, and contains no secrets. Each caller gets a new instance
 * whose cause is the original failure. Immutable. Only this library creates instances.
 *
 * @since 0.1
 * @serial exclude
 */
// The type of the details is not exported, so users cannot create any: javadoc may fail to link it
// in the serialized form. Error Prone lacks @hidden.
@SuppressWarnings({"exports", "InvalidBlockTag"})
public abstract sealed class CredentialsException extends RuntimeException
    permits MisconfiguredException,
        TokenUnavailableException,
        ExchangeRejectedException,
        ExchangeUnavailableException {

  private static final long serialVersionUID = 1L;

  private final FailureDetails details;

  CredentialsException(FailureDetails details) {
    super(details.message(), details.cause());
    this.details = details;
  }

  /** Returns the kind of this failure, which determines when it is retried. */
  public abstract FailureKind failureKind();

  /**
   * Returns whether a later attempt may succeed without a change of the process's configuration.
   */
  public abstract boolean isRetryable();

  /**
   * Returns the details, for a copy.
   *
   * @hidden
   */
  public final FailureDetails details() {
    return details;
  }

  /**
   * Returns a failure of this kind with other details.
   *
   * @hidden
   */
  public abstract CredentialsException with(FailureDetails other);

  /**
   * Returns a copy of this failure for another caller, with this instance as its cause.
   *
   * @hidden
   */
  public final CredentialsException with(FailedAttempts attempts) {
    return with(details.after(attempts).causedBy(this));
  }

  /** Returns whether a new token in the token file causes an immediate attempt. */
  public boolean isRetriedWithNewToken() {
    return details.isTokenAtFault();
  }

  /** Returns the AWS error code, or null if there is none. */
  public final @Nullable String code() {
    return details.response().code();
  }

  /** Returns the request id of the issuer, or null if there is none. */
  public final @Nullable String requestId() {
    return details.response().requestId();
  }

  /** Returns one sentence that describes the failure, without the attempts and the remedy. */
  public final String summary() {
    return details.summary();
  }

  /**
   * Returns how to fix the cause, or an empty string if no action is needed. The first line is part
   * of the message; further lines, such as an example of a trust policy, are not.
   */
  public String remedy() {
    return details.remedy();
  }

  /**
   * Returns the ARN of the requested role, or null if it is not known, as with container
   * credentials.
   */
  public final @Nullable String roleArn() {
    return details.roleArn();
  }

  /** Returns the endpoint of the issuer, or null if none was selected. */
  public final @Nullable URI endpoint() {
    return details.endpoint();
  }

  /** Returns the number of calls to the issuer made by the failed refresh. */
  public final int attempts() {
    return details.attempts().attempts();
  }

  /** Returns the duration of the failed refresh. */
  public final Duration elapsed() {
    return details.attempts().elapsed();
  }

  /** Returns when the refresh failed, or null if it has just failed. */
  public final @Nullable Instant failedAt() {
    return details.attempts().failedAt();
  }

  /** Returns when the next attempt starts, or null if only the next call starts one. */
  public final @Nullable Instant nextAttemptAt() {
    return details.attempts().nextAttemptAt();
  }
}
