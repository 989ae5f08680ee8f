package dev.irsa.internal.concurrent;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where whatever may block runs, by kind, so that no kind occupies the threads of another. Threads
 * are daemons without a caller's context class loader or inherited thread locals, and end when they
 * are idle.
 *
 * @param exchanges runs exchanges, whose number is limited before they come here, and closes their
 *     connections
 * @param lookUps reads token files between exchanges
 * @param listeners calls users' listeners. One that blocks delays no other
 * @param log writes the log
 * @param completions completes futures, which runs their dependents. One that blocks delays no
 *     other
 */
public record Workers(
    Executor exchanges, Executor lookUps, Executor listeners, Executor log, Executor completions) {

  static final int LOOK_UPS = 2;

  private static final long IDLE_SECONDS = 1;

  /** Returns the workers of a process. */
  public static Workers system() {
    Executor unlimited = unlimited("irsa-worker");
    return new Workers(
        unlimited,
        limited("irsa-token", LOOK_UPS),
        new Completions(unlimited("irsa-listener")),
        limited("irsa-log", 1),
        new Completions(unlimited));
  }

  /** Throws if there is no thread for an exchange, and so for what follows it. */
  public void requireThread() {
    exchanges.execute(new Nothing());
  }

  private record Nothing() implements Runnable {
    @Override
    public void run() {}
  }

  /** Returns workers that share one executor, for tests. */
  public static Workers of(Executor all) {
    return new Workers(all, all, all, all, all);
  }

  private static Executor unlimited(String name) {
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        new Daemons(name));
  }

  private static Executor limited(String name, int limit) {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            limit,
            limit,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            new Daemons(name));
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  /**
   * Runs tasks on another executor. Threads are requested one after another, and only while tasks
   * wait: a burst of short tasks is run by the few threads that have started, and each task that
   * blocks is followed by another thread. Lock-free.
   */
  static final class Completions implements Executor, Runnable {
    private final Executor threads;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean starting = new AtomicBoolean();

    Completions(Executor threads) {
      this.threads = threads;
    }

    /** Runs a task. Without a thread, it is run with a later one. */
    @Override
    public void execute(Runnable task) {
      waiting.add(task);
      start();
    }

    private void start() {
      if (!waiting.isEmpty() && starting.compareAndSet(false, true)) {
        try {
          threads.execute(this);
        } catch (Throwable withoutThread) {
          starting.set(false);
        }
      }
    }

    /** Runs the waiting tasks. Only for the other executor. */
    @Override
    public void run() {
      starting.set(false);
      for (Runnable task = waiting.poll(); task != null; task = waiting.poll()) {
        start();
        try {
          task.run();
        } catch (Throwable failure) {
          SafeLog.error("A dependent of a future failed", failure);
        }
        // Clears an interrupt that was meant for the task.
        boolean unused = Thread.interrupted();
      }
    }
  }

  /** Creates named daemon threads. */
  static final class Daemons implements ThreadFactory {
    private final String name;
    private final AtomicInteger started = new AtomicInteger();

    Daemons(String name) {
      this.name = name;
    }

    /**
     * As a privileged action: otherwise a thread keeps the protection domains, and so the class
     * loaders, of all code that called the library when it was started, up to JDK 23.
     */
    @Override
    @SuppressWarnings("removal") // There is nothing else, and nothing to keep once it is removed.
    public Thread newThread(Runnable task) {
      return AccessController.doPrivileged(
          new Creation(task, name + "-" + started.incrementAndGet()));
    }
  }

  private record Creation(Runnable task, String name) implements PrivilegedAction<Thread> {
    @Override
    public Thread run() {
      Thread thread = new Thread(null, task, name, 0, false);
      thread.setDaemon(true);
      thread.setContextClassLoader(Workers.class.getClassLoader());
      return thread;
    }
  }
}
