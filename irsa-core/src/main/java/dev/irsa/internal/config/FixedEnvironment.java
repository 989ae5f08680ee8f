package dev.irsa.internal.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Variables and properties that never change. */
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

  /** An environment holds secrets of others. */
  @Override
  public String toString() {
    return "FixedEnvironment[" + variables.size() + " variables]";
  }
}
