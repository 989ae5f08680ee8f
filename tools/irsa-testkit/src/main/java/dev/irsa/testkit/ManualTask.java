package dev.irsa.testkit;

import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A task on the time line of a {@link ManualTime}, due once or repeatedly. */
final class ManualTask<V extends @Nullable Object> extends FutureTask<V>
    implements RunnableScheduledFuture<V> {

  private final ManualScheduler owner;
  private final long submission;
  // As in the JDK's pool: zero runs once, a positive period at a rate, a negative one after each
  // run.
  private final long period;

  // Written only while the task is outside the queue; read by threads that call getDelay.
  private volatile long dueNanos;

  ManualTask(ManualScheduler owner, Callable<V> callable, long dueNanos, long period) {
    super(callable);
    this.owner = owner;
    this.submission = owner.time().nextSubmission();
    this.dueNanos = dueNanos;
    this.period = period;
  }

  ManualScheduler owner() {
    return owner;
  }

  long dueNanos() {
    return dueNanos;
  }

  /** Runs the task on this thread and, if it repeats, returns it to the time line. */
  void runHere() {
    boolean interruptedBefore = Thread.currentThread().isInterrupted();
    try {
      run();
    } finally {
      if (isCancelled() && !interruptedBefore) {
        // The interrupt was meant for the task; a worker of a pool would clear it as well.
        Thread.interrupted();
      }
      owner.finished();
    }
  }

  @Override
  public void run() {
    if (!isPeriodic()) {
      super.run();
    } else if (runAndReset()) {
      long start = period < 0 ? owner.time().elapsedNanos() : dueNanos;
      dueNanos = ManualScheduler.later(start, Math.abs(period));
      owner.again(this);
    }
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    if (cancelled) {
      owner.time().remove(this);
    }
    return cancelled;
  }

  @Override
  public boolean isPeriodic() {
    return period != 0;
  }

  @Override
  public long getDelay(TimeUnit unit) {
    return unit.convert(dueNanos - owner.time().elapsedNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public int compareTo(Delayed other) {
    if (!(other instanceof ManualTask<?> task)) {
      return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
    int byDueTime = Long.compare(dueNanos, task.dueNanos);
    return byDueTime != 0 ? byDueTime : Long.compare(submission, task.submission);
  }
}
