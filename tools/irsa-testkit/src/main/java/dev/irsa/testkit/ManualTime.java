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
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
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

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition turn = lock.newCondition();
  private final Condition addition = lock.newCondition();
  private final Condition termination = lock.newCondition();

  @GuardedBy("lock")
  private final PriorityQueue<ManualTask<?>> queue = new PriorityQueue<>();

  @GuardedBy("lock")
  private @Nullable Thread advancing;

  @GuardedBy("lock")
  private int depth;

  @GuardedBy("lock")
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
  public void step(Duration duration) {
    lock.lock();
    try {
      reading = new Reading(reading.wall().plus(duration), reading.elapsedNanos());
    } finally {
      lock.unlock();
    }
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
  public int pendingTasks() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits, in real time and without advancing virtual time, until other threads have scheduled
   * tasks.
   *
   * @param atLeast the number of tasks that must be pending, on all schedulers of this time
   * @throws InterruptedException if the thread is interrupted while waiting
   */
  public void awaitPendingTasks(int atLeast) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (queue.size() < atLeast) {
        addition.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns the time until the next task is due: zero if it is already due, empty if no task is
   * scheduled.
   */
  public Optional<Duration> nextDueIn() {
    lock.lock();
    try {
      return Optional.ofNullable(queue.peek())
          .map(task -> Duration.ofNanos(Math.max(0, task.dueNanos() - reading.elapsedNanos())));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    return "ManualTime[" + instant() + ", pendingTasks=" + pendingTasks() + "]";
  }

  ReentrantLock lock() {
    return lock;
  }

  Condition termination() {
    return termination;
  }

  long elapsedNanos() {
    return reading.elapsedNanos();
  }

  long nextSubmission() {
    lock.lock();
    try {
      return submissions++;
    } finally {
      lock.unlock();
    }
  }

  void add(ManualTask<?> task) {
    lock.lock();
    try {
      queue.add(task);
      addition.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void remove(ManualTask<?> task) {
    lock.lock();
    try {
      queue.removeIf(queued -> queued == task);
      termination.signalAll();
    } finally {
      lock.unlock();
    }
  }

  List<ManualTask<?>> tasksOf(ManualScheduler owner) {
    lock.lock();
    try {
      var tasks = new ArrayList<>(queue);
      tasks.removeIf(task -> task.owner() != owner);
      tasks.sort(null);
      return tasks;
    } finally {
      lock.unlock();
    }
  }

  private long takeTurn(Duration duration) {
    lock.lock();
    try {
      while (advancing != null && advancing != Thread.currentThread()) {
        turn.awaitUninterruptibly();
      }
      long target = Math.addExact(reading.elapsedNanos(), duration.toNanos());
      advancing = Thread.currentThread();
      depth++;
      return target;
    } finally {
      lock.unlock();
    }
  }

  private void endTurn() {
    lock.lock();
    try {
      depth--;
      if (depth == 0) {
        advancing = null;
        turn.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private @Nullable ManualTask<?> nextDue(long target) {
    lock.lock();
    try {
      var next = queue.peek();
      if (next == null || next.dueNanos() > target) {
        return null;
      }
      queue.remove();
      next.owner().started();
      arriveAt(next.dueNanos());
      return next;
    } finally {
      lock.unlock();
    }
  }

  private void arriveAt(long nanos) {
    lock.lock();
    try {
      // A task that called advance may have moved time further.
      if (nanos > reading.elapsedNanos()) {
        reading = reading.at(nanos);
      }
    } finally {
      lock.unlock();
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
