package dev.irsa.testkit;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A wall clock, a monotonic clock and a scheduler in one, which stand still until a test advances
 * them.
 *
 * <p>{@link #advance} runs the tasks that become due on the calling thread, ordered by due time and
 * then by submission. While a task runs, both clocks show its due time. A task may itself call
 * {@code advance}: that is how a fake takes two seconds. Tasks submitted without delay run at the
 * next {@code advance}, even by zero.
 *
 * <p>Thread-safe. Concurrent calls of {@code advance} are serialized; no lock is held while a task
 * runs. A task must not wait for another thread that advances. There are no threads to close.
 */
public final class ManualTime {

  // The monotonic clock overflows after an hour. Code that compares readings instead of subtracting
  // them then fails in tests.
  private static final long MONOTONIC_ORIGIN = Long.MAX_VALUE - Duration.ofHours(1).toNanos();

  @GuardedBy("this")
  private final PriorityQueue<ManualTask<?>> queue = new PriorityQueue<>();

  @GuardedBy("this")
  private @Nullable Thread advancing;

  @GuardedBy("this")
  private int depth;

  @GuardedBy("this")
  private long submissions;

  // Written under the lock; an immutable snapshot, so that readers need no lock.
  private volatile Reading reading;

  private final ManualScheduler scheduler = new ManualScheduler(this);

  private record Reading(Instant wall, long elapsedNanos) {

    Reading at(long nanos) {
      return new Reading(wall.plusNanos(nanos - elapsedNanos), nanos);
    }
  }

  private ManualTime(Instant start) {
    reading = new Reading(start, 0);
  }

  /**
   * Creates a time that starts at 2026-11-24T15:04:05.123456789Z, an instant without zeros in its
   * fraction.
   */
  public static ManualTime create() {
    return startingAt(Instant.parse("2026-11-24T15:04:05.123456789Z"));
  }

  /** Creates a time whose wall clock starts at the given instant. */
  public static ManualTime startingAt(Instant start) {
    return new ManualTime(start);
  }

  /** Returns the wall clock, in UTC. */
  public Clock clock() {
    return new ManualClock(this, ZoneOffset.UTC);
  }

  /** Returns the current instant of the wall clock. */
  public Instant instant() {
    return reading.wall();
  }

  /**
   * Returns the monotonic clock, in nanoseconds from an arbitrary origin, as {@link
   * System#nanoTime} does.
   */
  public LongSupplier nanoTime() {
    return () -> MONOTONIC_ORIGIN + elapsedNanos();
  }

  /** Returns the scheduler of this time, always the same one. */
  public ScheduledExecutorService scheduler() {
    return scheduler;
  }

  /**
   * Returns another scheduler on the same time line, which can be shut down without affecting the
   * others.
   */
  public ScheduledExecutorService newScheduler() {
    return new ManualScheduler(this);
  }

  /**
   * Advances all clocks and runs the tasks that become due, including those scheduled by these
   * tasks.
   *
   * @param duration zero or more
   */
  public void advance(Duration duration) {
    long target = takeTurn(nonNegative(duration));
    try {
      for (var task = nextDue(target); task != null; task = nextDue(target)) {
        task.runHere();
      }
      arriveAt(target);
    } finally {
      endTurn();
    }
  }

  /**
   * Changes the wall clock only, as an administrator or NTP does.
   *
   * @param duration forward, or backward when negative
   */
  public synchronized void step(Duration duration) {
    reading = new Reading(reading.wall().plus(duration), reading.elapsedNanos());
  }

  /**
   * Suspends the machine: the wall clock advances, the monotonic clock and the scheduler do not.
   *
   * @param duration zero or more
   */
  public void suspend(Duration duration) {
    step(nonNegative(duration));
  }

  /**
   * Returns the number of tasks that have not run yet, on all schedulers of this time. A periodic
   * task counts once.
   */
  public synchronized int pendingTasks() {
    return queue.size();
  }

  /**
   * Waits, in real time and without advancing virtual time, until other threads have scheduled
   * tasks.
   *
   * @param atLeast the number of tasks that must be pending, on all schedulers of this time
   * @throws InterruptedException if the thread is interrupted while waiting
   */
  public synchronized void awaitPendingTasks(int atLeast) throws InterruptedException {
    while (queue.size() < atLeast) {
      wait();
    }
  }

  /**
   * Returns the time until the next task is due: zero if it is already due, empty if no task is
   * scheduled.
   */
  public synchronized Optional<Duration> nextDueIn() {
    return Optional.ofNullable(queue.peek())
        .map(task -> Duration.ofNanos(Math.max(0, task.dueNanos() - reading.elapsedNanos())));
  }

  @Override
  public String toString() {
    return "ManualTime[" + instant() + ", pendingTasks=" + pendingTasks() + "]";
  }

  long elapsedNanos() {
    return reading.elapsedNanos();
  }

  synchronized long nextSubmission() {
    return submissions++;
  }

  synchronized void add(ManualTask<?> task) {
    queue.add(task);
    notifyAll();
  }

  synchronized void remove(ManualTask<?> task) {
    queue.removeIf(queued -> queued == task);
    notifyAll();
  }

  synchronized List<ManualTask<?>> tasksOf(ManualScheduler owner) {
    var tasks = new ArrayList<>(queue);
    tasks.removeIf(task -> task.owner() != owner);
    tasks.sort(null);
    return tasks;
  }

  private synchronized long takeTurn(Duration duration) {
    awaitTurn();
    long target = Math.addExact(reading.elapsedNanos(), duration.toNanos());
    advancing = Thread.currentThread();
    depth++;
    return target;
  }

  /** Waits, also if this thread is interrupted, until no other thread advances. */
  @GuardedBy("this")
  private void awaitTurn() {
    boolean interrupted = false;
    while (advancing != null && advancing != Thread.currentThread()) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void endTurn() {
    depth--;
    if (depth == 0) {
      advancing = null;
      notifyAll();
    }
  }

  private synchronized @Nullable ManualTask<?> nextDue(long target) {
    var next = queue.peek();
    if (next == null || next.dueNanos() > target) {
      return null;
    }
    queue.remove();
    next.owner().started();
    arriveAt(next.dueNanos());
    return next;
  }

  private synchronized void arriveAt(long nanos) {
    // A task that called advance may have moved time further.
    if (nanos > reading.elapsedNanos()) {
      reading = reading.at(nanos);
    }
  }

  private static Duration nonNegative(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("duration: expected zero or more, found " + duration);
    }
    return duration;
  }

  private static final class ManualClock extends Clock {

    private final ManualTime time;
    private final ZoneId zone;

    ManualClock(ManualTime time, ZoneId zone) {
      this.time = time;
      this.zone = zone;
    }

    @Override
    public ZoneId getZone() {
      return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
      return new ManualClock(time, other);
    }

    @Override
    public Instant instant() {
      return time.instant();
    }
  }
}
