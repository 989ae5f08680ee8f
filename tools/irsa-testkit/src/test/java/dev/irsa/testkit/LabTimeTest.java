package dev.irsa.testkit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

// The tests read what a task did from its log, not from its future.
@SuppressWarnings("FutureReturnValueIgnored")
final class LabTimeTest {

  @Test
  void closingWaitsForTheTaskThatRuns() throws Exception {
    var time = LabTime.real();
    var started = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var finished = new CompletableFuture<Boolean>();
    time.scheduler()
        .execute(
            () -> {
              started.countDown();
              awaitUninterruptibly(release);
              finished.complete(Thread.currentThread().isInterrupted());
            });
    started.await();
    var releaser = Executors.newSingleThreadScheduledExecutor();
    releaser.schedule(release::countDown, 10, TimeUnit.MILLISECONDS);

    time.close();

    assertTrue(finished.isDone());
    assertFalse(finished.get(), "the task was interrupted");
    releaser.shutdown();
  }

  @Test
  void taskMayCloseItsOwnTime() throws Exception {
    var time = LabTime.real();

    var thread =
        time.scheduler()
            .submit(
                () -> {
                  time.close();
                  return Thread.currentThread();
                })
            .get();

    thread.join();
  }

  @Test
  void closingWakesSleepersAndLaterSleepsReturnAtOnce() throws Exception {
    var manual = ManualTime.create();
    var time = LabTime.of(manual);
    var sleeper =
        CompletableFuture.runAsync(
            () -> {
              try {
                time.sleep(Duration.ofDays(1));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    manual.awaitPendingTasks(1);

    time.close();

    sleeper.get();
    time.sleep(Duration.ofDays(1));
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
