package dev.irsa.sdk.v2;

import dev.irsa.credentials.CredentialsException;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * No credentials, in the type that callers of the SDK catch. {@link #getCause()} is the {@link
 * CredentialsException} that says which kind of failure it is, with the same message. Holds no
 * secret.
 */
public final class IrsaCredentialsException extends SdkClientException {

  private static final long serialVersionUID = 1L;

  private final boolean retryable;

  private IrsaCredentialsException(String message, @Nullable Throwable cause, boolean retryable) {
    super(SdkClientException.builder().message(message).cause(cause));
    this.retryable = retryable;
  }

  static IrsaCredentialsException of(CredentialsException failure) {
    return new IrsaCredentialsException(
        Objects.requireNonNullElse(failure.getMessage(), failure.summary()),
        failure,
        failure.isRetryable());
  }

  /** Something that no later attempt can cure, such as a missing library. */
  static IrsaCredentialsException permanent(String message, @Nullable Throwable cause) {
    return new IrsaCredentialsException(message, cause, false);
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
  public boolean retryable() {
    return retryable;
  }

  /** Makes one of ours; no lambda, which would be the first of a fresh JVM. */
  static final class OfCore implements Function<CredentialsException, IrsaCredentialsException> {
    @Override
    public IrsaCredentialsException apply(CredentialsException failure) {
      return of(failure);
    }
  }
}
