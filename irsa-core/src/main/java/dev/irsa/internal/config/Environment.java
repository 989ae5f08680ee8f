package dev.irsa.internal.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Provides the environment variables, which are fixed, and the system properties of a process.
 * Thread-safe.
 */
public interface Environment {

  /** Returns the value of an environment variable, or null if it is not set. */
  @Nullable String variable(String name);

  /** Returns the value of a system property, or null if it is not set or not readable. */
  @Nullable String property(String name);

  /** Returns the environment of this process. Each call reads the current property. */
  static Environment system() {
    return SystemEnvironment.INSTANCE;
  }

  /**
   * Returns an environment with fixed values.
   *
   * @param variables the environment variables, copied
   * @param properties the system properties, copied
   */
  static Environment of(Map<String, String> variables, Map<String, String> properties) {
    return new FixedEnvironment(Map.copyOf(variables), Map.copyOf(properties));
  }
}
