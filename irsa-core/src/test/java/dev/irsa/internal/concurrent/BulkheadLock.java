package dev.irsa.internal.concurrent;

/** Shows tests of other packages whether the lock of a {@link Bulkhead} is held. */
public final class BulkheadLock {

  private BulkheadLock() {}

  /** Returns whether this thread holds it. */
  public static boolean isHeld(Bulkhead bulkhead) {
    return bulkhead.isLockHeld();
  }
}
