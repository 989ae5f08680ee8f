package dev.irsa.internal.identity;

import dev.irsa.credentials.WebIdentityExchange;
import org.jspecify.annotations.Nullable;

/**
 * A client that an adapter makes of an object of the application, such as a client of an SDK.
 * Handles share a session if it is the same object.
 */
public interface WrappedClient extends WebIdentityExchange {

  /** Returns the object of the application. */
  Object wrapped();

  /** Returns the object that distinguishes a client from others, or null without a client. */
  static @Nullable Object unwrap(@Nullable WebIdentityExchange client) {
    return client instanceof WrappedClient wrapping ? wrapping.wrapped() : client;
  }
}
