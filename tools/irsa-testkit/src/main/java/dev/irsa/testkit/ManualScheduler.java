package dev.irsa.testkit;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The executor of a {@link ManualTime}. It places tasks on the time line and runs none itself.
 * Shutdown follows the defaults of {@link java.util.concurrent.ScheduledThreadPoolExecutor}:
 * delayed tasks still run, periodic ones are cancelled.
 */
final class ManualScheduler extends AbstractExecutorService implements ScheduledExecutorService {

  private final ManualTime time;

  @GuardedBy("time")
  private boolean shutdown;

  @GuardedBy("time")
  private int running;

  ManualScheduler(ManualTime time) {
    this.time = time;
  }

  ManualTime time() {
    return time;
  }

  @Override
  public void execute(Runnable command) {
    var unused = submit(command);
  }

  @Override
  public Future<?> submit(Runnable task) {
    return schedule(task, 0, TimeUnit.NANOSECONDS);
  }

  @Override
  public <T extends @Nullable Object> Future<T> submit(Runnable task, T result) {
    return schedule(Executors.callable(task, result), 0, TimeUnit.NANOSECONDS);
  }

  @Override
  public <T extends @Nullable Object> Future<T> submit(Callable<T> task) {
    return schedule(task, 0, TimeUnit.NANOSECONDS);
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
    return schedule(Executors.callable(command), delay, unit);
  }

  @Override
  public <V extends @Nullable Object> ScheduledFuture<V> schedule(
      Callable<V> callable, long delay, TimeUnit unit) {
    return add(callable, unit.toNanos(delay), 0);
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable command, long initialDelay, long period, TimeUnit unit) {
    long nanos = positive("period", unit.toNanos(period));
    return add(Executors.callable(command), unit.toNanos(initialDelay), nanos);
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable command, long initialDelay, long delay, TimeUnit unit) {
    long nanos = positive("delay", unit.toNanos(delay));
    return add(Executors.callable(command), unit.toNanos(initialDelay), -nanos);
  }

  @Override
  public void shutdown() {
    synchronized (time) {
      shutdown = true;
      time.tasksOf(this).stream()
          .filter(ManualTask::isPeriodic)
          .forEach(task -> task.cancel(false));
      time.notifyAll();
    }
  }

  /**
   * Discards pending tasks. A running task is not interrupted, since it runs on the test's thread.
   */
  @Override
  public List<Runnable> shutdownNow() {
    synchronized (time) {
      shutdown = true;
      var pending = time.tasksOf(this);
      pending.forEach(time::remove);
      time.notifyAll();
      return new ArrayList<>(pending);
    }
  }

  @Override
  public boolean isShutdown() {
    synchronized (time) {
      return shutdown;
    }
  }

  @Override
  public boolean isTerminated() {
    synchronized (time) {
      return shutdown && running == 0 && time.tasksOf(this).isEmpty();
    }
  }

  /** Waits in real time: this thread may be the one that has to advance virtual time. */
  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    long end = System.nanoTime() + unit.toNanos(timeout);
    synchronized (time) {
      while (!isTerminated() && end - System.nanoTime() > 0) {
        TimeUnit.NANOSECONDS.timedWait(time, end - System.nanoTime());
      }
      return isTerminated();
    }
  }

  void started() {
    synchronized (time) {
      running++;
    }
  }

  void finished() {
    synchronized (time) {
      running--;
      time.notifyAll();
    }
  }

  void again(ManualTask<?> task) {
    synchronized (time) {
      if (shutdown) {
        task.cancel(false);
      } else if (!task.isCancelled()) {
        time.add(task);
      }
    }
  }

  /** Adds without overflow: a task beyond the range of a long is never due. */
  static long later(long start, long nanos) {
    return nanos > Long.MAX_VALUE - start ? Long.MAX_VALUE : start + nanos;
  }

  private <V extends @Nullable Object> ManualTask<V> add(
      Callable<V> callable, long delayNanos, long period) {
    synchronized (time) {
      if (shutdown) {
        throw new RejectedExecutionException("the scheduler was shut down");
      }
      long due = later(time.elapsedNanos(), Math.max(0, delayNanos));
      var task = new ManualTask<>(this, callable, due, period);
      time.add(task);
      return task;
    }
  }

  private static long positive(String name, long nanos) {
    if (nanos <= 0) {
      throw new IllegalArgumentException(
          name + ": expected more than zero, found " + nanos + " ns");
    }
    return nanos;
  }
}
