package dev.irsa.bench.pod;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.FileReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.stream.Stream;

/** Where a start spends its time: CPU by thread, and what its credentials load and start. */
final class Profile {

  private static final double NANOS_PER_MILLI = 1e6;

  private static final double MILLIS_PER_TICK = 10;

  private double caller;
  private double compilers;
  private double others;

  private Profile() {}

  /**
   * Prints one line of names and figures: CPU of the calling thread, of threads of a provider,
   * which may have ended, and of the JIT compilers, in ms, as the kernel counts it; then the
   * classes that were loaded, the threads that were started, and how often a thread waited for
   * another.
   */
  static void print() throws IOException {
    File[] threads = new File("/proc/self/task").listFiles();
    if (threads == null) {
      return;
    }
    Profile profile = new Profile();
    double all = process();
    for (File thread : threads) {
      profile.count(thread);
    }
    System.out.printf(
        "profile callerMs=%.2f workerMs=%.2f compilersMs=%.2f classes=%d threads=%d waits=%d%n",
        profile.caller,
        all - profile.caller - profile.compilers - profile.others,
        profile.compilers,
        ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount(),
        ManagementFactory.getThreadMXBean().getTotalStartedThreadCount(),
        waits());
  }

  /** Returns the CPU of the process with its ended threads: fields 14 and 15 of its status. */
  private static double process() throws IOException {
    String status = firstLine(new File("/proc/self/stat"));
    String[] fromThird = status.substring(status.lastIndexOf(')') + 2).split(" ", 14);
    return (Double.parseDouble(fromThird[11]) + Double.parseDouble(fromThird[12]))
        * MILLIS_PER_TICK;
  }

  private void count(File thread) {
    try {
      add(thread);
    } catch (IOException ended) {
      // The threads of the list may end at any time.
    }
  }

  private void add(File thread) throws IOException {
    String name = firstLine(new File(thread, "comm"));
    String nanos = firstLine(new File(thread, "schedstat")).split(" ", 2)[0];
    double millis = Double.parseDouble(nanos) / NANOS_PER_MILLI;
    if (name.startsWith("C1 ") || name.startsWith("C2 ")) {
      compilers += millis;
    } else if (name.equals("java")) {
      caller += millis;
    } else if (!name.startsWith("irsa")) {
      others += millis;
    }
  }

  private static String firstLine(File file) throws IOException {
    try (BufferedReader reader = new BufferedReader(new FileReader(file, UTF_8))) {
      return String.valueOf(reader.readLine());
    }
  }

  private static long waits() {
    ThreadInfo[] threads = ManagementFactory.getThreadMXBean().dumpAllThreads(false, false);
    return Stream.of(threads)
        .filter(each -> each.getThreadName().matches("main|irsa.*|sdk.*|aws.*"))
        .mapToLong(each -> each.getBlockedCount() + each.getWaitedCount())
        .sum();
  }
}
