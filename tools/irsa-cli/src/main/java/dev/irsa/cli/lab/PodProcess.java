package dev.irsa.cli.lab;

import dev.irsa.cli.pod.CallStream;
import dev.irsa.cli.pod.PodCredentials;
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
 * The pod: a separate JVM with exactly the given environment. Thread-safe. {@link #close} ends it.
 * It also ends with this process, when its standard input ends.
 */
final class PodProcess implements AutoCloseable {

  /**
   * Options for a fast start: without the second compiler, and with the simplest collector. The pod
   * runs for less than a minute.
   */
  private static final List<String> SMALL =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx192m", "-Xshare:auto");

  private final Process process;
  private final PrintStream commands;
  private final Inbox inbox;
  private final Path errors;
  private final Thread reader;

  private PodProcess(Process process, Inbox inbox, Path errors) {
    this.process = process;
    this.inbox = inbox;
    this.errors = errors;
    this.commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    this.reader = new Thread(this::read, "irsa-pod-output");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts the pod.
   *
   * @param jvmArguments the options for trust and proxy, which are not environment variables
   * @param environment the complete environment of the pod
   * @param credentials where its credentials come from
   * @param streams the calls that it makes once it is told to start
   * @param inbox receives its messages
   */
  static PodProcess start(
      List<String> jvmArguments,
      Map<String, String> environment,
      PodCredentials credentials,
      List<CallStream> streams,
      Inbox inbox)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(SMALL);
    command.addAll(jvmArguments);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), PodMain.class.getName()));
    command.add(Stage.BUCKET);
    command.add(credentials.name());
    streams.forEach(stream -> command.add(stream.id()));
    Path errors = Files.createTempFile("irsa-pod-", ".err");
    errors.toFile().deleteOnExit();
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return new PodProcess(builder.start(), inbox, errors);
  }

  long pid() {
    return process.pid();
  }

  Inbox inbox() {
    return inbox;
  }

  /** Sends a command to the pod. */
  void tell(String command) {
    commands.println(command);
  }

  /** Returns the last lines of the pod's standard error; empty if nothing was written. */
  String complaints() {
    try {
      List<String> lines = Files.readAllLines(errors, StandardCharsets.UTF_8);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    } catch (IOException e) {
      return "cannot read its standard error: " + e;
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
      // The pod was ended by this process.
    } finally {
      inbox.end();
    }
  }
}
