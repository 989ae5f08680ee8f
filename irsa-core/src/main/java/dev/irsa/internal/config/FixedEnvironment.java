package dev.irsa.internal.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An environment with fixed values. */
record FixedEnvironment(Map<String, String> variables, Map<String, String> properties)
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
    return "FixedEnvironment[" + variables.size() + " variables]";
  }
}
