package dev.irsa.integration.clients;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.function.Executable;

/**
 * Known faults of the SDKs' own providers, measured in a separate application against the lab. A
 * test fails once an SDK no longer has the fault; the documentation must then be corrected.
 */
@Tag("comparison")
abstract class SdkFaults extends SdkPods {

  static final Duration SOON = Duration.ofSeconds(60);

  /** Measures an application that has made its first provider by the given command. */
  interface Measurement {
    String of(SdkPod pod, Probe probe, String make) throws Exception;
  }

  /**
   * What goes wrong: a row of a table.
   *
   * @param lifetime how long sessions last
   * @param settings prepares a pod before the application starts
   */
  record Situation(
      String row, Duration lifetime, Consumer<SdkPod> settings, Measurement measurement) {
    Situation(String row, Measurement measurement) {
      this(row, Duration.ofHours(1), measurement);
    }

    Situation(String row, Duration lifetime, Measurement measurement) {
      this(row, lifetime, pod -> {}, measurement);
    }

    Situation(String row, Consumer<SdkPod> settings, Measurement measurement) {
      this(row, Duration.ofHours(1), settings, measurement);
    }

    @Override
    public String toString() {
      return row;
    }
  }

  /**
   * Who is measured: a column of a table.
   *
   * @param provider the provider, as {@link ProbeMain} reads it
   */
  record Column(Generation sdk, String provider, boolean withAgent) {}

  /** Measures what a cell of a table shows. */
  interface Cell<C> {
    String of(C column) throws Exception;
  }

  /** Measures all columns at once, since they wait most of the time, and compares the row. */
  static <C> void assertShows(MeasuredTable table, String row, List<C> columns, Cell<C> cell)
      throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(columns.size());
    List<String> line = new ArrayList<>(List.of(row));
    try {
      List<Future<String>> cells = new ArrayList<>();
      columns.forEach(column -> cells.add(threads.submit(() -> cell.of(column))));
      assertAll(cells.stream().map(each -> (Executable) () -> line.add(each.get())));
    } finally {
      threads.shutdownNow();
    }
    table.assertShows(line);
  }

  /** Prints the measurement, and fails if the fault no longer occurs. */
  static void assertStill(boolean faulty, Generation sdk, String situation, Object... figures) {
    String measured = "SDK %s, %s: %s".formatted(sdk, situation, List.of(figures));
    System.out.println("measured: " + measured);
    assertTrue(
        faulty,
        () ->
            "the fault no longer occurs: correct the docs and tests that describe it. " + measured);
  }

  /** Returns who got what, as in {@code 3 × the pod's role, 17 errors}. */
  static String outcome(Answer answer) {
    long served = answer.number("served");
    long errors = answer.number("threw");
    String role = isNodeRole(answer) ? "the node's role" : "the pod's role";
    if (served + errors == 1) {
      return served == 1 ? role : "an error";
    }
    return (served == 0 ? "" : served + " × " + role)
        + (served == 0 || errors == 0 ? "" : ", ")
        + (errors == 0 ? "" : errors + " errors");
  }

  static String after(Answer answer) {
    return outcome(answer) + " after " + seconds(answer);
  }

  /** Returns the longest wait. */
  static String seconds(Answer answer) {
    return String.format(Locale.ROOT, "%.1f s", answer.number("longest") / 1e3);
  }
}
