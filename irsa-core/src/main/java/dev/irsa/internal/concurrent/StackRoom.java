package dev.irsa.internal.concurrent;

/**
 * Makes a call on a nearly full stack fail before it has changed anything. A {@link
 * StackOverflowError} may be thrown at the beginning of any method, also of one that releases a
 * lock. Therefore the room for everything that happens while a lock is held is tried out before it
 * is taken. Costs less than a microsecond, and is not on the path of callers who are served
 * credentials from memory.
 */
public final class StackRoom {

  /**
   * How many frames a step of a session needs at most, including the start of a thread and the
   * loading of a class, which must not fail either: the class could never be used again.
   */
  private static final int STEP = 200;

  /** The room for a step, and for the code around it that takes or returns a lease. */
  private static final int LEASE = 2 * STEP;

  private StackRoom() {}

  /**
   * Requires the room for a step of a session.
   *
   * @throws StackOverflowError if there is less
   */
  public static void requireForStep() {
    var unused = descend(STEP, 1, 2, 3, 4, 5, 6);
  }

  /**
   * Requires the room for taking or returning a lease of a session.
   *
   * @throws StackOverflowError if there is less
   */
  public static void requireForLease() {
    var unused = descend(LEASE, 1, 2, 3, 4, 5, 6);
  }

  /** Uses its arguments after the call, so that compiled code also keeps them on the stack. */
  private static long descend(int frames, long a, long b, long c, long d, long e, long f) {
    if (frames == 0) {
      return a;
    }
    return descend(frames - 1, b, c, d, e, f, a) + a + b + c + d + e + f;
  }
}
