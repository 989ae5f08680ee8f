package dev.irsa.bench.part;

import dev.irsa.bench.Bench;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A JVM that communicates with the harness by lines. Closing it ends the process. */
final class BenchmarkProcess implements AutoCloseable {

  private static final int LONGEST_SECONDS = 300;

  private final Process process;
  private final BufferedReader output;
  private final Path errors;

  private BenchmarkProcess(Process process, Path errors) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
    this.errors = errors;
  }

  static BenchmarkProcess start(
      Bench bench,
      String name,
      List<String> options,
      Map<String, String> environment,
      List<String> mainAndArguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(bench.jdks().get(0).java());
    command.addAll(options);
    command.addAll(mainAndArguments);
    Path errors = bench.scratch().resolve(name + ".err");
    Process process = Bench.process(command, environment).redirectError(errors.toFile()).start();
    var unused =
        process
            .onExit()
            .orTimeout(LONGEST_SECONDS, TimeUnit.SECONDS)
            .exceptionally(late -> process.destroyForcibly());
    return new BenchmarkProcess(process, errors);
  }

  /** Waits for a line with the given beginning and returns its words. */
  String[] await(String beginning) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(beginning)) {
        return line.split(" ", -1);
      }
    }
    throw new IOException(
        "A pod ended, or was ended after %s s, without \"%s\": %s"
            .formatted(LONGEST_SECONDS, beginning, Files.readString(errors)));
  }

  /** Lets the process continue. */
  void go() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
