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
    return run(List.of(), classPathWithoutCrac(), mainClass, options, variables, arguments);
  }

  /**
   * Runs the class like {@link #run}, as a user whose number of threads the system limits. It
   * limits that of root never, so root becomes another user, who may read what root may read.
   */
  public static String runAsUser(String mainClass, List<String> options, String... arguments)
      throws IOException, InterruptedException {
    List<String> user =
        System.getProperty("user.name").equals("root")
            ? List.of(
                "setpriv",
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                "--inh-caps=-all,+dac_read_search",
                "--ambient-caps=-all,+dac_read_search")
            : List.of();
    String path = System.getenv("PATH");
    return run(user, classPathWithoutCrac(), mainClass, options, Map.of("PATH", path), arguments);
  }

  private static String classPathWithoutCrac() {
    return Stream.of(classPath().split(File.pathSeparator, -1))
        .filter(entry -> !entry.contains(File.separator + "crac" + File.separator))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Runs the class like {@link #run}, with the optional dependencies. */
  public static String runWithCrac(
      String mainClass, List<String> options, Map<String, String> variables)
      throws IOException, InterruptedException {
    return run(List.of(), classPath(), mainClass, options, variables);
  }

  /** Returns the class path of the tests. */
  public static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private static String run(
      List<String> prefix,
      String classPath,
      String mainClass,
      List<String> options,
      Map<String, String> variables,
      String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(prefix);
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
