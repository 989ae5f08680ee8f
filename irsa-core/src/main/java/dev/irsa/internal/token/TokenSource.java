package dev.irsa.internal.token;

import dev.irsa.credentials.TokenUnavailableException;
import dev.irsa.internal.identity.WebIdentityToken;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Supplies web identity tokens. Thread-safe; does not keep tokens. Each method returns within
 * seconds, whatever is at the path.
 */
public interface TokenSource {

  /**
   * Reads the current token.
   *
   * @param bound the maximum time for reading, including the wait for a missing file
   * @throws TokenUnavailableException if there is no token; describes what was found and the likely
   *     cause
   */
  WebIdentityToken read(Duration bound);

  /**
   * Returns the current token without waiting for a missing file, or null if there is none. Does
   * not affect {@link #hasChanged}.
   */
  @Nullable WebIdentityToken peek();

  /** Returns whether the token differs from the one that the last {@link #read} returned. */
  boolean hasChanged();

  /** Returns when the token was written, or null if that is unknown. */
  @Nullable Instant writtenAt();

  /**
   * Returns a source that reads a file.
   *
   * @param path the path as configured; not resolved, because kubelet replaces a symbolic link in
   *     its directory
   * @param roleArn the role that the tokens are for, used in messages
   * @param nanoTime a monotonic clock in nanoseconds
   */
  static TokenSource file(Path path, String roleArn, LongSupplier nanoTime) {
    return new TokenFile(path, roleArn, nanoTime, ThreadSleeper.INSTANCE);
  }
}
