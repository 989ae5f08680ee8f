package dev.irsa.internal.concurrent;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs tasks on the threads of another executor, at most so many at a time; the rest wait in order.
 * A task that blocks takes one place here and nothing from anybody else on the same threads.
 * Thread-safe.
 *
 * <p>Threads are asked for one after the other, and only while tasks wait: a burst of short tasks
 * is run by the few that have come by then, and each task that blocks is followed by another
 * thread.
 */
final class LimitedExecutor implements Executor, Runnable {

  private final Executor threads;
  private final int limit;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private int running;
  private boolean starting;

  /**
   * Makes an executor that runs nothing yet.
   *
   * @param threads runs each task it is given on a thread that may block
   * @param limit how many tasks may run at a time, positive
   */
  LimitedExecutor(Executor threads, int limit) {
    this.threads = threads;
    this.limit = limit;
  }

  /** Has the task run. When this throws, no thread was to be had and the task is not taken. */
  @Override
  public void execute(Runnable task) {
    boolean start;
    lock.lock();
    try {
      waiting.add(task);
      start = mayStart();
    } finally {
      lock.unlock();
    }
    if (start) {
      try {
        threads.execute(this);
      } catch (RuntimeException | Error refused) {
        startFailed();
        if (take(task)) {
          throw refused;
        }
      }
    }
  }

  /** Whether another thread is needed, which is then on its way. Under the lock. */
  private boolean mayStart() {
    if (starting || waiting.isEmpty() || running == limit) {
      return false;
    }
    starting = true;
    return true;
  }

  private void startFailed() {
    lock.lock();
    try {
      starting = false;
    } finally {
      lock.unlock();
    }
  }

  private boolean take(Runnable task) {
    lock.lock();
    try {
      return waiting.remove(task);
    } finally {
      lock.unlock();
    }
  }

  /** Runs what waits; for {@link #threads} alone. */
  @Override
  public void run() {
    lock.lock();
    try {
      starting = false;
      running++;
      Runnable task = waiting.poll();
      while (task != null) {
        runUnlocked(task, mayStart());
        task = waiting.poll();
      }
    } finally {
      running--;
      lock.unlock();
    }
  }

  private void runUnlocked(Runnable task, boolean start) {
    lock.unlock();
    try {
      if (start) {
        startAnother();
      }
      task.run();
    } catch (RuntimeException | Error broken) {
      IrsaLog.log.error("A background task failed", broken);
    } finally {
      // An interrupt was meant for the task that is over.
      boolean unused = Thread.interrupted();
      lock.lock();
    }
  }

  private void startAnother() {
    try {
      threads.execute(this);
    } catch (RuntimeException | Error refused) {
      // This thread goes on with what waits once it is free.
      startFailed();
    }
  }
}
