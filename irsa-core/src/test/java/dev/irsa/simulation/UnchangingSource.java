package dev.irsa.simulation;

import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.session.CredentialExchange;
import java.time.Duration;

/** An exchange without a token, whose sessions have a maximum lifetime. */
public class UnchangingSource implements CredentialExchange {

  private final Duration longestLifetime;

  public UnchangingSource(Duration longestLifetime) {
    this.longestLifetime = longestLifetime;
  }

  @Override
  public Call call(Duration bound) {
    return new Call() {
      @Override
      public ExchangeResult run() {
        return exchange();
      }

      @Override
      public void abort() {}
    };
  }

  /** Returns the result of an exchange, which nothing aborts. */
  protected ExchangeResult exchange() {
    throw SimulatedFailures.outage();
  }

  @Override
  public final Duration longestLifetime() {
    return longestLifetime;
  }
}
