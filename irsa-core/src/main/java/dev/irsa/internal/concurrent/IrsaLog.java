package dev.irsa.internal.concurrent;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the logger {@code dev.irsa}. A separate class, so that the logging library is loaded with
 * the first message and not on the way to the first credentials.
 */
public final class IrsaLog {

  /** The logger. */
  public static final Logger log = open();

  private IrsaLog() {}

  /** Creates the logger. Prints a warning to standard error if its output would be lost. */
  private static Logger open() {
    Logger logger = LoggerFactory.getLogger("dev.irsa");
    ClassLoader types = LoggerFactory.class.getClassLoader();
    String mismatch = types == null ? null : new LogBinding(types).mismatch();
    if (mismatch != null) {
      System.err.println(mismatch);
    }
    return logger;
  }
}
