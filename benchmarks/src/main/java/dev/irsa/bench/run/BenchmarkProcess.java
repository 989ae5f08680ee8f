package dev.irsa.bench.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A JVM that communicates with the harness by lines. Closing it ends the process. */
public final class BenchmarkProcess implements AutoCloseable {

  private final Process process;
  private final BufferedReader output;
  private final Path errors;

  private BenchmarkProcess(Process process, Path errors) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
    this.errors = errors;
  }

  /**
   * Starts a process.
   *
   * @param errors where its standard error goes
   */
  public static BenchmarkProcess start(
      List<String> command, Map<String, String> environment, Path errors) throws IOException {
    return new BenchmarkProcess(
        builder(command, environment).redirectError(errors.toFile()).start(), errors);
  }

  /** Returns a process without variables of the surrounding shell that affect a measurement. */
  public static ProcessBuilder builder(List<String> command, Map<String, String> environment) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.matches("(AWS|IRSA)_.*|JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS"));
    builder.environment().keySet().removeIf(name -> name.matches("(?i)https?_proxy"));
    builder.environment().putAll(environment);
    return builder;
  }

  /** Ends the process if it takes longer. */
  public BenchmarkProcess atMost(int seconds) {
    var unused =
        process
            .onExit()
            .orTimeout(seconds, TimeUnit.SECONDS)
            .exceptionally(late -> process.destroyForcibly());
    return this;
  }

  /** Waits for a line with the given beginning and returns its words. */
  public String[] await(String beginning) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(beginning)) {
        return line.split(" ", -1);
      }
    }
    throw new IOException(
        "A process ended, or was ended because it took too long, without \"%s\": %s"
            .formatted(beginning, Files.readString(errors)));
  }

  /** Writes a line to the process. */
  public void say(String line) throws IOException {
    process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
