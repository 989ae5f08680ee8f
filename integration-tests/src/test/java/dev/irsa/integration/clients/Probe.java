package dev.irsa.integration.clients;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A running {@link ProbeMain}. Not thread-safe. */
final class Probe {
  private final Process process;
  private final Writer orders;
  private final BufferedReader answers;
  private final Path errors;

  private Probe(Process process, Path errors) {
    this.process = process;
    this.orders = process.outputWriter();
    this.answers = process.inputReader();
    this.errors = errors;
  }

  static Probe start(
      Generation sdk,
      List<String> options,
      String classPath,
      Map<String, String> environment,
      Path scratch)
      throws IOException {
    Path home = Files.createTempDirectory(scratch, "home");
    Path errors = Files.createTempFile(scratch, "errors", ".txt");
    Program program =
        new Program(
            Program.java(options, classPath, ProbeMain.class, sdk.name()), environment, home);
    return new Probe(program.process().redirectError(errors.toFile()).start(), errors);
  }

  /** Sends a command and waits for the response. */
  Answer ask(String order) throws IOException {
    send(order);
    return answer();
  }

  /** Makes a provider and gets credentials from it once. */
  Answer make(String provider) throws IOException {
    ask("make " + provider);
    return ask("get 1");
  }

  /** Does the same in an application with both generations of the SDK. */
  Answer make(Generation sdk, String provider) throws IOException {
    ask("make " + provider + " " + sdk);
    return ask("get 1");
  }

  /** Sends a command without waiting for the response. */
  void send(String order) throws IOException {
    orders.write(order + "\n");
    orders.flush();
  }

  /**
   * Waits for the response to the last command.
   *
   * @throws AssertionError if the process has ended
   */
  Answer answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new AssertionError("the probe ended: " + Files.readString(errors));
    }
    return Answer.decode(line);
  }

  /** Returns what the process has written to its standard error. */
  String errors() throws IOException {
    return Files.readString(errors);
  }

  void close() {
    process.destroyForcibly();
  }
}
