package dev.irsa.internal.adapter;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.SessionCredentials;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Converts credentials and failures to an SDK's types. Contains everything in which the SDKs
 * differ. Stateless.
 *
 * @param <C> the SDK's type of credentials
 */
public interface SdkTypes<C> {

  /**
   * Converts credentials to the SDK's type.
   *
   * @param sources where they come from: the source of the pod's own, and one more for each role
   *     that was assumed on the way
   */
  C credentials(SessionCredentials session, List<IdentitySource> sources);

  /**
   * Converts a failure to the SDK's type. The result has the same message and the failure as its
   * cause.
   */
  RuntimeException exception(CredentialsException failure);

  /** Returns the result of a call. Its failure is converted to the SDK's type. */
  default <R> R calling(Supplier<R> call) {
    try {
      return call.get();
    } catch (CredentialsException failure) {
      throw exception(failure);
    }
  }

  /**
   * Returns an exception for the failure of a chain.
   *
   * @param message the message
   * @param cause the reason why the process has no web identity, or null
   * @param failures the failures of all providers, in order; they become suppressed exceptions
   */
  RuntimeException exceptionOfAll(
      String message, @Nullable Throwable cause, List<? extends Throwable> failures);
}
