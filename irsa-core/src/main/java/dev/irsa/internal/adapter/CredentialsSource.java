package dev.irsa.internal.adapter;

import java.util.concurrent.CompletableFuture;

/**
 * Where credentials come from, in an SDK's types and exceptions: one of ours, or a provider of the
 * SDK. Thread-safe. Closing gives back what was taken; a later call takes it again.
 *
 * @param <C> the SDK's type of credentials
 */
public interface CredentialsSource<C> {

  /** Returns the provider's name, for messages. */
  String name();

  /** Returns credentials, or throws an exception of the SDK's type. */
  C credentials();

  /** Never blocks and never throws; every call gets a future of its own. */
  CompletableFuture<? extends C> credentialsAsync();

  /**
   * Refreshes now, and waits for it.
   *
   * @return false when the old credentials stay
   */
  boolean refresh();

  /** Gives back what was taken. Idempotent. */
  void close();
}
