package dev.irsa.token;

import java.time.Duration;

/** Lets the thread sleep. */
final class ThreadPause implements Pause {

  static final ThreadPause INSTANCE = new ThreadPause();

  private ThreadPause() {}

  @Override
  public void pause(Duration time) throws InterruptedException {
    Thread.sleep(time.toMillis());
  }
}
