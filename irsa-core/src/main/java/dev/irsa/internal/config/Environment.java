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
    return OfProcess.INSTANCE;
  }

  /**
   * Returns an environment with fixed values.
   *
   * @param variables the environment variables, copied
   * @param properties the system properties, copied
   */
  static Environment of(Map<String, String> variables, Map<String, String> properties) {
    return new Fixed(Map.copyOf(variables), Map.copyOf(properties));
  }

  /** The environment of this process. */
  enum OfProcess implements Environment {
    INSTANCE;

    @Override
    public @Nullable String variable(String name) {
      return System.getenv(name);
    }

    @Override
    public @Nullable String property(String name) {
      return System.getProperty(name);
    }
  }

  /** An environment with fixed values. */
  record Fixed(Map<String, String> variables, Map<String, String> properties)
      implements Environment {

    @Override
    public @Nullable String variable(String name) {
      return variables.get(name);
    }

    @Override
    public @Nullable String property(String name) {
      return properties.get(name);
    }

    /** Omits the values, which may be secret. */
    @Override
    public String toString() {
      return "Environment[" + variables.size() + " variables]";
    }
  }
}
