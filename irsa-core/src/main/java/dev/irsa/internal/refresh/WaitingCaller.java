package dev.irsa.internal.refresh;

import dev.irsa.internal.time.Deadline;
import java.util.concurrent.CompletableFuture;

/**
 * A caller that waits for a flight.
 *
 * @param deadline when the wait ends
 * @param answer completed once
 */
public record WaitingCaller(
    CallerRequest request, Deadline deadline, CompletableFuture<CallerResult> answer) {}
