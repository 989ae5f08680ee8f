package dev.irsa.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Measures CPU time of the starting thread, which depends little on the load of the machine. */
class LabStartTest {

  private static final long LONGEST = 500;

  @Test
  void aLabStartsWithinHalfASecondEvenInAFreshJvm(@TempDir Path folder) throws Exception {
    String figures = figuresOfAFreshJvm(folder.resolve("figures.txt"));

    System.out.println("CPU milliseconds of a lab's start: " + figures.replace('\n', ' '));
    assertTrue(figure("cold", figures) < LONGEST, figures);
    assertTrue(figure("warm", figures) < LONGEST, figures);
  }

  private static String figuresOfAFreshJvm(Path output) throws IOException, InterruptedException {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LabStart.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    int exitCode = jvm.waitFor();
    String figures = Files.readString(output);
    assertEquals(0, exitCode, figures);
    return figures;
  }

  private static long figure(String name, String figures) {
    Matcher figure = Pattern.compile(name + "=(\\d+)").matcher(figures);
    assertTrue(figure.find(), figures);
    return Long.parseLong(figure.group(1));
  }

  /**
   * Starts two labs in this fresh JVM, one after the other, and prints the CPU time that each took
   * on this thread.
   */
  static final class LabStart {

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
}
