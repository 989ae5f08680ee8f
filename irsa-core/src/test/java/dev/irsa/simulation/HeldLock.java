package dev.irsa.simulation;

import java.util.concurrent.locks.ReentrantLock;

/** Shows whether the lock of an object is held. */
public final class HeldLock {

  private HeldLock() {}

  /** Returns whether the current thread holds the lock of an object. */
  public static boolean of(Object owner) {
    return ((ReentrantLock) Internals.read(owner, "lock")).isHeldByCurrentThread();
  }
}
