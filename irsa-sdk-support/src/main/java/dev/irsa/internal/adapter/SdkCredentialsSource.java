package dev.irsa.internal.adapter;

import java.util.concurrent.CompletableFuture;

/**
 * A source of credentials in an SDK's types and exceptions: a handle or a chain of this library, or
 * a provider of the SDK. Thread-safe. Closing a source releases its resources; a later call
 * acquires them again.
 *
 * @param <C> the SDK's type of credentials
 */
public interface SdkCredentialsSource<C> {

  /** Returns the provider's name, for messages. */
  String name();

  /**
   * Returns credentials.
   *
   * @throws RuntimeException of the SDK's type, if no credentials could be obtained
   */
  C credentials();

  /**
   * Returns a new future for the credentials. Never blocks and never throws. By default a thread of
   * this library waits for the credentials.
   */
  default CompletableFuture<? extends C> credentialsAsync() {
    return Futures.inBackground(this::credentials);
  }

  /**
   * Refreshes the credentials now and waits for the result.
   *
   * @return false if the previous credentials are still served
   */
  boolean refresh();

  /**
   * Reports that a service rejected the credentials with this key. Has no effect unless they are
   * the current credentials of a session of this library.
   */
  default void invalidate(String accessKeyId) {}

  /** Releases the resources. Idempotent. */
  void close();
}
