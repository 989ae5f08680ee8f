package dev.irsa.simulation;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The thread of a loop, and somebody who sees what is planned on it. */
public class LoopThread extends ScheduledThreadPoolExecutor {

  private final ScheduledExecutorService real;
  private final Runnable onPlan;

  /**
   * Creates a thread.
   *
   * @param onPlan runs before each task is planned
   */
  public LoopThread(ScheduledExecutorService real, Runnable onPlan) {
    super(0);
    this.real = real;
    this.onPlan = onPlan;
  }

  @Override
  public void execute(Runnable step) {
    real.execute(step);
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable step, long delay, TimeUnit unit) {
    onPlan.run();
    return real.schedule(step, delay, unit);
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable step, long first, long next, TimeUnit unit) {
    onPlan.run();
    return real.scheduleWithFixedDelay(step, first, next, unit);
  }
}
