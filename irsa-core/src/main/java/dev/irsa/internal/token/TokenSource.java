package dev.irsa.internal.token;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.TokenUnavailableException;
import dev.irsa.internal.exchange.InterruptibleStep;
import dev.irsa.internal.exchange.RunningExchange;
import dev.irsa.internal.identity.IdentityToken;
import dev.irsa.internal.identity.TokenSupplierReference;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Supplies the tokens of an identity. Thread-safe. A method that reads the token blocks as long as
 * the file system or the application does. By default, it is always the same token.
 */
@FunctionalInterface
public interface TokenSource {

  /**
   * Reads the current token.
   *
   * @param bound the maximum time to wait for a missing file
   * @return the token, or null if the identity has none
   * @throws TokenUnavailableException if there is no token where one is expected; describes what
   *     was found and the likely cause
   */
  @Nullable IdentityToken read(Duration bound);

  /** Reads the current token as a step of a call, see {@link #read(Duration)}. */
  default @Nullable IdentityToken read(RunningExchange call) {
    InterruptibleStep<IdentityToken> step =
        new InterruptibleStep<>() {
          @Override
          protected @Nullable IdentityToken perform() {
            return read(call.remaining());
          }

          @Override
          public void abort() {
            super.abort();
            abandon();
          }

          @Override
          public @Nullable CredentialsException obstacle() {
            return unread();
          }
        };
    return step.run(call);
  }

  /**
   * Returns the current token without waiting for a missing file, or null if there is none. Does
   * not affect {@link #hasChanged}.
   */
  default @Nullable IdentityToken peek() {
    return read(Duration.ZERO);
  }

  /** Returns whether the token differs from the result of the last read. */
  default boolean hasChanged() {
    return false;
  }

  /** Returns the failure of a read that does not end, or null if it always ends. */
  default @Nullable CredentialsException unread() {
    return null;
  }

  /**
   * Handles the abort of a read. Sessions that wait for the same supplier no longer do. Does not
   * block.
   */
  default void abandon() {}

  /** Discards the kept token. Does not block. */
  default void forget() {}

  /** Returns when the token was written, or null if it is not known. */
  default @Nullable Instant writtenAt() {
    return null;
  }

  /**
   * Returns a source that reads a file.
   *
   * @param path the path as configured; not resolved, because kubelet replaces a symbolic link in
   *     its directory
   * @param kind the kind of the tokens
   * @param roleArn the role that the tokens are for, used in messages; null if it is not known
   * @param nanoTime a monotonic clock in nanoseconds
   */
  static TokenSource file(
      Path path, TokenKind kind, @Nullable String roleArn, LongSupplier nanoTime) {
    return new TokenFile(path, kind, roleArn, nanoTime);
  }

  /**
   * Returns a source that asks a supplier of the application.
   *
   * @param roleArn the role that the tokens are for, used in messages
   */
  static TokenSource supplied(TokenSupplierReference supplier, String roleArn) {
    return new SuppliedToken(supplier, roleArn);
  }

  /** Returns a source of a token that never changes, or of none. */
  static TokenSource fixed(@Nullable IdentityToken token) {
    return bound -> token;
  }
}
