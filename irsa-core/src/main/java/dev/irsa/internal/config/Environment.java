package dev.irsa.internal.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Provides the environment variables, which are fixed, and the current system properties of this
 * process. Subclasses provide others. Thread-safe.
 */
public class Environment {

  private static final Environment SYSTEM = new Environment();
  private static final Environment NONE = of(Map.of(), Map.of());

  protected Environment() {}

  /** Returns the value of an environment variable, or null if it is not set. */
  public @Nullable String variable(String name) {
    return System.getenv(name);
  }

  /** Returns the value of a system property, or null if it is not set or not readable. */
  public @Nullable String property(String name) {
    return System.getProperty(name);
  }

  /** Returns the environment of this process. */
  public static Environment system() {
    return SYSTEM;
  }

  /** Returns an environment without values. */
  static Environment none() {
    return NONE;
  }

  /**
   * Returns an environment with fixed values.
   *
   * @param variables the environment variables, copied
   * @param properties the system properties, copied
   */
  public static Environment of(Map<String, String> variables, Map<String, String> properties) {
    return new Fixed(Map.copyOf(variables), Map.copyOf(properties));
  }

  /** An environment with fixed values. */
  private static final class Fixed extends Environment {
    private final Map<String, String> variables;
    private final Map<String, String> properties;

    Fixed(Map<String, String> variables, Map<String, String> properties) {
      this.variables = variables;
      this.properties = properties;
    }

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
