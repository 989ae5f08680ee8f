package dev.irsa.cli.lab;

/**
 * Sees to it that something is closed also when the process is ended from outside, as by Ctrl-C, so
 * that no files are left behind. {@link #close} gives the watch up, closing nothing.
 */
final class ClosedOnExit implements AutoCloseable {
  private final Thread hook;

  private ClosedOnExit(Thread hook) {
    this.hook = hook;
  }

  /** Watches over something whose close is harmless twice and does not fail. */
  static ClosedOnExit of(Stage stage) {
    Thread hook = new Thread(stage::close, "irsa-lab-close");
    Runtime.getRuntime().addShutdownHook(hook);
    return new ClosedOnExit(hook);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException alreadyEnding) {
      // Then the hook does what it is for.
    }
  }
}
