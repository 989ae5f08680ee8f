package dev.irsa.session;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Threads for what may block, no more than there is work for at once: a task goes to a worker that
 * is free, to a new one where none is, and waits where there are as many as there may be. Workers
 * without work go. Thread-safe.
 *
 * <p>One lock covers tasks and counts, also when a worker starts or decides to go. So as long as
 * there may be more workers there is a free one for each task that waits, and no task is left to
 * one that is about to go.
 */
final class Workers implements Executor, Runnable {

  final int most;
  final long idleNanos;
  private final ThreadFactory threads;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Guarded by the lock.
  private final Queue<Runnable> waiting;
  private int alive;
  private int busy;
  private boolean ending;

  /**
   * Makes workers of which none is started yet.
   *
   * @param most how many there may be
   * @param idleNanos how long one stays without work
   */
  Workers(int most, long idleNanos, ThreadFactory threads) {
    this(most, idleNanos, threads, new ArrayDeque<>());
  }

  /** With a queue of the caller: a test hears from it when a worker finds nothing to do. */
  Workers(int most, long idleNanos, ThreadFactory threads, Queue<Runnable> waiting) {
    this.most = most;
    this.idleNanos = idleNanos;
    this.threads = threads;
    this.waiting = waiting;
  }

  /**
   * Has the task run. When this throws, the task is not taken.
   *
   * @throws RejectedExecutionException after the end
   */
  @Override
  public void execute(Runnable task) {
    lock.lock();
    try {
      if (ending) {
        throw new RejectedExecutionException("The workers have ended");
      }
      if (waiting.size() >= alive - busy && alive < most) {
        // Throws when no thread is to be had, and then nothing has changed.
        threads.newThread(this).start();
        alive++;
      }
      waiting.add(task);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more tasks; those that it has are run, and then the workers go. */
  void end() {
    lock.lock();
    try {
      ending = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** What a worker does; for its thread alone. */
  @Override
  public void run() {
    lock.lock();
    try {
      Runnable task = next();
      while (task != null) {
        work(task);
        task = next();
      }
    } finally {
      alive--;
      lock.unlock();
    }
  }

  /** Returns the next task, or null when there has been none for so long that the worker goes. */
  private @Nullable Runnable next() {
    long left = idleNanos;
    while (waiting.isEmpty() && left > 0 && !ending) {
      try {
        left = changed.awaitNanos(left);
      } catch (InterruptedException unwanted) {
        left = 0;
      }
    }
    return waiting.poll();
  }

  private void work(Runnable task) {
    busy++;
    lock.unlock();
    try {
      task.run();
    } catch (RuntimeException | Error broken) {
      Mishaps.log.error("What a worker did could not be completed", broken);
    } finally {
      // An interrupt was meant for the task that is over.
      boolean unused = Thread.interrupted();
      lock.lock();
      busy--;
    }
  }
}
