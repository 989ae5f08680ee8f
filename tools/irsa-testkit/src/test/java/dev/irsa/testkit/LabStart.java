package dev.irsa.testkit;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * Starts two labs in this fresh JVM, one after the other, and prints the CPU time that each took on
 * this thread.
 */
final class LabStart {

  private LabStart() {}

  public static void main(String[] arguments) {
    System.out.printf("cold=%d%n", millis());
    System.out.printf("warm=%d%n", millis());
  }

  private static long millis() {
    long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    try (IrsaLab lab = IrsaLab.start()) {
      long after = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      // The test did not wait for TLS to be set up, but it works.
      lab.sslContext();
      return Duration.ofNanos(after - before).toMillis();
    }
  }
}
