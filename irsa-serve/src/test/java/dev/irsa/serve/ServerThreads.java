package dev.irsa.serve;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** The threads of all servers in this JVM. */
final class ServerThreads {

  private ServerThreads() {}

  static List<Thread> alive() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("irsa-serve-"))
        .toList();
  }

  /** Waits until they have ended. */
  static void awaitEnd() throws InterruptedException {
    for (Thread thread : alive()) {
      thread.join(TimeUnit.SECONDS.toMillis(30));
      if (thread.isAlive()) {
        throw new AssertionError(thread.getName() + " is still alive");
      }
    }
  }
}
