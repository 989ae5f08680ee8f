package dev.irsa.simulation;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A timer whose thread cannot be started while threads are unavailable. */
public class ThreadlessTimer extends IdleTimer {

  private final ScheduledExecutorService timer;
  public boolean noThreads = true;

  public ThreadlessTimer(ScheduledExecutorService timer) {
    this.timer = timer;
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
    needThread();
    return timer.schedule(work, delay, unit);
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable work, long initial, long delay, TimeUnit unit) {
    needThread();
    return timer.scheduleWithFixedDelay(work, initial, delay, unit);
  }

  /** Throws if there is no thread. */
  protected void needThread() {
    if (noThreads) {
      throw SimulatedFailures.noThread();
    }
  }
}
