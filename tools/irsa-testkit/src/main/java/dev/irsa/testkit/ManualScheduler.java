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
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The executor of a {@link ManualTime}. It places tasks on the time line and runs none itself.
 * Shutdown follows the defaults of {@link java.util.concurrent.ScheduledThreadPoolExecutor}:
 * delayed tasks still run, periodic ones are cancelled.
 */
final class ManualScheduler extends AbstractExecutorService implements ScheduledExecutorService {

  private final ManualTime time;
  private final ReentrantLock lock;

  @GuardedBy("lock")
  private boolean shutdown;

  @GuardedBy("lock")
  private int running;

  ManualScheduler(ManualTime time) {
    this.time = time;
    this.lock = time.lock();
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
    lock.lock();
    try {
      shutdown = true;
      time.tasksOf(this).stream()
          .filter(ManualTask::isPeriodic)
          .forEach(task -> task.cancel(false));
      time.termination().signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Discards pending tasks. A running task is not interrupted, since it runs on the test's thread.
   */
  @Override
  public List<Runnable> shutdownNow() {
    lock.lock();
    try {
      shutdown = true;
      var pending = time.tasksOf(this);
      pending.forEach(time::remove);
      time.termination().signalAll();
      return new ArrayList<>(pending);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isShutdown() {
    lock.lock();
    try {
      return shutdown;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isTerminated() {
    lock.lock();
    try {
      return shutdown && running == 0 && time.tasksOf(this).isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Waits in real time: this thread may be the one that has to advance virtual time. */
  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    long left = unit.toNanos(timeout);
    lock.lockInterruptibly();
    try {
      while (!isTerminated() && left > 0) {
        left = time.termination().awaitNanos(left);
      }
      return isTerminated();
    } finally {
      lock.unlock();
    }
  }

  void started() {
    lock.lock();
    try {
      running++;
    } finally {
      lock.unlock();
    }
  }

  void finished() {
    lock.lock();
    try {
      running--;
      time.termination().signalAll();
    } finally {
      lock.unlock();
    }
  }

  void again(ManualTask<?> task) {
    lock.lock();
    try {
      if (shutdown) {
        task.cancel(false);
      } else if (!task.isCancelled()) {
        time.add(task);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Adds without overflow: a task beyond the range of a long is never due. */
  static long later(long start, long nanos) {
    return nanos > Long.MAX_VALUE - start ? Long.MAX_VALUE : start + nanos;
  }

  private <V extends @Nullable Object> ManualTask<V> add(
      Callable<V> callable, long delayNanos, long period) {
    lock.lock();
    try {
      if (shutdown) {
        throw new RejectedExecutionException("the scheduler was shut down");
      }
      long due = later(time.elapsedNanos(), Math.max(0, delayNanos));
      var task = new ManualTask<>(this, callable, due, period);
      time.add(task);
      return task;
    } finally {
      lock.unlock();
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
