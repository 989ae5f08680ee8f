package dev.irsa.testkit;

import dev.irsa.testkit.internal.LabThreads;
import dev.irsa.testkit.internal.TimeSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The time of a lab: real time, or a {@link ManualTime} controlled by the test.
 *
 * <p>Thread-safe. Owns its scheduler: {@link #close} discards scheduled tasks, ends every {@link
 * #sleep} and, for real time, the threads. A {@code ManualTime} remains usable.
 */
public final class LabTime implements TimeSource, AutoCloseable {

  private final Clock clock;
  private final LongSupplier nanoTime;
  private final ScheduledExecutorService scheduler;
  private final Runnable shutdown;
  private final Set<CountDownLatch> sleepers = ConcurrentHashMap.newKeySet();

  private LabTime(
      Clock clock, LongSupplier nanoTime, ScheduledExecutorService scheduler, Runnable shutdown) {
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.scheduler = scheduler;
    this.shutdown = shutdown;
  }

  /**
   * Returns the machine's time; scheduled tasks run on one daemon thread named {@code
   * irsa-lab-time-N}.
   */
  public static LabTime real() {
    var threads = new LabThreads("time");
    var scheduler = new ScheduledThreadPoolExecutor(1, threads);
    scheduler.setRemoveOnCancelPolicy(true);
    scheduler.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return new LabTime(
        Clock.systemUTC(), System::nanoTime, scheduler, () -> threads.end(scheduler));
  }

  /** Returns a lab time on the given time; scheduled tasks run on the thread that advances it. */
  public static LabTime of(ManualTime time) {
    var scheduler = time.newScheduler();
    return new LabTime(time.clock(), time.nanoTime(), scheduler, scheduler::shutdownNow);
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public LongSupplier nanoTime() {
    return nanoTime;
  }

  @Override
  public ScheduledExecutorService scheduler() {
    return scheduler;
  }

  /**
   * Waits until the given time has passed on the scheduler, or until this time is closed. With
   * manual time another thread must advance it.
   *
   * @throws InterruptedException if the thread is interrupted while waiting
   */
  @Override
  public void sleep(Duration duration) throws InterruptedException {
    var woken = new CountDownLatch(1);
    sleepers.add(woken);
    try {
      var alarm = scheduler.schedule(woken::countDown, duration.toNanos(), TimeUnit.NANOSECONDS);
      try {
        woken.await();
      } finally {
        alarm.cancel(false);
      }
    } catch (RejectedExecutionException e) {
      // Closed: nothing left to wait for.
      return;
    } finally {
      sleepers.remove(woken);
    }
  }

  /**
   * Discards scheduled tasks, waits up to 5 s for running ones, and ends the threads. Closing is
   * idempotent.
   */
  @Override
  public void close() {
    shutdown.run();
    sleepers.forEach(CountDownLatch::countDown);
  }
}
