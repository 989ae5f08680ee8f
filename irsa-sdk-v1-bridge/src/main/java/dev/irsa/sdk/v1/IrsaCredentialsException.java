package dev.irsa.sdk.v1;

import com.amazonaws.SdkClientException;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.FailureKind;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if no credentials could be obtained, in the type that callers of the SDK catch. {@link
 * #getCause()} is the {@link CredentialsException} with the same message, whose type identifies the
 * cause. Contains no secrets.
 *
 * @since 0.1
 */
public final class IrsaCredentialsException extends SdkClientException {

  private static final long serialVersionUID = 1L;

  private final boolean retryable;

  IrsaCredentialsException(String message, @Nullable Throwable cause, boolean retryable) {
    super(message, cause);
    this.retryable = retryable;
  }

  /** Returns whether a later attempt may succeed without a change of the configuration. */
  @Override
  public boolean isRetryable() {
    return retryable;
  }

  /** Returns the kind of the failure, which determines when it is retried. */
  public FailureKind failureKind() {
    return getCause() instanceof CredentialsException cause
        ? cause.failureKind()
        : FailureKind.MISCONFIGURED;
  }

  /** Returns how to fix the cause, or an empty string if no action is needed. */
  public String remedy() {
    return getCause() instanceof CredentialsException cause ? cause.remedy() : "";
  }
}
