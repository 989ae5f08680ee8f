package dev.irsa.internal.concurrent;

import dev.irsa.internal.time.Clocks;
import dev.irsa.internal.time.HybridClock;
import dev.irsa.internal.time.Nanos;
import dev.irsa.internal.time.TimePoint;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that decides. What lives on it (sessions with their engines, places and rates at
 * the endpoints, listeners, retained sessions) is only touched by its steps, so it needs no lock.
 * Steps run one at a time, in the order in which they were posted. They neither block nor call
 * foreign code: whatever may block runs on {@link Workers}, and reports by posting.
 */
public final class EventLoop {

  /** The delay of a planned step is limited: an unnecessary one each day is simpler. */
  private static final long LONGEST = 24 * 60 * Nanos.MINUTE;

  /** Does nothing itself; its owner settles. */
  private static final Consumer<TimePoint> SETTLE = new Taken();

  private final HybridClock time;
  private final ScheduledExecutorService thread;
  private final Workers workers;

  /** The steps that go before all that are posted. */
  private final Queue<Runnable> urgent = new ConcurrentLinkedQueue<>();

  /**
   * Creates a loop without steps.
   *
   * @param thread runs one task at a time, in order; never shut down
   */
  public EventLoop(Clocks clocks, ScheduledExecutorService thread, Workers workers) {
    this.time = new HybridClock(clocks);
    this.thread = thread;
    this.workers = workers;
  }

  /** Returns the nanoseconds of the monotonic clock, as steps see them. Thread-safe. */
  public long nanos() {
    return time.nanos();
  }

  /** Lets the idle thread end soon, or only when nothing is planned. Called by a step. */
  public void stay(boolean stays) {
    if (thread instanceof DaemonThread daemon) {
      daemon.setKeepAliveTime(stays ? LONGEST : DaemonThread.IDLE, TimeUnit.NANOSECONDS);
    }
  }

  /**
   * What lives on a loop: its state is only touched by its steps. Other threads post steps; a step
   * takes a step of another owner at once.
   */
  public abstract static class Owner implements Runnable {
    private final EventLoop loop;
    private @Nullable Future<?> planned;
    private long plannedAt;

    protected Owner(EventLoop loop) {
      this.loop = loop;
    }

    /**
     * Called after each step: does the due work and plans the next step. By default, none is due.
     */
    protected void settle(TimePoint now) {}

    /** Handles that a step threw, which has been logged. {@link #settle} follows. */
    protected void failed(Throwable failure, TimePoint now) {}

    /**
     * Posts a step, or throws if there is no thread for it. Thread-safe. Callers have tried out the
     * room on the stack ({@link StackSpace}): an overflow would leave the lock of the queue held.
     */
    public final void post(Consumer<TimePoint> step) {
      if (loop.thread instanceof DaemonThread daemon) {
        daemon.prestartCoreThread();
      }
      loop.thread.execute(new Posted(this, step));
    }

    /** Posts a step that must not be lost: without a thread, it runs with the next one. */
    public final void report(Consumer<TimePoint> step) {
      report(step, 0);
    }

    /** Posts a step that only settles, and must not be lost. */
    public final void report() {
      report(SETTLE);
    }

    /** Posts a step that must not be lost, and is taken after some nanoseconds. */
    public final void report(Consumer<TimePoint> step, long delay) {
      try {
        var unused = loop.thread.schedule(new Posted(this, step), delay, TimeUnit.NANOSECONDS);
      } catch (Throwable withoutThread) {
        // It is in the queue.
      }
    }

    /**
     * Waits until the steps are taken that were posted before; not on virtual time, where the
     * thread that waits takes them.
     *
     * @param nanos how long at most
     */
    public final void awaitSteps(long nanos) {
      Taken taken = new Taken();
      report(taken);
      await(taken, nanos);
    }

    /**
     * Takes a step before all that are posted, and waits for it as {@link #awaitSteps} does.
     *
     * @param nanos how long at most
     */
    public final void awaitFirst(Consumer<TimePoint> first, long nanos) {
      CountDownLatch taken = new CountDownLatch(1);
      loop.urgent.add(
          () -> {
            step(first);
            taken.countDown();
          });
      report();
      await(taken, nanos);
    }

    private void await(CountDownLatch taken, long nanos) {
      if (!(loop.thread instanceof DaemonThread)) {
        return;
      }
      try {
        boolean unused = taken.await(nanos, TimeUnit.NANOSECONDS);
      } catch (InterruptedException interrupt) {
        Thread.currentThread().interrupt();
      }
    }

    /**
     * Takes a step again and again, whatever becomes of it.
     *
     * @param period the nanoseconds between two of them
     */
    public final Future<?> repeat(Consumer<TimePoint> step, long period) {
      return loop.thread.scheduleWithFixedDelay(
          new Posted(this, step), period, period, TimeUnit.NANOSECONDS);
    }

    /** Takes a step that was posted, after those that go before it. */
    private void take(Consumer<TimePoint> step) {
      for (Runnable first = loop.urgent.poll(); first != null; first = loop.urgent.poll()) {
        first.run();
      }
      step(step);
    }

    /** Takes a step. Only for the thread of the loop. */
    public final void step(Consumer<TimePoint> step) {
      TimePoint now = loop.time.now();
      try {
        step.accept(now);
        settle(now);
      } catch (Throwable failure) {
        recover(failure, now);
      }
    }

    private void recover(Throwable failure, TimePoint now) {
      try {
        loop.workers.log().execute(() -> SafeLog.error("A step of a session failed", failure));
        failed(failure, now);
        settle(now);
      } catch (Throwable again) {
        // The next step of this owner goes on, at the latest a step of the sweep.
      }
    }

    /**
     * Plans a step that only settles, and cancels the planned one.
     *
     * @param delay the delay in nanoseconds, {@link Long#MAX_VALUE} for no step
     */
    public final void plan(long delay, TimePoint now) {
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
        planned = loop.thread.schedule(this, at - now.nanos(), TimeUnit.NANOSECONDS);
      }
    }

    /** Returns whether the planned step is late, or nothing is planned. */
    public final boolean isPlanMissing(TimePoint now) {
      return planned == null || plannedAt < now.nanos() - Nanos.SECOND;
    }

    /** Takes the planned step. Only for the thread of the loop. */
    @Override
    public final void run() {
      planned = null;
      take(SETTLE);
    }
  }

  /** A step on its way. A class, as what follows: functions are slow to link at the first use. */
  private record Posted(Owner owner, Consumer<TimePoint> step) implements Runnable {
    @Override
    public void run() {
      try {
        owner.take(step);
      } catch (Throwable lost) {
        // The next step of its owner makes up for it.
      }
    }
  }

  /** Does nothing but tell who waits for it. */
  private static final class Taken extends CountDownLatch implements Consumer<TimePoint> {
    Taken() {
      super(1);
    }

    @Override
    public void accept(TimePoint now) {
      countDown();
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
  public static EventLoop system(Clocks clocks, Workers workers) {
    return new EventLoop(clocks, new DaemonThread(), workers);
  }
}
