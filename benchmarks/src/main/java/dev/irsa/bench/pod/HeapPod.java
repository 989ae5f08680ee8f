package dev.irsa.bench.pod;

import dev.irsa.ManyRoles;
import java.io.IOException;
import java.lang.management.ManagementFactory;

/** The heap that the sessions of many roles occupy. */
public final class HeapPod {
  private static final int FEW = 100;
  private static final int MANY = 10_000;

  private HeapPod() {}

  /** Prints the bytes for each role. */
  public static void main(String[] arguments) throws IOException {
    // The first roles load the classes and what all sessions share.
    try (ManyRoles unused = new ManyRoles(FEW)) {
      long before = used();
      try (ManyRoles many = new ManyRoles(MANY)) {
        long roles = many.requests().size();
        Ready.say(Long.toString((used() - before) / roles));
      }
    }
    System.exit(0);
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
