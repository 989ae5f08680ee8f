package dev.irsa.internal.adapter;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.SessionCredentials;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An SDK's types: all that differs when the same is done for the one or the other. Stateless.
 *
 * @param <C> the SDK's type of credentials
 */
public interface SdkTypes<C> {

  /** Returns a session in the SDK's type. */
  C credentials(SessionCredentials session);

  /** Returns one of our failures in the SDK's type: the same message, and ours as its cause. */
  RuntimeException exception(CredentialsException failure);

  /**
   * Returns the failure of a whole chain.
   *
   * @param cause why the process has no web identity, or null
   * @param failures those of all providers, in order; kept as suppressed exceptions
   */
  RuntimeException exceptionOfAll(
      String message, @Nullable Throwable cause, List<? extends Throwable> failures);
}
