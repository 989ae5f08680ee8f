package dev.irsa.internal.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The environment variables and system properties of a process. Thread-safe. */
public interface Environment {

  /** Returns the environment variable as it is, or null when it is not set. */
  @Nullable String variable(String name);

  /** Returns the system property as it is, or null when it is not set or not readable. */
  @Nullable String property(String name);

  /** Returns the environment of this process, read anew at each question. */
  static Environment system() {
    return SystemEnvironment.INSTANCE;
  }

  /**
   * Returns a fixed environment.
   *
   * @param variables environment variables, copied
   * @param properties system properties, copied
   */
  static Environment of(Map<String, String> variables, Map<String, String> properties) {
    return new FixedEnvironment(Map.copyOf(variables), Map.copyOf(properties));
  }
}
