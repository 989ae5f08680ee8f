package dev.irsa.simulation;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Shows that a lock was released. The thread that took it cannot, because it could take it again.
 */
public final class AnotherThread {

  private AnotherThread() {}

  /** Runs a step on another thread and waits for its end. */
  public static void runs(Runnable step) throws Exception {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                step.run();
                ended.complete(null);
              } catch (RuntimeException | Error failed) {
                ended.completeExceptionally(failed);
              }
            });
    thread.setDaemon(true);
    thread.start();
    ended.get(10, TimeUnit.SECONDS);
  }
}
