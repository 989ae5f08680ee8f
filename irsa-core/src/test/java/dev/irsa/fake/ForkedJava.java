package dev.irsa.fake;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs a class of the tests in a fresh JVM of the same kind. */
public final class ForkedJava {

  private ForkedJava() {}

  /**
   * Runs the class without the optional dependencies of the core, as most applications do, and
   * returns its output. Fails if the process fails.
   */
  public static String run(
      String mainClass, List<String> options, Map<String, String> variables, String... arguments)
      throws IOException, InterruptedException {
    String classPath =
        Stream.of(classPath().split(File.pathSeparator, -1))
            .filter(entry -> !entry.contains(File.separator + "crac" + File.separator))
            .collect(Collectors.joining(File.pathSeparator));
    return run(classPath, mainClass, options, variables, arguments);
  }

  /** Runs the class like {@link #run}, with the optional dependencies. */
  public static String runWithCrac(
      String mainClass, List<String> options, Map<String, String> variables)
      throws IOException, InterruptedException {
    return run(classPath(), mainClass, options, variables);
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private static String run(
      String classPath,
      String mainClass,
      List<String> options,
      Map<String, String> variables,
      String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(classPath);
    command.add(mainClass);
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(variables);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(output);
    }
    return output;
  }
}
