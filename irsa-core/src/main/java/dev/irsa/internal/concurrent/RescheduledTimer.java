package dev.irsa.internal.concurrent;

import dev.irsa.internal.time.Nanos;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Schedules at most one wake-up. Not thread-safe; guarded by the lock of its owner. */
public final class RescheduledTimer {

  /**
   * The maximum delay. One unnecessary wake-up per day is simpler than protection against overflow.
   */
  private static final long LONGEST = 24 * 60 * Nanos.MINUTE;

  private final LongSupplier nanos;
  private final Timer timer;
  private final Runnable wake;
  private @Nullable Future<?> scheduled;
  private long scheduledAt;

  /** Creates a timer without a scheduled wake-up. */
  public RescheduledTimer(LongSupplier nanos, Timer timer, Runnable wake) {
    this.nanos = nanos;
    this.timer = timer;
    this.wake = wake;
  }

  /**
   * Schedules the wake-up after a delay, or cancels it for {@link Long#MAX_VALUE}. If an earlier
   * wake-up is scheduled, it is kept: it is harmless and schedules the next one.
   *
   * @param delay the delay in nanoseconds
   * @throws java.util.concurrent.RejectedExecutionException if no session is open
   */
  public void plan(long delay) {
    Future<?> earlier = scheduled;
    if (delay == Long.MAX_VALUE) {
      cancel();
      return;
    }
    long limited = Math.min(delay, LONGEST);
    long at = nanos.getAsLong() + limited;
    if (earlier != null && !earlier.isDone() && scheduledAt - at <= 0) {
      return;
    }
    cancel();
    scheduledAt = at;
    scheduled = timer.schedule(wake, limited);
  }

  private void cancel() {
    if (scheduled != null) {
      scheduled.cancel(false);
      scheduled = null;
    }
  }

  /** Records that the scheduled wake-up has occurred. */
  public void came() {
    scheduled = null;
  }
}
