package dev.irsa.doctor.internal.pod;

import dev.irsa.doctor.internal.file.FileTree;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The environment and the files of the examined pod. Immutable.
 *
 * @param variables the environment variables
 * @param properties the system properties
 * @param files the file tree
 * @param ownProcess whether this process itself is examined
 */
public record ExaminedPod(
    Map<String, String> variables,
    Map<String, String> properties,
    FileTree files,
    boolean ownProcess) {

  /** Copies the maps. */
  public ExaminedPod {
    variables = Map.copyOf(variables);
    properties = Map.copyOf(properties);
  }

  /** Returns the pod of this process; its files may be those of another root. */
  public static ExaminedPod ofThisProcess(FileTree files, boolean ownProcess) {
    Properties system = System.getProperties();
    Map<String, String> properties = new HashMap<>();
    for (String name : system.stringPropertyNames()) {
      properties.put(name, system.getProperty(name, ""));
    }
    return new ExaminedPod(System.getenv(), properties, files, ownProcess);
  }

  /** Returns the trimmed value of a variable, or null if it is missing or empty. */
  public @Nullable String variable(String name) {
    return trimmed(variables.get(name));
  }

  /** Returns the trimmed value of a system property, or null if it is missing or empty. */
  public @Nullable String property(String name) {
    return trimmed(properties.get(name));
  }

  /** Returns whether a variable has a value. */
  public boolean has(String variable) {
    return variable(variable) != null;
  }

  private static @Nullable String trimmed(@Nullable String text) {
    String stripped = text == null ? "" : text.strip();
    return stripped.isEmpty() ? null : stripped;
  }

  /** Returns the variable of JVM options that sets a property, or null. */
  public @Nullable String optionsWith(String property) {
    String beginning = "-D" + property + "=";
    return JvmOptions.of(variables).stream()
        .filter(each -> each.list().stream().anyMatch(option -> option.startsWith(beginning)))
        .map(JvmOptions::variable)
        .findFirst()
        .orElse(null);
  }

  /** Returns which of some variables are set, but empty. */
  public List<String> emptyOnes(String... names) {
    return Stream.of(names).filter(variables::containsKey).filter(name -> !has(name)).toList();
  }

  /**
   * Returns another pod. Of its system properties only those are known that {@code
   * JAVA_TOOL_OPTIONS} and {@code JDK_JAVA_OPTIONS} set.
   */
  public static ExaminedPod of(Map<String, String> variables, FileTree files) {
    Map<String, String> properties = new LinkedHashMap<>();
    for (JvmOptions options : JvmOptions.of(variables)) {
      for (String option : options.list()) {
        int equals = option.indexOf('=');
        if (option.startsWith("-D") && equals > 2) {
          properties.put(option.substring(2, equals), option.substring(equals + 1));
        }
      }
    }
    return new ExaminedPod(variables, properties, files, false);
  }

  /** Omits the environment, which contains secrets. */
  @Override
  public String toString() {
    return "ExaminedPod[" + files + "]";
  }
}
