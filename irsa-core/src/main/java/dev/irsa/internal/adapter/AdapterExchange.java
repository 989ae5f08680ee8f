package dev.irsa.internal.adapter;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.SessionCredentials;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A call that brings credentials and that an adapter makes by its SDK, such as {@code AssumeRole}.
 * Thread-safe.
 */
@FunctionalInterface
public interface AdapterExchange {

  /**
   * What a call brought.
   *
   * @param credentials what was issued
   * @param serverDate what the issuer's clock said, or null
   * @param roundTrip how long the call took
   */
  record Received(
      SessionCredentials credentials, @Nullable Instant serverDate, Duration roundTrip) {}

  /**
   * Makes the call once, on this thread, without a retry. The thread is interrupted when the call
   * is no longer wanted.
   *
   * @param bound the longest that it may take, positive
   * @param calling to be run when everything is ready and the call is about to be made
   * @throws CredentialsException when it brings no credentials
   */
  Received call(Duration bound, Runnable calling);
}
