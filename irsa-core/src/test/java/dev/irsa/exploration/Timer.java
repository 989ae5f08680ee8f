package dev.irsa.exploration;

import dev.irsa.internal.session.Sessions;
import dev.irsa.internal.time.Nanos;
import dev.irsa.simulation.Internals;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A timer that fires at whole milliseconds. */
final class Timer extends ScheduledThreadPoolExecutor {

  private final ScheduledExecutorService real;
  private final Runnable onPlan;

  /**
   * Creates a timer.
   *
   * @param onPlan runs before each task is planned
   */
  Timer(ScheduledExecutorService real, Runnable onPlan) {
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
    ScheduledFuture<?> planned = real.schedule(step, rounded, TimeUnit.NANOSECONDS);
    if (nanos == World.MINUTE * Nanos.MILLISECOND && isOfAllSessions(step)) {
      // The search loses no step, so it does without the one that would find it.
      boolean unused = planned.cancel(false);
    }
    return planned;
  }

  private static boolean isOfAllSessions(Runnable step) {
    return Internals.fields(step.getClass()).stream()
            .anyMatch(field -> field.getName().equals("owner"))
        && Internals.read(step, "owner") instanceof Sessions;
  }
}
