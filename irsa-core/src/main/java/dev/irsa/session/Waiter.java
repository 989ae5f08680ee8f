package dev.irsa.session;

import java.util.concurrent.CompletableFuture;

/**
 * A caller who waits for a flight.
 *
 * @param owner the handle that asks; its close ends the wait
 * @param deadline when it stops waiting
 * @param result completed once, outside the lock
 */
record Waiter(Object owner, Timeout deadline, CompletableFuture<Outcome> result) {

  static Waiter until(Timeout deadline, Object owner) {
    return new Waiter(owner, deadline, new CompletableFuture<>());
  }

  /** Returns one whose wait is over before it began. */
  static Waiter ended(Object owner, Outcome outcome) {
    return new Waiter(owner, new Timeout(0, 0), CompletableFuture.completedFuture(outcome));
  }
}
