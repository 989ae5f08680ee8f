package dev.irsa.internal.concurrent;

import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The threads of all sessions of a process: a timer from the first open session to the last close,
 * and workers that come with the work and go 100 ms after it. Daemons; they keep no caller's
 * context class loader and no inherited thread locals. Thread-safe.
 *
 * <p>What may block is kept apart, so that none of it takes a place from anything else: exchanges
 * are bounded by the {@link Bulkhead}; the log, listeners and looks at token files by a limit of
 * their own; and each dependent of a future that blocks holds one thread more.
 */
public final class SharedExecutors implements Timer {

  static final int LISTENERS = 4;
  static final int LOOK_UPS = 2;
  static final int HAND_OVERS = Bulkhead.PLACES;
  private static final long IDLE_MILLIS = 100;

  private final Supplier<? extends ScheduledExecutorService> timers;
  private final Executor workers;
  private final LimitedExecutor completions;
  private final LimitedExecutor log;
  private final LimitedExecutor listeners;
  private final LimitedExecutor lookUps;
  private final Executor handOvers;
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by the lock. */
  private int sessions;

  /** Written under the lock, read without: who finds one that was stopped is rejected by it. */
  private volatile @Nullable ScheduledExecutorService timer;

  /**
   * Makes executors without a thread.
   *
   * @param timers starts a timer; it is shut down with the last session
   * @param workers runs each task at once, on a thread that may block; never shut down
   */
  public SharedExecutors(Supplier<? extends ScheduledExecutorService> timers, Executor workers) {
    this.timers = timers;
    this.workers = workers;
    this.completions = new LimitedExecutor(workers, Integer.MAX_VALUE);
    this.log = new LimitedExecutor(workers, 1);
    this.listeners = new LimitedExecutor(workers, LISTENERS);
    this.lookUps = new LimitedExecutor(workers, LOOK_UPS);
    this.handOvers = new HandOvers(workers, new Semaphore(HAND_OVERS));
  }

  /** Makes those of a process. */
  public static SharedExecutors system() {
    return new SharedExecutors(
        new TimerThread(),
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_MILLIS,
            TimeUnit.MILLISECONDS,
            new SynchronousQueue<>(),
            new Daemons("irsa-worker")));
  }

  /** A session opens: from now on there is a timer. */
  public void acquire() {
    lock.lock();
    try {
      if (timer == null) {
        timer = timers.get();
      }
      sessions++;
    } finally {
      lock.unlock();
    }
  }

  /** A session has closed; with the last one goes the timer. */
  public void release() {
    lock.lock();
    try {
      ScheduledExecutorService stopped = timer;
      if (--sessions == 0 && stopped != null) {
        timer = null;
        for (Runnable dropped : stopped.shutdownNow()) {
          // Whoever planned it sees that it will not come.
          if (dropped instanceof Future<?> planned) {
            planned.cancel(false);
          }
        }
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Future<?> schedule(Runnable work, long nanos) {
    ScheduledExecutorService current = timer;
    if (current == null) {
      throw new RejectedExecutionException("No session is open");
    }
    return current.schedule(work, nanos, TimeUnit.NANOSECONDS);
  }

  /** Runs exchanges, and ends their connections. */
  public Executor workers() {
    return workers;
  }

  /**
   * Runs calls of executors that were given, each on a worker. One that blocks keeps its worker, so
   * there are {@value #HAND_OVERS} at most; more are rejected.
   */
  public Executor handOvers() {
    return handOvers;
  }

  /** Runs the log, which may be slow. */
  public Executor log() {
    return log;
  }

  /** Runs what users listen with. */
  public Executor listeners() {
    return listeners;
  }

  /** Runs looks at token files. */
  public Executor lookUps() {
    return lookUps;
  }

  /**
   * Completes a future, whose dependents run with it: at once, whatever those of others do. On this
   * thread only when no other is to be had, for somebody waits for it.
   */
  public void complete(Runnable completion) {
    try {
      completions.execute(completion);
    } catch (RuntimeException | Error noThread) {
      completion.run();
      // Those that came meanwhile counted on the thread that did not come.
      completions.run();
    }
  }

  /** Waits for nothing: what finds no permit is rejected. */
  private record HandOvers(Executor workers, Semaphore permits) implements Executor {
    @Override
    public void execute(Runnable call) {
      if (!permits.tryAcquire()) {
        throw new RejectedExecutionException(
            HAND_OVERS + " calls of executors that were given are blocked");
      }
      boolean taken = false;
      try {
        workers.execute(() -> run(call));
        taken = true;
      } finally {
        if (!taken) {
          permits.release();
        }
      }
    }

    private void run(Runnable call) {
      try {
        call.run();
      } finally {
        permits.release();
      }
    }
  }

  // Classes in place of lambdas, which would be the first of a fresh JVM on its way to credentials.

  private static final class TimerThread implements Supplier<ScheduledExecutorService> {
    @Override
    public ScheduledExecutorService get() {
      ScheduledThreadPoolExecutor timer =
          new ScheduledThreadPoolExecutor(1, new Daemons("irsa-timer"));
      timer.setRemoveOnCancelPolicy(true);
      return timer;
    }
  }

  static final class Daemons implements ThreadFactory {
    private final String name;
    private final AtomicInteger started = new AtomicInteger();

    Daemons(String name) {
      this.name = name;
    }

    @Override
    public Thread newThread(Runnable task) {
      Thread thread = new Thread(null, task, name + "-" + started.incrementAndGet(), 0, false);
      thread.setDaemon(true);
      thread.setContextClassLoader(SharedExecutors.class.getClassLoader());
      return thread;
    }
  }
}
