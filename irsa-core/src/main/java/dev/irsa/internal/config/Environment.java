package dev.irsa.internal.config;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Environment variables and system properties, of this process or replaced. Thread-safe. */
public final class Environment {

  private static final Environment SYSTEM = new Environment();
  private static final List<String> STATIC_KEYS = List.of("AWS_ACCESS_KEY_ID", "AWS_ACCESS_KEY");
  private static final String STATIC_KEY = "aws.accessKeyId";

  /** Null stands for the process: the first credentials of a process need not link functions. */
  private final @Nullable Function<String, @Nullable String> variables;

  private final @Nullable Function<String, @Nullable String> properties;

  private Environment() {
    this.variables = null;
    this.properties = null;
  }

  /** Creates an environment whose values may change. A name without a value has null. */
  public Environment(
      Function<String, @Nullable String> variables, Function<String, @Nullable String> properties) {
    this.variables = variables;
    this.properties = properties;
  }

  /** Returns the environment of this process. */
  public static Environment system() {
    return SYSTEM;
  }

  /**
   * Returns an environment with fixed values.
   *
   * @param variables the environment variables, copied
   * @param properties the system properties, copied
   */
  public static Environment of(Map<String, String> variables, Map<String, String> properties) {
    return new Environment(Map.copyOf(variables)::get, Map.copyOf(properties)::get);
  }

  /** Returns the name under which static keys are set, or null. Only chains take them. */
  @Nullable String staticKeys() {
    if (Setting.trimmed(property(STATIC_KEY), STATIC_KEY) != null) {
      return STATIC_KEY;
    }
    for (String name : STATIC_KEYS) {
      if (Setting.trimmed(variable(name), name) != null) {
        return name;
      }
    }
    return null;
  }

  /** Returns the value of an environment variable, or null if it is not set. */
  public @Nullable String variable(String name) {
    return variables == null ? System.getenv(name) : variables.apply(name);
  }

  /** Returns the value of a system property, or null if it is not set. */
  public @Nullable String property(String name) {
    return properties == null ? System.getProperty(name) : properties.apply(name);
  }
}
