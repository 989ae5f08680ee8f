package dev.irsa.internal.concurrent;

import dev.irsa.internal.time.Nanos;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** At most one planned wake-up. Not thread-safe; guarded by its owner's lock. */
public final class RescheduledTimer {

  /** Waking for nothing once a day is simpler than thinking of sums that overflow. */
  private static final long LONGEST = 24 * 60 * Nanos.MINUTE;

  private final LongSupplier nanos;
  private final Timer timer;
  private final Runnable wake;
  private @Nullable Future<?> planned;
  private long plannedFor;

  public RescheduledTimer(LongSupplier nanos, Timer timer, Runnable wake) {
    this.nanos = nanos;
    this.timer = timer;
    this.wake = wake;
  }

  /**
   * Plans the wake-up after so many nanoseconds, never for {@link Long#MAX_VALUE}. One that is
   * planned for an earlier time stays: it is harmless and plans the next.
   *
   * @throws java.util.concurrent.RejectedExecutionException when no session is open
   */
  public void plan(long delay) {
    Future<?> earlier = planned;
    if (delay == Long.MAX_VALUE) {
      cancel();
      return;
    }
    long soon = Math.min(delay, LONGEST);
    long at = nanos.getAsLong() + soon;
    if (earlier != null && !earlier.isDone() && plannedFor - at <= 0) {
      return;
    }
    cancel();
    plannedFor = at;
    planned = timer.schedule(wake, soon);
  }

  private void cancel() {
    if (planned != null) {
      planned.cancel(false);
      planned = null;
    }
  }

  /** The planned one has come. */
  public void came() {
    planned = null;
  }
}
