package dev.irsa.internal.concurrent;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of {@code dev.irsa}. A class of its own, so that a log library is loaded with the first
 * line that is written and nobody waits for it on the way to the first credentials.
 */
public final class IrsaLog {

  public static final Logger log = open();

  private IrsaLog() {}

  /** Tells once, where a log that is lost cannot tell it. */
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
