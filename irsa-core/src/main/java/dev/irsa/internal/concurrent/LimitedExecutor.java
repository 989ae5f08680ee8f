package dev.irsa.internal.concurrent;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks on another executor, up to a maximum number at a time; further tasks wait in order. A
 * blocked task takes one of these places but does not affect other users of the same executor.
 * Thread-safe.
 *
 * <p>Threads are requested one after another, and only while tasks wait: a burst of short tasks is
 * run by the few threads that have started, and each task that blocks is followed by another
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
   * Creates an executor without tasks.
   *
   * @param threads runs each task on a thread that may block
   * @param limit the maximum number of concurrent tasks, positive
   */
  LimitedExecutor(Executor threads, int limit) {
    this.threads = threads;
    this.limit = limit;
  }

  /**
   * Runs a task. If this method throws an exception, no thread was available and the task was not
   * accepted.
   */
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
      } catch (Throwable rejection) {
        if (startFailed(task)) {
          throw rejection;
        }
      }
    }
  }

  /**
   * Returns whether another thread is needed, which the caller then has to request. Requires the
   * lock.
   */
  private boolean mayStart() {
    if (starting || waiting.isEmpty() || running == limit) {
      return false;
    }
    starting = true;
    return true;
  }

  /** Removes the task for which there is no thread, if any. Returns whether it was waiting. */
  private boolean startFailed(@Nullable Runnable task) {
    lock.lock();
    try {
      starting = false;
      return task != null && waiting.remove(task);
    } finally {
      lock.unlock();
    }
  }

  /** Runs a task on this thread if the limit permits, otherwise when another thread is free. */
  void runHere(Runnable task) {
    boolean isFree;
    lock.lock();
    try {
      waiting.add(task);
      isFree = !starting && running < limit;
      running += isFree ? 1 : 0;
    } finally {
      lock.unlock();
    }
    if (isFree) {
      // What ran on this thread before may have left it interrupted.
      boolean unused = Thread.interrupted();
      runWaiting();
    }
  }

  /** Runs the waiting tasks. Only for {@link #threads}. */
  @Override
  public void run() {
    lock.lock();
    try {
      starting = false;
      running++;
    } finally {
      lock.unlock();
    }
    runWaiting();
  }

  private void runWaiting() {
    for (Runnable task = next(); task != null; task = next()) {
      perform(task);
    }
  }

  /** Returns the next task, or null after recording that this thread ends. */
  private @Nullable Runnable next() {
    Runnable task;
    boolean start;
    lock.lock();
    try {
      task = waiting.poll();
      running -= task == null ? 1 : 0;
      start = mayStart();
    } finally {
      lock.unlock();
    }
    if (start) {
      try {
        threads.execute(this);
      } catch (Throwable rejection) {
        // This thread continues with the waiting tasks once it is free.
        boolean unused = startFailed(null);
      }
    }
    return task;
  }

  private static void perform(Runnable task) {
    try {
      task.run();
    } catch (Throwable failure) {
      ForeignCode.error("A background task failed", failure);
    }
    // Clears an interrupt that was meant for the task.
    boolean unused = Thread.interrupted();
  }
}
