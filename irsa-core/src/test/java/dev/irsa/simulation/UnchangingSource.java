package dev.irsa.simulation;

import dev.irsa.credentials.TokenClaims;
import dev.irsa.internal.session.CredentialExchange;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An exchange whose token has no claims and never changes. */
public abstract class UnchangingSource implements CredentialExchange {

  private final Duration longestLifetime;

  public UnchangingSource(Duration longestLifetime) {
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
