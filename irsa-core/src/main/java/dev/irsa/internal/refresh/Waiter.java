package dev.irsa.internal.refresh;

import dev.irsa.internal.time.Deadline;
import java.util.concurrent.CompletableFuture;

/**
 * A caller that waits for a flight.
 *
 * @param deadline when the wait ends
 * @param atLeast for how many nanoseconds the credentials must be valid, 0 if any valid ones do
 * @param result completed once, without holding the lock
 */
public record Waiter(Deadline deadline, long atLeast, CompletableFuture<CallResult> result) {

  static Waiter until(Deadline deadline) {
    return lasting(deadline, 0);
  }

  static Waiter lasting(Deadline deadline, long atLeast) {
    return new Waiter(deadline, atLeast, new CompletableFuture<>());
  }

  /** Returns whether the credentials must be valid for a given time. */
  boolean isLasting() {
    return atLeast > 0;
  }
}
