package dev.irsa.internal.token;

import java.time.Duration;

/** Pauses by {@link Thread#sleep(long)}. */
final class ThreadSleeper implements Sleeper {

  static final ThreadSleeper INSTANCE = new ThreadSleeper();

  private ThreadSleeper() {}

  @Override
  public void pause(Duration time) throws InterruptedException {
    Thread.sleep(time.toMillis());
  }
}
