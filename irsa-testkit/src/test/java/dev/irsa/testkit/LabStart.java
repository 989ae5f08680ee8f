package dev.irsa.testkit;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/** Starts a lab in this fresh JVM, then another, and prints what each took of this thread's CPU. */
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
      // Nobody has waited for TLS, but it works.
      lab.sslContext();
      return Duration.ofNanos(after - before).toMillis();
    }
  }
}
