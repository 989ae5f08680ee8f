package dev.irsa.internal.concurrent;

import dev.irsa.internal.time.Nanos;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The threads of all sessions of a process: a timer, which runs from the first open session to the
 * last close, and workers, each of which is started for one task and may write the log after it.
 * All are daemon threads without a caller's context class loader or inherited thread locals.
 * Thread-safe.
 *
 * <p>Tasks that may block are limited by kind, so that no kind affects another: exchanges by the
 * bulkhead; the log, listeners and checks of token files by limits of their own. Each blocked
 * dependent action of a future occupies one additional thread.
 */
public final class SharedExecutors {

  static final int LISTENERS = 4;
  static final int LOOK_UPS = 2;

  private final Supplier<? extends ScheduledExecutorService> timers;
  private final Executor workers;
  private final LimitedExecutor completions;
  private final LimitedExecutor log;
  private final Executor logHere;
  private final LimitedExecutor listeners;
  private final LimitedExecutor lookUps;

  /** The number of open sessions. Guarded by the registry's lock. */
  private int sessions;

  /** Written under that lock, read without it: a timer that was stopped rejects its tasks. */
  private volatile @Nullable ScheduledExecutorService timer;

  /**
   * Creates executors without threads.
   *
   * @param timers creates a timer, which is shut down with the last session
   * @param workers runs each task immediately, on a thread that may block; never shut down
   */
  public SharedExecutors(Supplier<? extends ScheduledExecutorService> timers, Executor workers) {
    this.timers = timers;
    this.workers = workers;
    this.completions = new LimitedExecutor(workers, Integer.MAX_VALUE);
    this.log = new LimitedExecutor(workers, 1);
    this.logHere = log::runHere;
    this.listeners = new LimitedExecutor(workers, LISTENERS);
    this.lookUps = new LimitedExecutor(workers, LOOK_UPS);
  }

  /** Creates the executors of a process. */
  public static SharedExecutors system() {
    return new SharedExecutors(new Daemons("irsa-timer"), new Daemons("irsa-worker"));
  }

  /** Adds an open session. The first one starts the timer. Requires the registry's lock. */
  public void acquire() {
    if (timer == null) {
      timer = timers.get();
    }
    sessions++;
  }

  /** Removes an open session. The last one stops the timer. Requires the registry's lock. */
  public void release() {
    ScheduledExecutorService current = timer;
    if (--sessions == 0 && current != null) {
      timer = null;
      for (Runnable dropped : current.shutdownNow()) {
        // Cancelled, so that its owner sees that it will not run.
        if (dropped instanceof Future<?> planned) {
          planned.cancel(false);
        }
      }
    }
  }

  /**
   * Schedules a task, and repeats it every second until it is cancelled: one that fails is tried
   * again, without another thread.
   *
   * @param work the task, which must not block
   * @param nanos the delay in nanoseconds, not negative
   * @throws RejectedExecutionException if no session is open
   */
  public Future<?> schedule(Runnable work, long nanos) {
    return openTimer().scheduleWithFixedDelay(work, nanos, Nanos.SECOND, TimeUnit.NANOSECONDS);
  }

  /**
   * Runs a short task once, after a delay.
   *
   * @throws RejectedExecutionException if no session is open
   */
  public Future<?> scheduleOnce(Runnable work, long nanos) {
    return openTimer().schedule(work, nanos, TimeUnit.NANOSECONDS);
  }

  private ScheduledExecutorService openTimer() {
    ScheduledExecutorService current = timer;
    if (current == null) {
      throw new RejectedExecutionException("No session is open");
    }
    return current;
  }

  /** Returns the executor of exchanges, which also closes their connections. */
  public Executor workers() {
    return workers;
  }

  /**
   * Returns the executor of the log, which may be slow.
   *
   * @param here whether it uses the current thread, if the log is not being written
   */
  public Executor log(boolean here) {
    return here ? logHere : log;
  }

  /** Returns the executor of users' listeners. */
  public Executor listeners() {
    return listeners;
  }

  /** Returns the executor of checks of token files. */
  public Executor lookUps() {
    return lookUps;
  }

  /**
   * Completes a future, which also runs its dependent actions. They are not delayed by those of
   * other futures. The current thread is used only if no other is available, because callers are
   * waiting.
   */
  public void complete(Runnable completion) {
    try {
      completions.execute(completion);
    } catch (Throwable noThread) {
      try {
        completion.run();
      } finally {
        // Runs completions that were queued in the meantime and relied on the thread that was not
        // available.
        completions.run();
      }
    }
  }

  /** A timer that rejects tasks while it has no thread, instead of keeping them. */
  static final class TimerThread extends ScheduledThreadPoolExecutor {

    TimerThread(ThreadFactory threads) {
      super(1, threads);
      setRemoveOnCancelPolicy(true);
    }

    private void requireThread() {
      try {
        prestartCoreThread();
      } catch (Throwable noThread) {
        throw new IllegalStateException("The timer has no thread", noThread);
      }
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
      requireThread();
      return super.schedule(work, delay, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(
        Runnable work, long initialDelay, long delay, TimeUnit unit) {
      requireThread();
      return super.scheduleWithFixedDelay(work, initialDelay, delay, unit);
    }
  }

  /** Makes named threads: one for a timer, or one for each task. */
  static final class Daemons
      implements ThreadFactory, Supplier<ScheduledExecutorService>, Executor {
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

    @Override
    public ScheduledExecutorService get() {
      return new TimerThread(this);
    }

    @Override
    public void execute(Runnable task) {
      newThread(task).start();
    }
  }
}
