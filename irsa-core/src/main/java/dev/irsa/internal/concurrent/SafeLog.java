package dev.irsa.internal.concurrent;

import org.jspecify.annotations.Nullable;

/**
 * Logs failures, and never throws. For code that is not ours (listeners, clients, the log itself),
 * which may throw anything, also an {@link Error} or an undeclared checked exception, as code in
 * Kotlin does: whoever calls it catches {@link Throwable}, gives back what it holds, logs it here,
 * and continues.
 */
public final class SafeLog {

  private SafeLog() {}

  /** Logs a failure at ERROR. */
  public static void error(String message, Throwable failure) {
    try {
      IrsaLog.log.error(message, failure);
    } catch (Throwable lost) {
      // There is nowhere to report it to.
    }
  }

  /** Logs a failure, if there is one, at WARN. */
  public static void warn(String message, Object argument, @Nullable Throwable failure) {
    try {
      IrsaLog.log.warn(message, argument, failure);
    } catch (Throwable lost) {
      // As above.
    }
  }
}
