package dev.irsa.internal.session;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.TokenClaims;
import dev.irsa.internal.identity.ExchangeResult;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where sessions come from. Thread-safe; its methods may block and are called on workers, never
 * under a lock.
 */
public interface CredentialExchange {

  /**
   * Prepares one call, without I/O.
   *
   * @param bound the time that the call may take, positive; the exchange keeps to it as well as it
   *     can, the cache enforces it
   * @param progress told once, when everything is ready and the issuer is about to be called: only
   *     from then on it counts as a call
   */
  Call call(Duration bound, Progress progress);

  /**
   * Returns whether the input of an exchange (the token file) is another than the one that the last
   * call read.
   */
  boolean hasNewInput();

  /** Reads what the present input says of itself, or returns null when that cannot be read. */
  @Nullable TokenClaims inputClaims();

  /**
   * Returns the longest lifetime that a session can have: the duration requested, or the most that
   * the issuer gives.
   */
  Duration longestLifetime();

  /** Hears how far a call has come. */
  @FunctionalInterface
  interface Progress {
    /** The issuer is about to be called. */
    void calling();
  }

  /** One exchange of input for a session. */
  interface Call {
    /**
     * Runs the exchange on this thread; called once.
     *
     * @throws CredentialsException when it yields no credentials
     */
    ExchangeResult run();

    /**
     * Frees the thread in {@link #run()} soon, from another thread, without waiting for it.
     * Idempotent; does nothing after the end.
     */
    void abort();
  }
}
