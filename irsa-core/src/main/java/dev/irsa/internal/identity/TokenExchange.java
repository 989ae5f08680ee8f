package dev.irsa.internal.identity;

import dev.irsa.credentials.CredentialsException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Exchanges tokens for credentials at an issuer. Thread-safe; keeps neither tokens nor results. */
public interface TokenExchange {

  /**
   * Prepares a call, without I/O.
   *
   * @param bound the maximum duration of the call, counted from now
   */
  Call call(Duration bound);

  /** Discards what earlier calls have left for later ones, such as a TLS session. */
  default void forget() {}

  /** A call to the issuer, which can be aborted. */
  interface Call {

    /**
     * Sends the token and reads the response. Must be called only once.
     *
     * @param token the token, or null if the issuer needs none
     * @throws CredentialsException if the issuer rejects the request, or does not return a usable
     *     response in time
     */
    ExchangeResult send(@Nullable IdentityToken token);

    /**
     * Aborts {@link #send} from another thread, without waiting for its end. Idempotent; has no
     * effect before and after the call.
     */
    void abort();
  }
}
