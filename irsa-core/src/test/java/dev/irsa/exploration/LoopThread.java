package dev.irsa.exploration;

import dev.irsa.internal.time.Nanos;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The thread of the loop, which takes steps at whole milliseconds. */
final class LoopThread extends ScheduledThreadPoolExecutor {

  private final ScheduledExecutorService real;
  private final Runnable onPlan;

  /**
   * Creates a thread.
   *
   * @param onPlan runs before each task is planned
   */
  LoopThread(ScheduledExecutorService real, Runnable onPlan) {
    super(0);
    this.real = real;
    this.onPlan = onPlan;
  }

  @Override
  public void execute(Runnable step) {
    var unused = schedule(step, 0, TimeUnit.NANOSECONDS);
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable step, long delay, TimeUnit unit) {
    onPlan.run();
    long nanos = unit.toNanos(delay);
    long rounded = (nanos + Nanos.MILLISECOND - 1) / Nanos.MILLISECOND * Nanos.MILLISECOND;
    return real.schedule(step, rounded, TimeUnit.NANOSECONDS);
  }

  /** The search loses no step, so it does without the sweeps that would find it. */
  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable step, long first, long next, TimeUnit unit) {
    ScheduledFuture<?> planned = real.schedule(step, first, unit);
    boolean unused = planned.cancel(false);
    return planned;
  }
}
