package dev.irsa.internal.refresh;

import dev.irsa.internal.time.Deadline;
import java.util.concurrent.CompletableFuture;

/**
 * A caller that waits for a flight.
 *
 * @param owner the handle of the caller; closing it ends the wait
 * @param deadline when the wait ends
 * @param atLeast for how many nanoseconds the credentials must be valid, 0 if any valid ones do
 * @param result completed once, without holding the lock
 */
public record Waiter(
    Object owner, Deadline deadline, long atLeast, CompletableFuture<CallResult> result) {

  static Waiter until(Deadline deadline, Object owner) {
    return lasting(deadline, owner, 0);
  }

  static Waiter lasting(Deadline deadline, Object owner, long atLeast) {
    return new Waiter(owner, deadline, atLeast, new CompletableFuture<>());
  }

  /** Returns whether the credentials must be valid for a given time. */
  boolean isLasting() {
    return atLeast > 0;
  }

  /** Returns a waiter whose wait has already ended. */
  public static Waiter ended(Object owner, CallResult outcome) {
    return new Waiter(owner, new Deadline(0, 0), 0, CompletableFuture.completedFuture(outcome));
  }
}
