package dev.irsa.simulation;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Shows that a lock was released: who took it would not notice, for it could take it again. */
public final class AnotherThread {

  private AnotherThread() {}

  /** Runs something on a thread of its own to its end, which has to come. */
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
