package dev.irsa.doctor.internal.pod;

import dev.irsa.internal.config.Environment;
import dev.irsa.internal.config.Setting;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The pod that is examined: its environment and its file tree. Immutable.
 *
 * @param environment variables and system properties
 * @param files the file tree
 * @param ownProcess whether this process is the one that is examined
 */
public record ExaminedPod(Environment environment, FileTree files, boolean ownProcess) {

  /** Returns the trimmed value of a variable, or null if it is missing or empty. */
  public @Nullable String variable(String name) {
    return trimmed(environment.variable(name));
  }

  /** Returns the trimmed value of a system property, or null if it is missing or empty. */
  public @Nullable String property(String name) {
    return trimmed(environment.property(name));
  }

  /** Returns the trimmed value of a setting, or null; properties come before variables. */
  public @Nullable String value(Setting setting) {
    return Stream.concat(
            setting.properties().stream().map(this::property),
            setting.variables().stream().map(this::variable))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /** Returns whether a variable has a value. */
  public boolean has(String variable) {
    return variable(variable) != null;
  }

  private static @Nullable String trimmed(@Nullable String text) {
    String stripped = text == null ? "" : text.strip();
    return stripped.isEmpty() ? null : stripped;
  }

  /**
   * Returns the environment of a pod whose system properties are not known, except those that
   * {@code JAVA_TOOL_OPTIONS} and {@code JDK_JAVA_OPTIONS} set.
   */
  public static Environment environment(Map<String, String> variables) {
    Map<String, String> properties = new LinkedHashMap<>();
    for (String options : new String[] {"JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS"}) {
      for (String option : variables.getOrDefault(options, "").strip().split("\\s+", -1)) {
        int equals = option.indexOf('=');
        if (option.startsWith("-D") && equals > 2) {
          properties.put(option.substring(2, equals), option.substring(equals + 1));
        }
      }
    }
    return Environment.of(variables, properties);
  }

  /** Omits the environment, which contains secrets. */
  @Override
  public String toString() {
    return "ExaminedPod[" + files + "]";
  }
}
