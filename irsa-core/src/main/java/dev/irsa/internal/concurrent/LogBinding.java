package dev.irsa.internal.concurrent;

import org.jspecify.annotations.Nullable;

/**
 * Whether the log library on the class path hears us. An SLF4J API of the one generation does not
 * find a binding of the other: then each line is lost. SDK 2.x brings an API 1.7, Spring Boot and
 * others a binding for 2.
 *
 * @param types where classes and resources are looked for
 */
record LogBinding(ClassLoader types) {

  private static final String OF_ONE = "org/slf4j/impl/StaticLoggerBinder.class";
  private static final String OF_TWO = "META-INF/services/org.slf4j.spi.SLF4JServiceProvider";
  private static final String API_TWO = "org/slf4j/spi/SLF4JServiceProvider.class";

  /** Returns what to tell the user, or null when the two fit or nobody wants a log. */
  @Nullable String mismatch() {
    if (has(API_TWO)) {
      return !has(OF_TWO) && has(OF_ONE) ? text("2", "1.7", "raise the binding") : null;
    }
    return !has(OF_ONE) && has(OF_TWO)
        ? text("1.7", "2", "raise org.slf4j:slf4j-api to 2.0 or later")
        : null;
  }

  private static String text(String api, String binding, String fix) {
    return "irsa: its log lines, warnings among them, are lost: org.slf4j:slf4j-api is of"
        + " generation "
        + api
        + ", the log library's binding is for "
        + binding
        + ". Fix: "
        + fix;
  }

  private boolean has(String resource) {
    return types.getResource(resource) != null;
  }
}
