package dev.irsa.agent.internal;

import java.time.Duration;

/**
 * The threads that have just been refused the credentials of the pod. Such a thread may be in a
 * chain that comes to the node last, and must not wait for the pod again. Thread-safe.
 */
final class RecentRefusals {

  /** The time within which a chain goes on to its next provider. */
  private static final Duration RECENT = Duration.ofSeconds(1);

  private final ThreadLocal<Long> refusedAt = new ThreadLocal<>();

  /** Notes that this thread is refused credentials now. */
  void add() {
    refusedAt.set(System.nanoTime());
  }

  /** Returns whether this thread was refused credentials within the last second, and forgets it. */
  boolean takeOfThisThread() {
    Long before = refusedAt.get();
    refusedAt.remove();
    return before != null && System.nanoTime() - before < RECENT.toNanos();
  }
}
