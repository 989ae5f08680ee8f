package dev.irsa.internal.adapter;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.SessionCredentials;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A call of an SDK that returns credentials, such as {@code AssumeRole}, implemented by an adapter.
 * Thread-safe.
 */
@FunctionalInterface
public interface AdapterExchange {

  /**
   * The result of a call.
   *
   * @param credentials the credentials that were issued
   * @param serverDate the issuer's time when it responded, or null
   * @param roundTrip the duration of the call
   */
  record Received(
      SessionCredentials credentials, @Nullable Instant serverDate, Duration roundTrip) {}

  /**
   * Makes the call once, on the current thread, without retries. The thread is interrupted if the
   * call is no longer needed.
   *
   * @param bound the maximum duration of the call, positive
   * @param calling must be run when everything is ready and the call is about to be made
   * @throws CredentialsException if the call fails
   */
  Received call(Duration bound, Runnable calling);
}
