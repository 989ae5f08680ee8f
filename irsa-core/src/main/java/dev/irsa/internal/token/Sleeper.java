package dev.irsa.internal.token;

import java.time.Duration;

/** Pauses between two attempts to read a file. Replaced in tests. */
interface Sleeper {
  /**
   * Blocks the current thread for the given time.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  void pause(Duration time) throws InterruptedException;
}
