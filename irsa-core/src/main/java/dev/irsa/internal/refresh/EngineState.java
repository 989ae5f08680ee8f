package dev.irsa.internal.refresh;

import dev.irsa.internal.time.SlidingWindowLimiter;

/**
 * What an engine remembers between two events, each part with its own rules. Not thread-safe.
 *
 * @param current the credentials that are served
 * @param backoff failed refreshes since the last success
 * @param calls those of the last minute
 * @param invalidation rejected credentials
 */
public record EngineState(
    CurrentCredentials current,
    BackoffState backoff,
    SlidingWindowLimiter calls,
    InvalidationLimiter invalidation) {

  /** Returns that of a session that has seen nothing yet. */
  public static EngineState empty() {
    return new EngineState(
        new CurrentCredentials(),
        new BackoffState(),
        new SlidingWindowLimiter(SingleFlight.CALLS_WHILE_EXPIRED),
        new InvalidationLimiter());
  }
}
