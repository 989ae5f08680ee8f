package dev.irsa.internal.concurrent;

import dev.irsa.internal.time.Nanos;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Schedules at most one wake-up, which is repeated until it is replaced or cancelled. Not
 * thread-safe; guarded by the lock of its owner.
 */
public final class ReschedulableTimer implements Runnable {

  /**
   * The maximum delay. One unnecessary wake-up per day is simpler than protection against overflow.
   */
  private static final long LONGEST = 24 * 60 * Nanos.MINUTE;

  private final LongSupplier nanos;
  private final SharedExecutors timer;
  private final Runnable wake;
  private @Nullable Future<?> scheduled;
  private long scheduledAt;

  /** Creates a timer without a scheduled wake-up. */
  public ReschedulableTimer(LongSupplier nanos, SharedExecutors timer, Runnable wake) {
    this.nanos = nanos;
    this.timer = timer;
    this.wake = wake;
  }

  /** Wakes. If that fails, the timer repeats it. Only for the timer. */
  @Override
  public void run() {
    try {
      wake.run();
    } catch (Throwable failure) {
      ForeignCode.error("A wake-up failed and is repeated", failure);
    }
  }

  /**
   * Schedules the wake-up after a delay, or cancels it for {@link Long#MAX_VALUE}. If an earlier
   * wake-up is still to come, it is kept: it is harmless and schedules the next one. If this method
   * fails, what was scheduled before is kept.
   *
   * @param delay the delay in nanoseconds
   * @throws java.util.concurrent.RejectedExecutionException if no session is open
   */
  public void plan(long delay) {
    Future<?> earlier = scheduled;
    if (delay == Long.MAX_VALUE) {
      scheduled = null;
      cancel(earlier);
      return;
    }
    long limited = Math.min(delay, LONGEST);
    long now = nanos.getAsLong();
    long at = now + limited;
    boolean isToCome = earlier != null && !earlier.isDone() && scheduledAt - now > 0;
    if (isToCome && scheduledAt - at <= 0) {
      return;
    }
    scheduled = timer.schedule(this, limited);
    scheduledAt = at;
    cancel(earlier);
  }

  private static void cancel(@Nullable Future<?> wakeUp) {
    if (wakeUp != null) {
      wakeUp.cancel(false);
    }
  }
}
