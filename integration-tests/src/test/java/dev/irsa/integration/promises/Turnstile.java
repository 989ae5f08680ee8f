package dev.irsa.integration.promises;

import java.util.concurrent.CountDownLatch;

/** Where threads of the application block, for as long as a history wants. Thread-safe. */
final class Turnstile {

  private volatile CountDownLatch latch = new CountDownLatch(0);

  void block() {
    if (!isBlocked()) {
      latch = new CountDownLatch(1);
    }
  }

  void free() {
    latch.countDown();
  }

  boolean isBlocked() {
    return latch.getCount() > 0;
  }

  /** Waits until it is freed, whoever interrupts and whatever is blocked anew. */
  void pass() {
    CountDownLatch current = latch;
    boolean interrupted = false;
    while (current.getCount() > 0) {
      try {
        current.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
