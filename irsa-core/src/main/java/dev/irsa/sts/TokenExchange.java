package dev.irsa.sts;

import dev.irsa.identity.CredentialsException;
import dev.irsa.identity.WebIdentity;
import dev.irsa.identity.WebIdentityToken;
import java.net.URI;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Exchanges web identity tokens for session credentials. Thread-safe; keeps nothing open. */
public interface TokenExchange {

  /**
   * Prepares one call, without I/O.
   *
   * @param bound the time that the call may take, counted from now
   */
  Call call(Duration bound);

  /** One call of STS. */
  interface Call {
    /**
     * Sends the token and reads the answer; used once.
     *
     * @throws CredentialsException when STS refuses, or does not answer in time or readably
     */
    ExchangeAnswer send(WebIdentityToken token);

    /**
     * Frees the thread in {@link #send} from another thread, without waiting for it. Harmless
     * before, after, and twice.
     */
    void abort();
  }

  /**
   * Returns the exchange with an endpoint of STS over HTTP.
   *
   * @param identity who asks
   * @param endpoint the endpoint, with its path
   * @param transport how it is reached
   * @param nanoTime a monotonic clock in nanoseconds
   */
  static TokenExchange http(
      WebIdentity identity, URI endpoint, Transport transport, LongSupplier nanoTime) {
    return new HttpTokenExchange(identity, endpoint, transport, nanoTime);
  }
}
