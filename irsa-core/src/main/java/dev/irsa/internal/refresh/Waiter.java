package dev.irsa.internal.refresh;

import dev.irsa.internal.time.Deadline;
import java.util.concurrent.CompletableFuture;

/**
 * A caller who waits for a flight.
 *
 * @param owner the handle that asks; its close ends the wait
 * @param deadline when it stops waiting
 * @param result completed once, outside the lock
 */
public record Waiter(Object owner, Deadline deadline, CompletableFuture<CallResult> result) {

  static Waiter until(Deadline deadline, Object owner) {
    return new Waiter(owner, deadline, new CompletableFuture<>());
  }

  /** Returns one whose wait is over before it began. */
  public static Waiter ended(Object owner, CallResult outcome) {
    return new Waiter(owner, new Deadline(0, 0), CompletableFuture.completedFuture(outcome));
  }
}
