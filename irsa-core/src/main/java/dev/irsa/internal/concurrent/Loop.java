package dev.irsa.internal.concurrent;

import dev.irsa.internal.time.Clocks;
import dev.irsa.internal.time.HybridClock;
import dev.irsa.internal.time.Nanos;
import dev.irsa.internal.time.TimePoint;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that decides. What lives on it (sessions with their engines, places and rates at
 * the endpoints, listeners, what is retained) is only touched by its steps, so it needs no lock.
 * Steps run one at a time, in the order in which they were posted. They neither block nor call
 * foreign code: whatever may block runs on {@link Workers}, and reports by posting.
 */
public final class Loop {

  /** The delay of a planned step is limited: an unnecessary one each day is simpler. */
  private static final long LONGEST = 24 * 60 * Nanos.MINUTE;

  /** What a step belongs to. Its state lives on the loop. */
  public interface Owner {
    /** Does what is due, and plans the next step. Follows each step. */
    void settle(TimePoint now);

    /** Handles that a step threw, which has been logged. {@link #settle} follows. */
    void failed(Throwable failure, TimePoint now);
  }

  private final HybridClock time;
  private final ScheduledExecutorService thread;
  private final Workers workers;

  /**
   * Creates a loop without steps.
   *
   * @param thread runs one task at a time, in order; never shut down
   */
  public Loop(Clocks clocks, ScheduledExecutorService thread, Workers workers) {
    this.time = new HybridClock(clocks);
    this.thread = thread;
    this.workers = workers;
  }

  /**
   * Posts a step, or throws if there is no thread for it. Thread-safe. Callers have tried out the
   * room on the stack ({@link StackReserve}): an overflow would leave the lock of the queue held.
   */
  public void ask(Owner owner, Consumer<TimePoint> step) {
    if (thread instanceof DaemonThread daemon) {
      daemon.prestartCoreThread();
    }
    thread.execute(() -> take(owner, step));
  }

  /** Posts a step that must not be lost: without a thread, it runs with the next one. */
  public void report(Owner owner, Consumer<TimePoint> step) {
    report(owner, step, 0);
  }

  /** Posts a step that must not be lost, and is taken after some nanoseconds. */
  public void report(Owner owner, Consumer<TimePoint> step, long delay) {
    try {
      var unused = thread.schedule(() -> take(owner, step), delay, TimeUnit.NANOSECONDS);
    } catch (Throwable withoutThread) {
      // It is in the queue.
    }
  }

  /** Returns the nanoseconds of the monotonic clock, as steps see them. Thread-safe. */
  public long nanos() {
    return time.nanos();
  }

  /**
   * Waits until the steps are taken that were posted before; not on virtual time, where the thread
   * that waits takes them.
   *
   * @param nanos how long at most
   */
  public void awaitSteps(Owner owner, long nanos) {
    if (!(thread instanceof DaemonThread)) {
      return;
    }
    CountDownLatch taken = new CountDownLatch(1);
    report(owner, now -> taken.countDown());
    try {
      boolean unused = taken.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets the idle thread end soon, or only when nothing is planned. Called by a step. */
  public void stay(boolean stays) {
    if (thread instanceof DaemonThread daemon) {
      daemon.setKeepAliveTime(stays ? LONGEST : DaemonThread.IDLE, TimeUnit.NANOSECONDS);
    }
  }

  /**
   * Takes a step again and again, whatever becomes of it.
   *
   * @param period the nanoseconds between two of them
   */
  public Future<?> repeat(Owner owner, Consumer<TimePoint> step, long period) {
    return thread.scheduleWithFixedDelay(
        () -> {
          try {
            take(owner, step);
          } catch (Throwable lost) {
            // The next one makes up for it.
          }
        },
        period,
        period,
        TimeUnit.NANOSECONDS);
  }

  /** Takes a step within another one, of another owner. */
  public void take(Owner owner, Consumer<TimePoint> step) {
    TimePoint now = time.now();
    try {
      step.accept(now);
      owner.settle(now);
    } catch (Throwable failure) {
      recover(owner, failure, now);
    }
  }

  private void recover(Owner owner, Throwable failure, TimePoint now) {
    try {
      workers.log().execute(() -> ForeignCode.error("A step of a session failed", failure));
      owner.failed(failure, now);
      owner.settle(now);
    } catch (Throwable again) {
      // The next step of this owner goes on, at the latest that of the sweep.
    }
  }

  /** Returns what wakes an owner. */
  public WakeUp wakeUp(Owner owner) {
    return new WakeUp(owner);
  }

  /** Plans at most one step of an owner, which only settles. Lives on the loop. */
  public final class WakeUp implements Runnable {
    private final Owner owner;
    private @Nullable Future<?> planned;
    private long plannedAt;

    private WakeUp(Owner owner) {
      this.owner = owner;
    }

    /**
     * Plans the step after a delay in place of the earlier one, or none for {@link Long#MAX_VALUE}.
     *
     * @param delay the delay in nanoseconds
     */
    public void plan(long delay, TimePoint now) {
      long at = now.nanos() + Math.min(delay, LONGEST);
      if (planned != null && at == plannedAt && delay != Long.MAX_VALUE) {
        return;
      }
      if (planned != null) {
        planned.cancel(false);
        planned = null;
      }
      if (delay != Long.MAX_VALUE) {
        plannedAt = at;
        planned = thread.schedule(this, at - now.nanos(), TimeUnit.NANOSECONDS);
      }
    }

    /** Returns whether a planned step is late, or was never planned. */
    public boolean isMissing(TimePoint now) {
      return planned == null || plannedAt < now.nanos() - Nanos.SECOND;
    }

    /** Takes the step. Only for the thread of the loop. */
    @Override
    public void run() {
      planned = null;
      take(owner, now -> {});
    }
  }

  /** The thread of a process, which is started for a step and ends when nothing is planned. */
  static final class DaemonThread extends ScheduledThreadPoolExecutor {
    private static final long IDLE = 200 * Nanos.MILLISECOND;

    DaemonThread() {
      super(1, new Workers.Daemons("irsa-loop"));
      setRemoveOnCancelPolicy(true);
      setKeepAliveTime(IDLE, TimeUnit.NANOSECONDS);
      allowCoreThreadTimeOut(true);
    }
  }

  /** Returns the loop of a process. */
  public static Loop system(Clocks clocks, Workers workers) {
    return new Loop(clocks, new DaemonThread(), workers);
  }
}
