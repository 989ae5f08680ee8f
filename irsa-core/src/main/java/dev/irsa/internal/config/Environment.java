package dev.irsa.internal.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Environment variables and system properties, of this process or replaced. Thread-safe. */
public final class Environment {

  private static final Environment SYSTEM = new Environment();
  private static final List<String> STATIC_KEYS = List.of("AWS_ACCESS_KEY_ID", "AWS_ACCESS_KEY");
  private static final String STATIC_KEY = "aws.accessKeyId";

  private static final String ENDPOINT_VARIABLES = "AWS_ENDPOINT_URL";
  private static final String ENDPOINT_PROPERTIES = "aws.endpointUrl";

  /** Null stands for the process: the first credentials of a process need not link functions. */
  private final @Nullable Function<String, @Nullable String> variables;

  private final @Nullable Function<String, @Nullable String> properties;

  /** The names of fixed values. */
  private final Set<String> names;

  private Environment() {
    this.variables = null;
    this.properties = null;
    this.names = Set.of();
  }

  /** Creates an environment whose values may change. A name without a value has null. */
  public Environment(
      Function<String, @Nullable String> variables, Function<String, @Nullable String> properties) {
    this(variables, properties, Set.of());
  }

  private Environment(
      Function<String, @Nullable String> variables,
      Function<String, @Nullable String> properties,
      Set<String> names) {
    this.variables = variables;
    this.properties = properties;
    this.names = names;
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
    Set<String> names = new HashSet<>(properties.keySet());
    names.addAll(variables.keySet());
    return new Environment(Map.copyOf(variables)::get, Map.copyOf(properties)::get, names);
  }

  /** Returns the endpoints that are set for services, in no order. */
  public List<String> endpointUrls() {
    Set<String> all = new HashSet<>(names);
    if (properties == null) {
      all.addAll(System.getProperties().stringPropertyNames());
      all.addAll(System.getenv().keySet());
    }
    List<String> urls = new ArrayList<>();
    for (String name : all) {
      String url =
          name.startsWith(ENDPOINT_VARIABLES)
              ? variable(name)
              : name.startsWith(ENDPOINT_PROPERTIES) ? property(name) : null;
      if (url != null) {
        urls.add(url);
      }
    }
    return urls;
  }

  /** Returns the name under which static keys are set, or null. Only chains take them. */
  @Nullable String staticKeys() {
    if (!stripped(property(STATIC_KEY)).isEmpty()) {
      return STATIC_KEY;
    }
    for (String name : STATIC_KEYS) {
      if (!stripped(variable(name)).isEmpty()) {
        return name;
      }
    }
    return null;
  }

  /** Returns whether a key is one of the static keys that are set. */
  public boolean isStaticKey(String accessKeyId) {
    return accessKeyId.equals(stripped(property(STATIC_KEY)))
        || STATIC_KEYS.stream().anyMatch(name -> accessKeyId.equals(stripped(variable(name))));
  }

  private static String stripped(@Nullable String value) {
    return value == null ? "" : value.strip();
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
