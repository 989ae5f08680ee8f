package dev.irsa.integration.clients;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.crac.CheckpointException;
import org.crac.Core;
import org.crac.RestoreException;

/** Freezes and restores this process with CRaC, and writes what would be in the image. */
final class Freezer {

  private Freezer() {}

  static void freeze(String image) {
    try {
      Core.checkpointRestore();
      // As CRaC does before. Sockets of the JDK, which are closed, have finalizers.
      System.gc();
      System.runFinalization();
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(image, true);
    } catch (CheckpointException | RestoreException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
