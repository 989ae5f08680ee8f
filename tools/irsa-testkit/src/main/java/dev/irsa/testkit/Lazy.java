package dev.irsa.testkit;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A part of a lab that is started when it is first used, and closed only if it was. Thread-safe.
 */
final class Lazy<T extends AutoCloseable> implements AutoCloseable {
  private final Supplier<T> starter;

  /** Guarded by this. */
  private @Nullable T started;

  /** Guarded by this. */
  private boolean closed;

  Lazy(Supplier<T> starter) {
    this.starter = starter;
  }

  /**
   * Returns the part, which is started at the first call.
   *
   * @throws IllegalStateException if the lab was closed before
   */
  synchronized T get() {
    T part = started;
    if (part == null) {
      if (closed) {
        throw new IllegalStateException("the lab is closed");
      }
      part = starter.get();
      started = part;
    }
    return part;
  }

  @Override
  public void close() throws Exception {
    T part;
    synchronized (this) {
      closed = true;
      part = started;
    }
    if (part != null) {
      part.close();
    }
  }
}
