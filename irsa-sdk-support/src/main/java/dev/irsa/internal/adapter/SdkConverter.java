package dev.irsa.internal.adapter;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.concurrent.StackSpace;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Converts credentials and failures to an SDK's types. Contains everything in which the SDKs
 * differ. Stateless.
 *
 * @param <C> the SDK's type of credentials
 */
public interface SdkConverter<C> {

  /**
   * Converts credentials to the SDK's type.
   *
   * @param sources where they come from: the source of the pod's own, and one more for each role
   *     that was assumed on the way
   */
  C credentials(SessionCredentials session, List<IdentitySource> sources);

  /**
   * Returns an exception of the SDK's type.
   *
   * @param cause the failure of this library, or null
   * @param isRetryable whether a later attempt may succeed without a change of the configuration
   */
  RuntimeException exception(String message, @Nullable Throwable cause, boolean isRetryable);

  /**
   * Converts a failure to the SDK's type. The result has the same message and the failure as its
   * cause.
   */
  default RuntimeException exception(CredentialsException failure) {
    String message = Objects.requireNonNullElse(failure.getMessage(), failure.summary());
    return exception(message, failure, failure.isRetryable());
  }

  /** Returns the result of a call. Its failure is converted to the SDK's type. */
  default <R> R calling(Supplier<R> call) {
    try {
      return call.get();
    } catch (CredentialsException failure) {
      throw exception(failure);
    }
  }

  /**
   * Checks that the version of the SDK is supported.
   *
   * @throws RuntimeException of the SDK's type, if it is too old
   */
  default void requireSupported() {}

  /**
   * Requires the room on the stack for a first call with this SDK.
   *
   * @param door a constant of {@link StackSpace}
   * @throws StackOverflowError if there is less
   */
  default void requireRoom(int door) {
    StackSpace.requireForFirst(door);
  }
}
