package dev.irsa.integration.clients;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.stream.Stream;
import org.crac.CheckpointException;
import org.crac.Core;
import org.crac.RestoreException;

/** Freezes and restores this process with CRaC, and writes what would be in the image. */
final class Freezer {

  private Freezer() {}

  static void freeze(String image) {
    try {
      Core.checkpointRestore();
      endWorkers();
      // As CRaC does before. Sockets of the JDK, which are closed, have finalizers.
      collect();
      System.runFinalization();
      while (isFinalizing()) {
        Thread.onSpinWait();
      }
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(image, true);
    } catch (CheckpointException | RestoreException | IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Collects, and waits until the JVM has passed on what was found, such as finalizers. It passes
   * on one list after the other, so all of the first are on their way when one of the second is.
   */
  private static void collect() throws InterruptedException {
    for (int list = 0; list < 2; list++) {
      ReferenceQueue<Object> found = new ReferenceQueue<>();
      Reference<Object> collected = new WeakReference<>(new Object(), found);
      try {
        System.gc();
        found.remove();
      } finally {
        Reference.reachabilityFence(collected);
      }
    }
  }

  /** A worker whose result was discarded still has it on its stack, until it ends. */
  private static void endWorkers() throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("irsa-worker")) {
        thread.join();
      }
    }
  }

  /** The thread of the JVM takes part in it, and nobody waits for what it has begun. */
  private static boolean isFinalizing() {
    return Thread.getAllStackTraces().values().stream()
        .flatMap(Stream::of)
        .anyMatch(frame -> frame.getMethodName().equals("runFinalizer"));
  }
}
