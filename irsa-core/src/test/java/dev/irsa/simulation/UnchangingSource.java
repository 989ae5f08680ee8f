package dev.irsa.simulation;

import dev.irsa.internal.session.CredentialExchange;
import java.time.Duration;

/** An exchange without a token, whose sessions have a maximum lifetime. */
public abstract class UnchangingSource implements CredentialExchange {

  private final Duration longestLifetime;

  public UnchangingSource(Duration longestLifetime) {
    this.longestLifetime = longestLifetime;
  }

  @Override
  public final Duration longestLifetime() {
    return longestLifetime;
  }
}
