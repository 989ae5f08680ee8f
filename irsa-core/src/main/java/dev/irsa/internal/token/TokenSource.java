package dev.irsa.internal.token;

import dev.irsa.credentials.TokenUnavailableException;
import dev.irsa.internal.identity.WebIdentityToken;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where web identity tokens come from. Thread-safe; keeps no token. No method waits more than some
 * seconds, whatever lies there.
 */
public interface TokenSource {

  /**
   * Reads the token as it is now.
   *
   * @param bound the time that reading may take, waiting for a missing file included
   * @throws TokenUnavailableException when there is none, with what was found and the likely cause
   */
  WebIdentityToken read(Duration bound);

  /**
   * Returns the token as it is now without waiting for a missing one, or null when there is none;
   * the answer of {@link #hasChanged} stays as it is.
   */
  @Nullable WebIdentityToken peek();

  /** Returns whether another token lies there than the last {@link #read} found. */
  boolean hasChanged();

  /** Returns when the token was written, or null when that is unknown. */
  @Nullable Instant writtenAt();

  /**
   * Returns the source that reads a file.
   *
   * @param path the path as given, never resolved: kubelet swaps a symbolic link above it
   * @param roleArn the role that tokens are read for, for messages
   * @param nanoTime a monotonic clock in nanoseconds
   */
  static TokenSource file(Path path, String roleArn, LongSupplier nanoTime) {
    return new TokenFile(path, roleArn, nanoTime, ThreadSleeper.INSTANCE);
  }
}
