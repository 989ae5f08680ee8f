package dev.irsa.integration.promises;

import java.util.concurrent.CompletableFuture;

/** A provider or handle of the product, seen through types that no history loads anew. */
public interface Door extends AutoCloseable {

  /** Returns the key of credentials, asked for as an application does. */
  String key();

  /** As {@link #key}, without waiting; null where the product has no such call. */
  CompletableFuture<String> keyAsync();

  /** Returns the very text that is secret, not a copy. */
  String secret();

  /** Returns whether there are other credentials now. */
  boolean refresh();

  String state();

  /** Returns the same for another role: a view of a handle, or a chained role of a provider. */
  Door role(String roleArn);

  /** Returns what an SDK client is given. */
  Object provider();

  @Override
  void close();
}
