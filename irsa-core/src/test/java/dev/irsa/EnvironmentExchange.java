package dev.irsa;

import dev.irsa.internal.config.Environment;
import dev.irsa.internal.config.Overrides;
import dev.irsa.internal.session.CredentialExchange;
import java.time.Clock;
import java.util.Map;

/** Gives other modules the exchange that a handle would use, without the engine around it. */
public final class EnvironmentExchange {

  private EnvironmentExchange() {}

  /**
   * Returns the exchange for these environment variables.
   *
   * @throws dev.irsa.credentials.MisconfiguredException if they are incomplete or invalid
   */
  public static CredentialExchange of(Map<String, String> variables) {
    return IdentityExchange.of(
        ResolvedSettings.resolve(Environment.of(variables, Map.of()), Overrides.none(), null, null),
        Clock.systemUTC(),
        System::nanoTime);
  }
}
