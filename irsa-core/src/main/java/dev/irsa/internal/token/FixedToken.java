package dev.irsa.internal.token;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.internal.identity.IdentityToken;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A token that never changes, or the absence of a token. */
record FixedToken(@Nullable IdentityToken token) implements TokenSource {

  @Override
  public @Nullable IdentityToken read(Duration bound) {
    return token;
  }

  @Override
  public @Nullable IdentityToken peek() {
    return token;
  }

  @Override
  public boolean hasChanged() {
    return false;
  }

  @Override
  public @Nullable CredentialsException unread() {
    return null;
  }

  @Override
  public void freeReaders() {}

  @Override
  public @Nullable Instant writtenAt() {
    return null;
  }
}
