package dev.irsa.internal.token;

import java.time.Duration;

/** A wait between two looks at a file. */
interface Sleeper {
  /**
   * Waits.
   *
   * @throws InterruptedException when the thread is interrupted
   */
  void pause(Duration time) throws InterruptedException;
}
