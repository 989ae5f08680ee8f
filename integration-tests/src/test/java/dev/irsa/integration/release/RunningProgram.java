package dev.irsa.integration.release;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program in a process of its own, which runs until it is closed. For one thread. */
final class RunningProgram implements AutoCloseable {

  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();
  private static final int LONGEST_SECONDS = 150;
  private static final String END = "(end of the output)";

  private final Process process;
  private final BlockingQueue<String> printed = new LinkedBlockingQueue<>();
  private final List<String> seen = new ArrayList<>();

  private RunningProgram(Process process) {
    this.process = process;
    Thread reader = new Thread(this::read, "output");
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts a JVM with the arguments in a folder, with this environment only. */
  static RunningProgram java(Path folder, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(JAVA, "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    return new RunningProgram(builder.start());
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      lines.lines().forEach(printed::add);
    } catch (IOException | UncheckedIOException closed) {
      // It was stopped.
    } finally {
      printed.add(END);
    }
  }

  /**
   * Waits for a line that contains a match.
   *
   * @throws AssertionError if the program ends without one, or takes two and a half minutes
   */
  Matcher await(Pattern line) throws InterruptedException {
    for (int next = 0; ; next++) {
      if (next == seen.size()) {
        String read = printed.poll(LONGEST_SECONDS, TimeUnit.SECONDS);
        seen.add(read == null ? END : read);
      }
      Matcher match = line.matcher(seen.get(next));
      if (match.find()) {
        return match;
      }
      if (seen.get(next).equals(END)) {
        throw new AssertionError("nothing like\n" + line + "\nin\n" + String.join("\n", seen));
      }
    }
  }

  /** Returns what it has printed up to the last line that was waited for. */
  String output() {
    return String.join("\n", seen);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
