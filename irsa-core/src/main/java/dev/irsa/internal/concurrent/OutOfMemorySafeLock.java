package dev.irsa.internal.concurrent;

import dev.irsa.internal.time.Nanos;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock that is also taken while the heap is full. To wait for a {@link ReentrantLock} needs
 * memory in older JDKs; a worker that cannot record its end for lack of it would count for ever.
 */
public final class OutOfMemorySafeLock extends ReentrantLock {

  private static final long serialVersionUID = 1;

  // Loads what is used on a full heap beforehand, because that needs memory, too.
  static {
    Class<?> unused = OutOfMemoryError.class;
    LockSupport.parkNanos(0);
  }

  @Override
  public void lock() {
    while (true) {
      try {
        super.lock();
        return;
      } catch (OutOfMemoryError full) {
        awaitMemory();
      }
    }
  }

  /** Pauses before another attempt of what found no memory. */
  public static void awaitMemory() {
    LockSupport.parkNanos(Nanos.MILLISECOND);
  }
}
