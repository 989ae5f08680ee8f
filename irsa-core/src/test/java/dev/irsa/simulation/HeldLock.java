package dev.irsa.simulation;

import java.lang.reflect.Field;
import java.util.concurrent.locks.ReentrantLock;

/** Shows whether the lock of an object is held. */
public final class HeldLock {

  private HeldLock() {}

  /** Returns whether the current thread holds the lock of an object. */
  public static boolean of(Object owner) {
    try {
      Field lock = owner.getClass().getDeclaredField("lock");
      lock.setAccessible(true);
      return ((ReentrantLock) lock.get(owner)).isHeldByCurrentThread();
    } catch (ReflectiveOperationException noLock) {
      throw new IllegalStateException(noLock);
    }
  }
}
