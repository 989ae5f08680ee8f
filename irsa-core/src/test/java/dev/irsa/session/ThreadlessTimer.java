package dev.irsa.session;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A timer whose thread cannot be started while a moment without threads lasts. */
final class ThreadlessTimer extends IdleTimer {

  private final ScheduledExecutorService timer;
  boolean noThreads = true;

  ThreadlessTimer(ScheduledExecutorService timer) {
    this.timer = timer;
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
    if (noThreads) {
      throw Faults.noThread();
    }
    return timer.schedule(work, delay, unit);
  }
}
