package dev.irsa.exploration;

import dev.irsa.internal.time.Nanos;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
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
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable task, long first, long next, TimeUnit unit) {
    onPlan.run();
    long rounded = (first + Nanos.MILLISECOND - 1) / Nanos.MILLISECOND * Nanos.MILLISECOND;
    return new Planned(real.scheduleWithFixedDelay(task, rounded, next, unit));
  }

  /**
   * A task that claims to be done. Then a session cancels a wake-up that it would otherwise keep,
   * at which it would only plan the next one: the search has fewer states.
   */
  private static final class Planned extends CompletableFuture<ScheduledFuture<?>>
      implements ScheduledFuture<ScheduledFuture<?>> {

    Planned(ScheduledFuture<?> real) {
      boolean unused = complete(real);
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
      return join().cancel(mayInterrupt);
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return join().getDelay(unit);
    }

    @Override
    public int compareTo(Delayed other) {
      return join().compareTo(other);
    }
  }
}
