package dev.irsa.internal.exchange;

import dev.irsa.credentials.SessionCredentials;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The session whose credentials assume a chained role. Thread-safe; its methods do not block. */
public interface SigningSession {

  /** Returns valid credentials, or null if there are none. */
  @Nullable SessionCredentials credentials();

  /** Returns the offset to add to the local clock to get the issuer's time. */
  Duration clockOffset();

  /** Handles the report that the issuer rejected these credentials. */
  void invalidate(String accessKeyId);
}
