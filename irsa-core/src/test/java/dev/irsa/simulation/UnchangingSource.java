package dev.irsa.simulation;

import dev.irsa.internal.identity.Exchange;
import dev.irsa.internal.identity.ExchangeCall;
import dev.irsa.internal.identity.ExchangeResult;
import java.time.Duration;

/** An exchange without a token, whose sessions have a maximum lifetime. */
public class UnchangingSource implements Exchange {

  private final Duration longestLifetime;

  public UnchangingSource(Duration longestLifetime) {
    this.longestLifetime = longestLifetime;
  }

  @Override
  public ExchangeResult run(ExchangeCall call) {
    throw SimulatedFailures.outage();
  }

  @Override
  public final Duration longestLifetime() {
    return longestLifetime;
  }
}
