package dev.irsa.internal.concurrent;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the logger {@code dev.irsa}. A separate class, so that the logging library is loaded with
 * the first message and not on the way to the first credentials.
 */
public final class IrsaLog {

  private static final String BACKEND_ONE = "org/slf4j/impl/StaticLoggerBinder.class";
  private static final String BACKEND_TWO = "META-INF/services/org.slf4j.spi.SLF4JServiceProvider";
  private static final String API_TWO = "org/slf4j/spi/SLF4JServiceProvider.class";

  /** The logger. */
  public static final Logger log = open();

  private IrsaLog() {}

  /** Creates the logger. Prints a warning to standard error if its output would be lost. */
  private static Logger open() {
    Logger logger = LoggerFactory.getLogger("dev.irsa");
    ClassLoader types = LoggerFactory.class.getClassLoader();
    String mismatch = types == null ? null : mismatch(types);
    if (mismatch != null) {
      System.err.println(mismatch);
    }
    return logger;
  }

  /**
   * Returns a message for the user if log output is lost because the SLF4J API and the logging
   * backend on the class path are of different generations, or null: an API of one generation does
   * not find a backend for the other. AWS SDK 2.x depends on API 1.7, while Spring Boot and others
   * bring a backend for 2.
   *
   * @param types the class loader to search for classes and resources
   */
  static @Nullable String mismatch(ClassLoader types) {
    boolean one = types.getResource(BACKEND_ONE) != null;
    boolean two = types.getResource(BACKEND_TWO) != null;
    if (types.getResource(API_TWO) != null) {
      return !two && one ? text("2", "1.7", "upgrade the backend") : null;
    }
    return !one && two ? text("1.7", "2", "upgrade org.slf4j:slf4j-api to 2.0 or later") : null;
  }

  private static String text(String api, String backend, String fix) {
    return "irsa: all log output is lost, including warnings: the version of org.slf4j:slf4j-api is "
        + api
        + ", but the logging backend is made for "
        + backend
        + ". Fix: "
        + fix;
  }
}
