package dev.irsa.internal.exchange;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.TokenClaims;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Obtains the credentials of a session from their issuer. Each session has one, which holds no
 * state of a call. Thread-safe. Methods may block unless they say otherwise; they are called on
 * workers.
 */
public interface Exchange {

  /**
   * Obtains credentials, on the current thread.
   *
   * @param call limits the time and may be aborted; used once. The exchange should respect the
   *     limit, and the session enforces it
   * @throws CredentialsException if the exchange fails
   */
  ExchangeResult run(RunningExchange call);

  /**
   * Returns whether the input of the exchange (the token file) differs from what the last call
   * read. By default the exchange has no such input.
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
   * issuer. Does not block.
   */
  Duration longestLifetime();

  /**
   * Returns the client of the application that makes the exchange, or null. It is called by one
   * thread at a time, and compared by its identity. Does not block.
   */
  default @Nullable Object client() {
    return null;
  }

  /** Discards what earlier calls have left for later ones. Does not block. */
  default void forget() {}
}
