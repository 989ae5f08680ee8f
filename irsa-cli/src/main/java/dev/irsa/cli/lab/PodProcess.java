package dev.irsa.cli.lab;

import dev.irsa.cli.pod.PodMain;
import dev.irsa.cli.pod.PodMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The pod: a JVM of its own that gets exactly the environment that it is given. Thread-safe. {@link
 * #close} ends it; without that it ends when this process does, for its input ends then.
 */
final class PodProcess implements AutoCloseable {

  /**
   * A small JVM that is ready soon: no second compiler, the simplest collector. The pod lives for
   * less than a minute.
   */
  private static final List<String> SMALL =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx192m", "-Xshare:auto");

  private final Process process;
  private final PrintStream commands;
  private final Inbox inbox = new Inbox();
  private final Path errors;
  private final Thread reader;

  private PodProcess(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    this.commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    this.reader = new Thread(this::read, "irsa-pod-output");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts the pod.
   *
   * @param jvmArguments what is no environment: trust and proxy
   * @param environment all that the pod finds in its environment
   * @param bucket that it lists
   */
  static PodProcess start(List<String> jvmArguments, Map<String, String> environment, String bucket)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(SMALL);
    command.addAll(jvmArguments);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), PodMain.class.getName()));
    command.add(bucket);
    Path errors = Files.createTempFile("irsa-pod-", ".err");
    errors.toFile().deleteOnExit();
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return new PodProcess(builder.start(), errors);
  }

  long pid() {
    return process.pid();
  }

  Inbox inbox() {
    return inbox;
  }

  /** Gives the pod a command. */
  void tell(String command) {
    commands.println(command);
  }

  /** What the pod wrote to its standard error, at most the last lines; empty if nothing. */
  String complaints() {
    try {
      List<String> lines = Files.readAllLines(errors, StandardCharsets.UTF_8);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    } catch (IOException e) {
      return "its standard error cannot be read: " + e;
    }
  }

  @Override
  public void close() {
    commands.close();
    try {
      if (!process.waitFor(2, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      reader.join();
      Files.deleteIfExists(errors);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        PodMessage.of(line).ifPresent(inbox::add);
      }
    } catch (IOException e) {
      // The pod was ended from here.
    } finally {
      inbox.end();
    }
  }
}
