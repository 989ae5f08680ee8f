package dev.irsa.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A measured JVM that runs until it exits, timed by the shell that starts it. */
public final class Child {

  private static final int LONGEST_SECONDS = 180;
  private static final int CGROUP_REFUSED = 97;

  private static final ScheduledExecutorService WATCH =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "watch");
            thread.setDaemon(true);
            return thread;
          });

  /** Uses Bash's own times of its children: the kernel's count, in milliseconds. */
  private static final String TIMED =
      "TIMEFORMAT='%R %U %S'; "
          + "if [ -n \"$BENCH_CGROUP\" ]; then echo $BASHPID > \"$BENCH_CGROUP\" || exit 97; fi; "
          + "{ time \"$@\" 2>\"$BENCH_ERRORS\"; } 2>\"$BENCH_TIMES\"";

  private Child() {}

  /**
   * The cost of a run.
   *
   * @param cpuMillis user and system time of the whole process
   * @param processMillis from start to exit
   * @param readyMillis from start to the line {@code ready}
   * @param peakMegabytes the peak of its resident memory
   */
  public record Cost(
      double cpuMillis, double processMillis, double readyMillis, double peakMegabytes) {}

  /**
   * Runs a JVM that prints {@code ready}; see dev.irsa.bench.pod.
   *
   * @param prefix the command in front of the launcher, such as taskset
   * @param cgroup the file that the process id is written to, or null
   */
  public static Cost run(
      Bench bench,
      List<String> prefix,
      @Nullable Path cgroup,
      Map<String, String> environment,
      List<String> java)
      throws IOException, InterruptedException {
    Path times = bench.scratch().resolve("times");
    Path errors = bench.scratch().resolve("errors");
    List<String> command = new ArrayList<>(List.of("bash", "-c", TIMED, "bench"));
    command.addAll(prefix);
    command.addAll(java);
    ProcessBuilder builder = new ProcessBuilder(command);
    clean(builder.environment());
    builder.environment().putAll(environment);
    builder.environment().put("BENCH_TIMES", times.toString());
    builder.environment().put("BENCH_ERRORS", errors.toString());
    builder.environment().put("BENCH_CGROUP", cgroup == null ? "" : cgroup.toString());
    Files.deleteIfExists(times);
    long start = System.nanoTime();
    Process process = builder.start();
    Future<?> watch = WATCH.schedule(() -> end(process), LONGEST_SECONDS, TimeUnit.SECONDS);
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exitCode = process.waitFor();
    if (!watch.cancel(false)) {
      throw new IOException("A measured JVM did not end within " + LONGEST_SECONDS + " s");
    }
    if (exitCode == CGROUP_REFUSED) {
      throw new IOException("not permitted to put a process into the cgroup");
    }
    return cost(output, start, times, errors, java);
  }

  /**
   * Kills the shell and the JVM that it started. Killing only the shell would leave the JVM alive,
   * which keeps the pipe open.
   */
  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private static Cost cost(String output, long start, Path times, Path errors, List<String> java)
      throws IOException {
    String[] ready =
        output
            .lines()
            .filter(line -> line.startsWith("ready "))
            .findFirst()
            .orElseThrow(() -> new IOException(failure(java, output, errors)))
            .split(" ", -1);
    String[] taken = Files.readString(times).trim().split(" ", -1);
    return new Cost(
        (Double.parseDouble(taken[1]) + Double.parseDouble(taken[2])) * 1000,
        Double.parseDouble(taken[0]) * 1000,
        (Long.parseLong(ready[1]) - start) / 1e6,
        Long.parseLong(ready[2]) / 1024.0);
  }

  private static String failure(List<String> java, String output, Path errors) {
    String said;
    try {
      said = Files.readString(errors);
    } catch (IOException unreadable) {
      said = "";
    }
    String all = output + said;
    return "A measured JVM failed ("
        + java.get(java.size() - 1)
        + "): "
        + all.substring(0, Math.min(600, all.length()));
  }

  /** Removes variables from the surrounding shell that would affect a measurement. */
  public static void clean(Map<String, String> environment) {
    environment
        .keySet()
        .removeIf(
            name ->
                name.startsWith("AWS_")
                    || name.startsWith("IRSA_")
                    || name.equals("JAVA_TOOL_OPTIONS")
                    || name.equals("JDK_JAVA_OPTIONS"));
    for (String proxy : List.of("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY")) {
      environment.remove(proxy);
    }
  }
}
