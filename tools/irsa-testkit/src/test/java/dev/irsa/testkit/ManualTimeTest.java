package dev.irsa.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

// The tests read what a task did from its log, not from its future.
@SuppressWarnings("FutureReturnValueIgnored")
final class ManualTimeTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final ManualTime time = ManualTime.startingAt(START);
  private final ScheduledExecutorService scheduler = time.scheduler();
  private final List<String> log = new ArrayList<>();

  @Test
  void advanceMovesBothClocks() {
    long nanos = time.nanoTime().getAsLong();

    time.advance(Duration.ofMinutes(46));

    assertEquals(START.plus(Duration.ofMinutes(46)), time.instant());
    assertEquals(Duration.ofMinutes(46).toNanos(), time.nanoTime().getAsLong() - nanos);
  }

  @Test
  void monotonicClockOverflowsAfterAnHourSoThatOnlySubtractionWorks() {
    long before = time.nanoTime().getAsLong();

    time.advance(Duration.ofHours(2));

    long after = time.nanoTime().getAsLong();
    assertTrue(after < before);
    assertEquals(Duration.ofHours(2).toNanos(), after - before);
  }

  @Test
  void stepMovesOnlyTheWallClockInBothDirections() {
    long nanos = time.nanoTime().getAsLong();
    scheduler.schedule(() -> log.add("ran"), 1, TimeUnit.HOURS);

    time.step(Duration.ofDays(1));
    time.step(Duration.ofDays(-3));

    assertEquals(START.minus(Duration.ofDays(2)), time.instant());
    assertEquals(nanos, time.nanoTime().getAsLong());
    assertEquals(Optional.of(Duration.ofHours(1)), time.nextDueIn());
    assertEquals(List.of(), log);
  }

  @Test
  void suspendMovesTheWallClockAndLetsTheSchedulerSleep() {
    scheduler.schedule(() -> log.add("ran at " + time.instant()), 10, TimeUnit.SECONDS);

    time.suspend(Duration.ofHours(8));
    assertEquals(List.of(), log);
    time.advance(Duration.ofSeconds(10));

    assertEquals(List.of("ran at 2026-01-01T08:00:10Z"), log);
  }

  @Test
  void timeNeverRunsBackwards() {
    assertThrows(IllegalArgumentException.class, () -> time.advance(Duration.ofNanos(-1)));
    assertThrows(IllegalArgumentException.class, () -> time.suspend(Duration.ofNanos(-1)));
  }

  @Test
  void taskSeesItsOwnDueTimeOnBothClocks() {
    long nanos = time.nanoTime().getAsLong();
    scheduler.schedule(
        () -> log.add(time.instant() + " " + (time.nanoTime().getAsLong() - nanos)),
        3,
        TimeUnit.SECONDS);

    time.advance(Duration.ofSeconds(60));

    assertEquals(List.of("2026-01-01T00:00:03Z 3000000000"), log);
    assertEquals(START.plusSeconds(60), time.instant());
  }

  @Test
  void tasksScheduledByTasksRunInTheSameAdvance() {
    scheduler.schedule(
        () -> {
          log.add("first " + time.instant());
          scheduler.schedule(() -> log.add("second " + time.instant()), 5, TimeUnit.SECONDS);
          scheduler.schedule(() -> log.add("too late"), 6, TimeUnit.SECONDS);
        },
        5,
        TimeUnit.SECONDS);

    time.advance(Duration.ofSeconds(10));

    assertEquals(List.of("first 2026-01-01T00:00:05Z", "second 2026-01-01T00:00:10Z"), log);
    assertEquals(1, time.pendingTasks());
  }

  @Test
  void fixedDelayCountsFromTheEndOfARun() {
    scheduler.scheduleWithFixedDelay(
        () -> {
          log.add(secondsSinceStart());
          time.advance(Duration.ofSeconds(3));
        },
        2,
        2,
        TimeUnit.SECONDS);

    time.advance(Duration.ofSeconds(12));

    assertEquals(List.of("2", "7", "12"), log);
    assertEquals(START.plusSeconds(15), time.instant());
  }

  @Test
  void failureOfATaskStaysInItsFuture() {
    var failure = new IllegalStateException("on purpose");
    var failing = scheduler.schedule((Runnable) () -> throwIt(failure), 1, TimeUnit.SECONDS);
    scheduler.schedule(() -> log.add("next"), 2, TimeUnit.SECONDS);

    time.advance(Duration.ofSeconds(2));

    var thrown = assertThrows(ExecutionException.class, failing::get);
    assertSame(failure, thrown.getCause());
    assertEquals(List.of("next"), log);
  }

  @Test
  void tasksRunInTheOrderInWhichTheyAreDueUnlessTheyAreCancelled() {
    List<String> tasks = List.of("a", "b", "c", "d");
    List<Integer> delays = List.of(3, 1, 2, 1);
    for (int i = 0; i < tasks.size(); i++) {
      String task = tasks.get(i);
      scheduler.schedule(() -> log.add(task), delays.get(i), TimeUnit.SECONDS);
    }
    scheduler.schedule(() -> log.add("cancelled"), 1, TimeUnit.SECONDS).cancel(false);

    time.advance(Duration.ofSeconds(2));
    time.advance(Duration.ofSeconds(1));

    assertEquals(List.of("b", "d", "c", "a"), log);
    assertEquals(0, time.pendingTasks());
  }

  @Test
  void shutdownRefusesNewTasksEndsPeriodicOnesAndLetsDelayedOnesRun() {
    scheduler.schedule(() -> log.add("delayed"), 5, TimeUnit.SECONDS);
    var periodic = scheduler.scheduleAtFixedRate(() -> log.add("periodic"), 5, 5, TimeUnit.SECONDS);

    scheduler.shutdown();

    assertThrows(
        RejectedExecutionException.class, () -> scheduler.execute(() -> log.add("refused")));
    assertTrue(periodic.isCancelled());
    assertFalse(scheduler.isTerminated());
    time.advance(Duration.ofSeconds(5));
    assertTrue(scheduler.isTerminated());
    assertEquals(List.of("delayed"), log);
  }

  @Test
  void anotherSchedulerShutsDownWithoutAffectingTheOthers() {
    var other = time.newScheduler();
    other.schedule(() -> log.add("other"), 1, TimeUnit.SECONDS);
    scheduler.schedule(() -> log.add("first"), 1, TimeUnit.SECONDS);

    other.shutdownNow();
    time.advance(Duration.ofSeconds(1));

    assertEquals(List.of("first"), log);
    assertFalse(scheduler.isShutdown());
  }

  @Test
  void threadsThatAdvanceTogetherAddUp() throws Exception {
    var inTask = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    scheduler.schedule(
        () -> {
          inTask.countDown();
          release.await();
          return log.add(secondsSinceStart());
        },
        1,
        TimeUnit.SECONDS);
    var first = new Thread(() -> time.advance(Duration.ofSeconds(10)));
    var second = new Thread(() -> time.advance(Duration.ofSeconds(10)));

    first.start();
    inTask.await();
    second.start();
    assertEquals(START.plusSeconds(1), time.instant());
    release.countDown();
    first.join();
    second.join();

    assertEquals(List.of("1"), log);
    assertEquals(START.plusSeconds(20), time.instant());
  }

  private String secondsSinceStart() {
    return String.valueOf(Duration.between(START, time.instant()).toSeconds());
  }

  private static void throwIt(RuntimeException failure) {
    throw failure;
  }
}
