package dev.irsa.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** Reads properties as texts. */
final class PropertyText {

  private PropertyText() {}

  /** Returns the value of a property, or null if it is missing or blank. */
  static @Nullable String of(Environment environment, String name) {
    String value = Binder.get(environment).bind(name, String.class).orElse("");
    return value.isBlank() ? null : value;
  }
}
