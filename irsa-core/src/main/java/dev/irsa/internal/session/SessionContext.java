package dev.irsa.internal.session;

import dev.irsa.internal.concurrent.EventLoop;
import dev.irsa.internal.concurrent.Workers;
import dev.irsa.internal.time.Clocks;
import java.util.random.RandomGenerator;

/**
 * What all sessions of a class loader share. Immutable.
 *
 * @param loop decides
 * @param workers run whatever may block
 * @param random draws the jitter; thread-safe
 * @param exchanges starts exchanges within limits; lives on the loop
 * @param issued the keys that sessions got
 */
record SessionContext(
    EventLoop loop,
    Workers workers,
    Clocks clocks,
    RandomGenerator random,
    ExchangeBulkhead exchanges,
    IssuedKeys issued) {

  /** Creates what sessions share, with all places free. */
  SessionContext(EventLoop loop, Workers workers, Clocks clocks, RandomGenerator random) {
    this(
        loop,
        workers,
        clocks,
        random,
        new ExchangeBulkhead(loop, workers, clocks.nanos()),
        new IssuedKeys());
  }
}
