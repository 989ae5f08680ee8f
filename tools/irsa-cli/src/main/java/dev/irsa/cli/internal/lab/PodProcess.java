package dev.irsa.cli.internal.lab;

import dev.irsa.cli.internal.pod.PodMain;
import dev.irsa.cli.internal.pod.PodMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

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

  private static final long PAUSE_MILLIS = 20;

  private final Process process;
  private final PrintStream commands;
  private final Path errors;
  private final Thread reader;
  private final List<PodMessage> messages = new CopyOnWriteArrayList<>();
  private volatile boolean ended;

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
   * @param jvmArguments the options for trust and proxy, which are not environment variables
   * @param environment the complete environment of the pod
   * @param arguments the arguments of {@link PodMain}
   */
  static PodProcess start(
      List<String> jvmArguments, Map<String, String> environment, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(SMALL);
    command.addAll(jvmArguments);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), PodMain.class.getName()));
    command.addAll(arguments);
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

  /** Sends a command to the pod. */
  void tell(String command) {
    commands.println(command);
  }

  List<PodMessage> messages() {
    return List.copyOf(messages);
  }

  /**
   * Waits until the given number of messages of a kind have been received.
   *
   * @throws TimeoutException if they were not received in time, or the pod has ended
   */
  void await(Class<? extends PodMessage> kind, int count, Duration patience)
      throws TimeoutException, InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    boolean over = false;
    while (messages.stream().filter(kind::isInstance).count() < count) {
      if (over) {
        throw new TimeoutException(
            "%d '%s' messages from the pod, which %s; received: %s%s"
                .formatted(
                    count,
                    kind.getSimpleName(),
                    ended ? "has ended" : "sent too few within " + patience.toSeconds() + " s",
                    messages,
                    complaints()));
      }
      over = ended || System.nanoTime() - end > 0;
      Thread.sleep(PAUSE_MILLIS);
    }
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
        PodMessage.of(line).ifPresent(messages::add);
      }
    } catch (IOException e) {
      // The pod was ended by this process.
    } finally {
      ended = true;
    }
  }
}
