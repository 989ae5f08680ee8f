package dev.irsa.internal.concurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.fake.CapturedLogs;
import dev.irsa.internal.time.Clocks;
import dev.irsa.internal.time.Nanos;
import dev.irsa.internal.time.TimePoint;
import dev.irsa.testkit.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventLoopTest {

  private final ManualTime time = ManualTime.create();
  private final Clocks clocks = new Clocks(time.clock(), time.nanoTime());
  private final EventLoop loop =
      new EventLoop(clocks, time.newScheduler(), Workers.of(Runnable::run));
  private final List<String> taken = new ArrayList<>();
  private final Noting owner = new Noting("a");

  /** An owner that notes its steps. */
  private class Noting extends EventLoop.Owner {
    private final String name;

    Noting(String name) {
      this(loop, name);
    }

    Noting(EventLoop loop, String name) {
      super(loop);
      this.name = name;
    }

    @Override
    protected void settle(TimePoint now) {
      taken.add(name + " settles");
    }

    @Override
    protected void failed(Throwable failure, TimePoint now) {
      taken.add(name + " failed: " + failure.getMessage());
    }
  }

  private void advance(long seconds) {
    time.advance(Duration.ofSeconds(seconds));
  }

  private TimePoint now() {
    List<TimePoint> read = new ArrayList<>();
    new Noting("now").step(read::add);
    taken.remove("now settles");
    return read.get(0);
  }

  // ---- steps

  @Test
  void stepsAreTakenInOrderAndTheirOwnerSettlesAfterEach() {
    owner.report(now -> taken.add("later"), Nanos.SECOND);
    owner.post(now -> taken.add("one"));
    new Noting("b").report(now -> taken.add("two"));
    assertEquals(List.of(), taken, "not on this thread");

    advance(1);

    assertEquals(List.of("one", "a settles", "two", "b settles", "later", "a settles"), taken);
  }

  @Test
  void aStepThatThrowsIsLoggedItsOwnerRecoversAndTheNextStepIsTaken() {
    try (CapturedLogs captured = CapturedLogs.open()) {
      owner.report(
          now -> {
            throw new AssertionError("as told");
          });
      new Noting("b").report(now -> taken.add("next"));
      advance(0);

      assertEquals(List.of("a failed: as told", "a settles", "next", "b settles"), taken);
      assertTrue(
          captured.lines().stream().anyMatch(line -> line.contains("A step of a session failed")));
    }
  }

  @Test
  void anOwnerThatCannotRecoverHarmsNoOther() {
    new Noting("a") {
      @Override
      protected void settle(TimePoint now) {
        throw new IllegalStateException("again");
      }
    }.report(now -> {});
    new Noting("b").report(now -> taken.add("next"));
    advance(0);
    assertEquals(List.of("a failed: again", "next", "b settles"), taken);
  }

  @Test
  void whoAwaitsStepsWaitsNoLongerThanItSays() {
    long started = System.nanoTime();
    owner.awaitSteps(1);
    assertTrue(System.nanoTime() - started < 30 * Nanos.SECOND, "nobody takes steps");
  }

  // ---- wake-ups

  @Test
  void aPlanReplacesTheOneBefore() {
    owner.plan(5 * Nanos.SECOND, now());
    owner.plan(3 * Nanos.SECOND, now());
    owner.plan(3 * Nanos.SECOND, now());
    assertEquals(1, time.pendingTasks());
    advance(2);
    assertEquals(List.of(), taken);
    advance(8);
    assertEquals(List.of("a settles"), taken);
  }

  @Test
  void aPlanForTheFarFutureIsMadeForADayAndNoneForNever() {
    owner.plan(Long.MAX_VALUE - 1, now());
    assertEquals(Duration.ofDays(1), time.nextDueIn().orElseThrow());
    owner.plan(Long.MAX_VALUE, now());
    assertEquals(0, time.pendingTasks());
  }

  @Test
  void aPlanIsMissingIfThereIsNoneOrItIsASecondLate() {
    assertTrue(owner.isPlanMissing(now()));
    owner.plan(3 * Nanos.SECOND, now());
    assertFalse(owner.isPlanMissing(now()));
    TimePoint planned = now();
    TimePoint late = new TimePoint(0, planned.nanos() + 4 * Nanos.SECOND + 1, 0);
    assertTrue(owner.isPlanMissing(late));
  }

  // ---- the thread of a process

  private final AtomicBoolean threadless = new AtomicBoolean();
  private final EventLoop.DaemonThread daemon = new EventLoop.DaemonThread();
  private final EventLoop real = new EventLoop(clocks, daemon, Workers.of(Runnable::run));

  @AfterEach
  void end() {
    daemon.shutdownNow();
  }

  private void withoutThreads() {
    var factory = daemon.getThreadFactory();
    daemon.setThreadFactory(
        task -> {
          if (threadless.get()) {
            throw new IllegalStateException("unable to create native thread");
          }
          return factory.newThread(task);
        });
    threadless.set(true);
  }

  @Test
  void aQuestionWithoutAThreadFailsAndIsNotInTheQueue() {
    withoutThreads();
    assertThrows(IllegalStateException.class, () -> new Noting(real, "a").post(now -> {}));
    assertTrue(daemon.getQueue().isEmpty());
  }

  @Test
  void aReportWithoutAThreadIsTakenWithTheNextOne() throws Exception {
    withoutThreads();
    CompletableFuture<String> reported = new CompletableFuture<>();
    new Noting(real, "a").report(now -> reported.complete(Thread.currentThread().getName()));
    assertFalse(reported.isDone());

    threadless.set(false);
    new Noting(real, "b").report(now -> {});

    assertTrue(reported.get(30, TimeUnit.SECONDS).startsWith("irsa-loop-"));
  }

  @Test
  void theThreadEndsWhenNothingIsPlannedUnlessItIsToStay() throws Exception {
    CompletableFuture<Thread> first = new CompletableFuture<>();
    Noting living = new Noting(real, "a");
    living.report(
        now -> {
          real.stay(true);
          first.complete(Thread.currentThread());
        });
    Thread thread = first.get(30, TimeUnit.SECONDS);
    assertTrue(daemon.getKeepAliveTime(TimeUnit.HOURS) > 0, "it stays");

    living.report(now -> real.stay(false));

    thread.join(30_000);
    assertFalse(thread.isAlive());
  }
}
