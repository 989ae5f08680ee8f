package dev.irsa.sdk.v1;

import com.amazonaws.SdkClientException;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.FailureKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * No credentials, in the type that callers of the SDK catch. {@link #getCause()} is the {@link
 * CredentialsException} that says which kind of failure it is, with the same message. Holds no
 * secret.
 *
 * @since 0.1
 */
public final class IrsaCredentialsException extends SdkClientException {

  private static final long serialVersionUID = 1L;

  private final boolean retryable;

  private IrsaCredentialsException(
      @Nullable String message, @Nullable Throwable cause, boolean retryable) {
    super(message, cause);
    this.retryable = retryable;
  }

  static IrsaCredentialsException of(CredentialsException failure) {
    return new IrsaCredentialsException(failure.getMessage(), failure, failure.isRetryable());
  }

  /**
   * Every provider of a chain failed: all of them are suppressed exceptions of this one, in order.
   */
  static IrsaCredentialsException ofAll(
      String message, @Nullable Throwable cause, List<? extends Throwable> failures) {
    var all = new IrsaCredentialsException(message, cause, true);
    failures.forEach(all::addSuppressed);
    return all;
  }

  /** Returns whether a later attempt can succeed without a change of configuration. */
  @Override
  public boolean isRetryable() {
    return retryable;
  }

  /** Returns what this failure means for what happens next; that of the cause. */
  public FailureKind failureKind() {
    return getCause() instanceof CredentialsException why
        ? why.failureKind()
        : FailureKind.MISCONFIGURED;
  }

  /** Returns what to do about it, as the cause says it; empty when nothing is to be done. */
  public String remedy() {
    return getCause() instanceof CredentialsException why ? why.remedy() : "";
  }
}
