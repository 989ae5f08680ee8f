package dev.irsa.testkit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.ArrayDeque;
import java.util.Deque;

/** The parts of a lab that must be closed: the last opened first. Not thread-safe. */
final class LabParts implements AutoCloseable {
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  @CanIgnoreReturnValue
  <T extends AutoCloseable> T open(T part) {
    opened.push(part);
    return part;
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (RuntimeException e) {
        close();
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException("the parts of a lab throw unchecked exceptions only", e);
      }
    }
  }
}
