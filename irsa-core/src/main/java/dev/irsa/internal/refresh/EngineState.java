package dev.irsa.internal.refresh;

import dev.irsa.internal.time.SlidingWindowLimiter;

/**
 * The state of an engine. Not thread-safe.
 *
 * @param current the current credentials
 * @param backoff the failed refreshes since the last success
 * @param calls limits the rate of calls
 * @param invalidation limits the refreshes caused by rejected credentials
 * @param lasting limits the refreshes caused by callers who need credentials that last
 */
record EngineState(
    CurrentCredentials current,
    BackoffState backoff,
    SlidingWindowLimiter calls,
    InvalidationLimiter invalidation,
    LastingLimiter lasting) {

  /** Returns the state of a new session. */
  static EngineState empty() {
    return new EngineState(
        new CurrentCredentials(),
        new BackoffState(),
        new SlidingWindowLimiter(SingleFlight.CALLS_WHILE_EXPIRED),
        new InvalidationLimiter(),
        new LastingLimiter());
  }
}
