package dev.irsa.cli.internal;

/**
 * Closes a resource also when the process is ended from outside, for instance by Ctrl-C, so that no
 * files are left behind. {@link #close} removes the shutdown hook without closing the resource.
 */
public final class ClosedOnExit implements AutoCloseable {
  private final Thread hook;

  private ClosedOnExit(Thread hook) {
    this.hook = hook;
  }

  /** Watches a resource whose close is idempotent and does not fail. */
  public static ClosedOnExit of(AutoCloseable resource) {
    Thread hook = new Thread(() -> close(resource), "irsa-close");
    Runtime.getRuntime().addShutdownHook(hook);
    return new ClosedOnExit(hook);
  }

  private static void close(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException alreadyEnding) {
      // The JVM is already shutting down, so the hook closes the resource.
    }
  }
}
