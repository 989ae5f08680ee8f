package dev.irsa.integration.promises;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;

/** The common pool, which an application keeps busy, or has made without threads. */
final class CommonPool {

  private final Turnstile turnstile = new Turnstile();

  /** Blocks all of its threads. */
  void exhaust() throws InterruptedException {
    if (turnstile.isBlocked()) {
      return;
    }
    turnstile.block();
    int threads = ForkJoinPool.getCommonPoolParallelism();
    CountDownLatch blocked = new CountDownLatch(threads);
    for (int i = 0; i < threads; i++) {
      ForkJoinPool.commonPool()
          .execute(
              () -> {
                blocked.countDown();
                turnstile.pass();
              });
    }
    if (!blocked.await(10, TimeUnit.SECONDS)) {
      throw new IllegalStateException("somebody else keeps the common pool busy");
    }
  }

  void free() {
    turnstile.free();
  }

  /** Whether nothing runs there. */
  boolean isExhausted() {
    return turnstile.isBlocked() || ForkJoinPool.getCommonPoolParallelism() == 0;
  }
}
