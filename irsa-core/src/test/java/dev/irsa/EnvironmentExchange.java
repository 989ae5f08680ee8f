package dev.irsa;

import dev.irsa.internal.config.Environment;
import dev.irsa.internal.config.GivenSettings;
import dev.irsa.internal.config.Resolver;
import dev.irsa.internal.exchange.Exchange;
import dev.irsa.internal.exchange.RunningExchange;
import dev.irsa.internal.time.Clocks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

/**
 * Gives tests and other modules the exchange that a handle would use, without the engine around it.
 */
public final class EnvironmentExchange {

  private EnvironmentExchange() {}

  /**
   * Returns the exchange for these environment variables.
   *
   * @throws dev.irsa.credentials.MisconfiguredException if they are incomplete or invalid
   */
  public static Exchange of(Map<String, String> variables) {
    return of(variables, Clock.systemUTC());
  }

  /** Returns a call that starts now. */
  public static RunningExchange call(Duration bound) {
    return new RunningExchange(bound, System::nanoTime);
  }

  /** Returns the exchange for these environment variables with a fixed time of the wall clock. */
  static Exchange at(Instant now, Map<String, String> variables) {
    return of(variables, Clock.fixed(now, ZoneOffset.UTC));
  }

  private static Exchange of(Map<String, String> variables, Clock clock) {
    return SessionWiring.exchange(
        new ConfiguredSession(
            Resolver.resolve(Environment.of(variables, Map.of()), GivenSettings.none()).valid(),
            SessionWiring::exchange),
        new Clocks(clock, System::nanoTime));
  }
}
