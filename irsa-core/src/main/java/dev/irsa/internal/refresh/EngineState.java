package dev.irsa.internal.refresh;

/**
 * What an engine remembers between two events, each part with its own rules. Not thread-safe.
 *
 * @param held the session in hand
 * @param setbacks failed refreshes since the last success
 * @param budget calls of the last minute
 * @param invalidation rejected credentials
 */
public record EngineState(
    CurrentCredentials held,
    BackoffState setbacks,
    CallLimiter budget,
    InvalidationLimiter invalidation) {

  public static EngineState empty() {
    return new EngineState(
        new CurrentCredentials(), new BackoffState(), new CallLimiter(), new InvalidationLimiter());
  }
}
