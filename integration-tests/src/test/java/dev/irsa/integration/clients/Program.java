package dev.irsa.integration.clients;

import static java.util.stream.Collectors.joining;

import java.io.File;
import java.io.IOException;
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
 * A command in a process of its own, with an empty home directory. Of this process's environment it
 * sees PATH only.
 *
 * @param home its home and working directory
 */
record Program(List<String> command, Map<String, String> environment, Path home) {

  private static final Duration LONGEST = Duration.ofMinutes(2);

  /** A JVM that runs a class of this class path. */
  static List<String> java(String classPath, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Short lives: what the second compiler does comes too late.
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(classPath);
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  /** This class path without Spring, which writes to the standard output that it is there. */
  static String classPath() {
    return classPathWithout();
  }

  /** This class path without the jars that are named so, and without Spring. */
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

  /** A process that is about to start, with its output still to be redirected. */
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
   * Runs to the end.
   *
   * @throws AssertionError if that takes more than two minutes
   */
  Finished run() throws IOException, InterruptedException {
    Path out = Files.createTempFile(home, "out", ".txt");
    Path errors = Files.createTempFile(home, "errors", ".txt");
    Process process = process().redirectOutput(out.toFile()).redirectError(errors.toFile()).start();
    try {
      if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError(command + " does not end: " + Files.readString(errors));
      }
      return new Finished(process.exitValue(), Files.readString(out), Files.readString(errors));
    } finally {
      process.destroyForcibly();
    }
  }
}
