package dev.irsa.testkit;

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
 * The time of a lab: real, or a {@link ManualTime} that the test moves.
 *
 * <p>Thread-safe. Owns its scheduler: {@link #close} drops what is scheduled, ends every {@link
 * #sleep} and, for real time, the threads; a {@code ManualTime} lives on.
 */
public final class LabTime implements AutoCloseable {

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

  /** The machine's time; scheduled tasks run on one daemon thread named {@code irsa-lab-time-N}. */
  public static LabTime real() {
    var threads = new LabThreads("time");
    var scheduler = new ScheduledThreadPoolExecutor(1, threads);
    scheduler.setRemoveOnCancelPolicy(true);
    scheduler.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return new LabTime(
        Clock.systemUTC(), System::nanoTime, scheduler, () -> threads.end(scheduler));
  }

  /** The given time; scheduled tasks run on the thread that advances it. */
  public static LabTime of(ManualTime time) {
    var scheduler = time.newScheduler();
    return new LabTime(time.clock(), time.nanoTime(), scheduler, scheduler::shutdownNow);
  }

  /** The wall clock, in UTC. */
  public Clock clock() {
    return clock;
  }

  /** Reads the wall clock. */
  public Instant now() {
    return clock.instant();
  }

  /** The monotonic clock, in nanoseconds from an arbitrary origin. */
  public LongSupplier nanoTime() {
    return nanoTime;
  }

  /** The scheduler; it belongs to this time and ends with it. */
  public ScheduledExecutorService scheduler() {
    return scheduler;
  }

  /**
   * Waits until the given time has passed on the scheduler, or until this time is closed. On manual
   * time another thread must advance.
   *
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
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
      // Closed: nothing to wait for.
      return;
    } finally {
      sleepers.remove(woken);
    }
  }

  /**
   * Drops what is scheduled, waits for what runs (5 s at most), ends the threads. Closing twice is
   * harmless.
   */
  @Override
  public void close() {
    shutdown.run();
    sleepers.forEach(CountDownLatch::countDown);
  }
}
