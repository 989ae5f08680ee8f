package dev.irsa.internal.concurrent;

import org.jspecify.annotations.Nullable;

/**
 * Detects whether log output is lost because the SLF4J API and the logging backend on the class
 * path are of different generations: an API of one generation does not find a backend for the
 * other. AWS SDK 2.x depends on API 1.7, while Spring Boot and others bring a backend for 2.
 *
 * @param types the class loader to search for classes and resources
 */
record LogBinding(ClassLoader types) {

  private static final String BACKEND_ONE = "org/slf4j/impl/StaticLoggerBinder.class";
  private static final String BACKEND_TWO = "META-INF/services/org.slf4j.spi.SLF4JServiceProvider";
  private static final String API_TWO = "org/slf4j/spi/SLF4JServiceProvider.class";

  /** Returns a message for the user, or null if the two match or there is no backend. */
  @Nullable String mismatch() {
    if (has(API_TWO)) {
      return !has(BACKEND_TWO) && has(BACKEND_ONE) ? text("2", "1.7", "upgrade the backend") : null;
    }
    return !has(BACKEND_ONE) && has(BACKEND_TWO)
        ? text("1.7", "2", "upgrade org.slf4j:slf4j-api to 2.0 or later")
        : null;
  }

  private static String text(String api, String backend, String fix) {
    return "irsa: all log output is lost, including warnings: the version of org.slf4j:slf4j-api is "
        + api
        + ", but the logging backend is made for "
        + backend
        + ". Fix: "
        + fix;
  }

  private boolean has(String resource) {
    return types.getResource(resource) != null;
  }
}
