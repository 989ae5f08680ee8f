package dev.irsa.session;

import dev.irsa.identity.TokenClaims;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A source whose token has no claims and never changes. */
abstract class UnchangingSource implements SessionSource {

  private final Duration longestLifetime;

  UnchangingSource(Duration longestLifetime) {
    this.longestLifetime = longestLifetime;
  }

  @Override
  public boolean hasNewInput() {
    return false;
  }

  @Override
  public final @Nullable TokenClaims inputClaims() {
    return null;
  }

  @Override
  public final Duration longestLifetime() {
    return longestLifetime;
  }
}
