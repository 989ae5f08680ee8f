package dev.irsa.internal.concurrent;

/**
 * The rule for code that is not ours (listeners, clients, the log): it may throw anything, also an
 * {@link Error} or an undeclared checked exception, as code in Kotlin does. Whoever calls it
 * catches {@link Throwable}, gives back what it holds, and continues. The methods log a failure and
 * never throw, because the log is foreign code as well.
 */
public final class ForeignCode {

  private ForeignCode() {}

  /** Logs a failure at ERROR. */
  public static void error(String message, Throwable failure) {
    try {
      IrsaLog.log.error(message, failure);
    } catch (Throwable lost) {
      // There is nowhere to report it to.
    }
  }

  /** Logs a failure at WARN. */
  public static void warn(String message, Object argument, Throwable failure) {
    try {
      IrsaLog.log.warn(message, argument, failure);
    } catch (Throwable lost) {
      // As above.
    }
  }
}
