package dev.irsa.integration.clients;

import static java.util.stream.Collectors.joining;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A command in a separate process, with an empty home directory. It inherits only PATH from this
 * process's environment.
 *
 * @param home its home and working directory
 */
record Program(List<String> command, Map<String, String> environment, Path home) {

  /** The {@code java} of this JVM. */
  static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private static final Duration LONGEST = Duration.ofMinutes(2);

  /** Returns the command of a JVM that runs a class of this class path. */
  static List<String> java(String classPath, Class<?> main, String... arguments) {
    return java(List.of(), classPath, main, arguments);
  }

  /** Returns the same with options for the JVM. */
  static List<String> java(
      List<String> options, String classPath, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(JAVA);
    command.addAll(options);
    // Short-lived: the second compiler would not pay off.
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:+UseSerialGC");
    command.add("-cp");
    command.add(classPath);
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  /** Returns the folder of the classes of these tests. */
  static Path classes() {
    try {
      return Path.of(Program.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns this class path without Spring, which writes a message to standard output. */
  static String classPath() {
    return classPathWithout();
  }

  /** Returns this class path without Spring and the jars with these prefixes. */
  static String classPathWithout(String... prefixes) {
    return Pattern.compile(Pattern.quote(File.pathSeparator))
        .splitAsStream(System.getProperty("java.class.path"))
        .filter(entry -> !entry.contains("springframework"))
        .filter(
            entry ->
                Arrays.stream(prefixes)
                    .noneMatch(prefix -> new File(entry).getName().startsWith(prefix)))
        .collect(joining(File.pathSeparator));
  }

  /** Returns a process builder, whose output is yet to be redirected. */
  ProcessBuilder process() {
    ProcessBuilder process = new ProcessBuilder(command).directory(home.toFile());
    String path = System.getenv("PATH");
    process.environment().clear();
    process.environment().put("PATH", path);
    process.environment().put("HOME", home.toString());
    process.environment().putAll(environment);
    return process;
  }

  /**
   * Runs the command until it ends.
   *
   * @throws AssertionError if it takes more than two minutes
   */
  Finished run() throws IOException, InterruptedException {
    Path out = Files.createTempFile(home, "out", ".txt");
    Path errors = Files.createTempFile(home, "errors", ".txt");
    Process process = process().redirectOutput(out.toFile()).redirectError(errors.toFile()).start();
    try {
      if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError(command + " did not end in time: " + Files.readString(errors));
      }
      return new Finished(process.exitValue(), Files.readString(out), Files.readString(errors));
    } finally {
      process.destroyForcibly();
    }
  }
}
