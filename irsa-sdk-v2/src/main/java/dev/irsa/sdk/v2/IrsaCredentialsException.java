package dev.irsa.sdk.v2;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.FailureKind;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;

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
    this(SdkClientException.builder().message(message).cause(cause), retryable);
  }

  private IrsaCredentialsException(SdkClientException.Builder builder, boolean retryable) {
    super(builder);
    this.retryable = retryable;
  }

  /** Newer SDKs add the number of attempts in a copy, which stays of this type. */
  @Override
  public SdkClientException.Builder toBuilder() {
    return new Copy(this);
  }

  private static final class Copy extends SdkClientException.BuilderImpl {
    private final IrsaCredentialsException original;

    Copy(IrsaCredentialsException original) {
      super(original);
      this.original = original;
    }

    @Override
    public SdkClientException build() {
      var copy = new IrsaCredentialsException(this, original.retryable);
      for (Throwable suppressed : original.getSuppressed()) {
        copy.addSuppressed(suppressed);
      }
      return copy;
    }
  }

  /** Returns whether a later attempt may succeed without a change of the configuration. */
  @Override
  public boolean retryable() {
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
