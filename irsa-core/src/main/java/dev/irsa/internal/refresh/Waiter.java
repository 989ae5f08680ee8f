package dev.irsa.internal.refresh;

import dev.irsa.internal.time.Deadline;
import dev.irsa.internal.time.TimePoint;
import java.util.concurrent.CompletableFuture;

/**
 * A caller that has a result, or waits for a flight.
 *
 * @param deadline when the wait ends
 * @param result completed once, and without holding the lock if somebody waits for it
 */
public record Waiter(CallRequest request, Deadline deadline, CompletableFuture<CallResult> result) {

  static Waiter of(CallRequest request, long longest, TimePoint now) {
    return new Waiter(request, Deadline.in(now, longest), new CompletableFuture<>());
  }
}
