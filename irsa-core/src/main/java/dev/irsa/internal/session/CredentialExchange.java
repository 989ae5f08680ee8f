package dev.irsa.internal.session;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.TokenClaims;
import dev.irsa.internal.identity.ExchangeResult;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Obtains the credentials of a session. Thread-safe. Its methods may block; they are called on
 * workers and without holding a lock.
 */
public interface CredentialExchange {

  /**
   * Prepares a call, without I/O.
   *
   * @param bound the maximum duration of the call, positive; the exchange should respect it, and
   *     the session enforces it
   */
  Call call(Duration bound);

  /**
   * Returns whether the input of the exchange (the token file) differs from what the last call
   * read. By default there is no such input.
   */
  default boolean hasNewInput() {
    return false;
  }

  /** Reads the claims of the current input, or returns null if there are none that can be read. */
  default @Nullable TokenClaims inputClaims() {
    return null;
  }

  /**
   * Returns the maximum lifetime of a session: the requested duration, or the maximum of the
   * issuer.
   */
  Duration longestLifetime();

  /** Discards what earlier calls have left for later ones. Does not block. */
  default void forget() {}

  /** A single exchange. */
  interface Call {
    /**
     * Runs the exchange on the current thread. Called once.
     *
     * @throws CredentialsException if the exchange fails
     */
    ExchangeResult run();

    /**
     * Returns what keeps {@link #run()} from calling the issuer, such as a token file that cannot
     * be opened, or null if that is not known. Does not block.
     */
    default @Nullable CredentialsException obstacle() {
      return null;
    }

    /**
     * Aborts {@link #run()} from another thread, without waiting for its end. Idempotent; has no
     * effect after the end.
     */
    void abort();
  }
}
