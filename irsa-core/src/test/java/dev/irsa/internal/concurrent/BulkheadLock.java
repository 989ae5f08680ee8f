package dev.irsa.internal.concurrent;

/** Shows whether the lock of a {@link Bulkhead} is held, for tests in other packages. */
public final class BulkheadLock {

  private BulkheadLock() {}

  /** Returns whether the current thread holds the lock. */
  public static boolean isHeld(Bulkhead bulkhead) {
    return bulkhead.isLockHeld();
  }
}
