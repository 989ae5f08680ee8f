package dev.irsa.internal.concurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.simulation.SimulatedFailures;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests the threads: how many there are, for how long, and that they do not affect each other. */
@Timeout(60)
class SharedExecutorsTest {

  private final SharedExecutors executors = SharedExecutors.system();
  private final CountDownLatch release = new CountDownLatch(1);
  private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

  @AfterEach
  void releaseWhatBlocks() {
    release.countDown();
  }

  private Runnable blocking(CountDownLatch begun) {
    return () -> {
      threads.add(Thread.currentThread());
      begun.countDown();
      try {
        release.await();
      } catch (InterruptedException cut) {
        Thread.currentThread().interrupt();
      }
    };
  }

  private void block(Executor executor, int tasks, int atOnce) throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(atOnce);
    for (int task = 0; task < tasks; task++) {
      executor.execute(blocking(begun));
    }
    begun.await();
  }

  @Test
  void theTimerRunsFromTheFirstSessionToTheLastClose() throws Exception {
    assertThrows(RejectedExecutionException.class, () -> executors.schedule(() -> {}, 0));
    executors.acquire();
    executors.acquire();
    CompletableFuture<Thread> timer = new CompletableFuture<>();
    var unused = executors.schedule(() -> timer.complete(Thread.currentThread()), 1);
    assertEquals("irsa-timer-1", timer.get().getName());
    executors.release();
    assertTrue(timer.get().isAlive(), "a session is open");
    executors.release();
    timer.get().join();
    assertThrows(RejectedExecutionException.class, () -> executors.schedule(() -> {}, 0));

    executors.acquire();
    CompletableFuture<Thread> another = new CompletableFuture<>();
    unused = executors.schedule(() -> another.complete(Thread.currentThread()), 1);
    assertNotSame(timer.get(), another.get());
    executors.release();
  }

  @Test
  void scheduledTasksAreCancelledWithTheTimer() {
    executors.acquire();
    Future<?> planned = executors.schedule(() -> {}, TimeUnit.DAYS.toNanos(1));
    assertFalse(planned.isDone());
    executors.release();
    assertTrue(planned.isCancelled());
  }

  @Test
  void idleWorkersEndByThemselves() throws Exception {
    block(executors.workers(), 20, 20);
    release.countDown();
    for (Thread each : threads) {
      each.join();
    }
  }

  @Test
  void threadsAreNamedDaemonsWithoutStateOfTheirCaller() throws Exception {
    Thread caller = Thread.currentThread();
    ClassLoader before = caller.getContextClassLoader();
    InheritableThreadLocal<String> inherited = new InheritableThreadLocal<>();
    try {
      caller.setContextClassLoader(new ClassLoader() {});
      inherited.set("of the caller");
      for (String name : new String[] {"irsa-timer", "irsa-worker"}) {
        ThreadFactory factory = new SharedExecutors.Daemons(name);
        String[] seen = new String[1];
        Thread first = factory.newThread(() -> seen[0] = "sees " + inherited.get());
        assertEquals(name + "-1", first.getName());
        assertTrue(first.isDaemon());
        assertSame(SharedExecutors.class.getClassLoader(), first.getContextClassLoader());
        assertEquals(name + "-2", factory.newThread(() -> {}).getName());
        first.start();
        first.join();
        assertEquals("sees null", seen[0]);
      }
    } finally {
      caller.setContextClassLoader(before);
      inherited.remove();
    }
  }

  @Test
  void blockedTasksOfOneKindDoNotAffectOtherKinds() throws Exception {
    block(executors.listeners(), 100, SharedExecutors.LISTENERS);
    block(executors.lookUps(), 100, SharedExecutors.LOOK_UPS);
    block(executors.log(false), 100, 1);
    block(executors::complete, 20, 20);
    assertEquals(20 + SharedExecutors.LISTENERS + SharedExecutors.LOOK_UPS + 1, threads.size());

    CountDownLatch served = new CountDownLatch(2);
    executors.workers().execute(served::countDown);
    executors.complete(served::countDown);

    assertTrue(served.await(30, TimeUnit.SECONDS));
  }

  @Test
  void withoutAThreadFuturesAreCompletedOnTheCallingThread() {
    List<String> done = new ArrayList<>();
    SharedExecutors[] self = new SharedExecutors[1];
    self[0] =
        new SharedExecutors(
            () -> {
              throw new AssertionError("no timer");
            },
            task -> {
              if (done.isEmpty()) {
                done.add("asked for a thread");
                // Another thread, which relies on the one that was requested.
                self[0].complete(() -> done.add("other"));
              }
              throw SimulatedFailures.noThread();
            });

    self[0].complete(() -> done.add("own"));

    assertEquals(List.of("asked for a thread", "own", "other"), done);
  }

  /** Not with an OutOfMemoryError, after which a session would wait for memory. */
  @Test
  void theTimerRejectsTasksWithoutAThread() {
    ScheduledThreadPoolExecutor timer =
        new SharedExecutors.TimerThread(
            task -> {
              throw new OutOfMemoryError("unable to create native thread");
            });
    assertThrows(IllegalStateException.class, () -> timer.schedule(() -> {}, 0, TimeUnit.DAYS));
    assertThrows(
        IllegalStateException.class,
        () -> timer.scheduleWithFixedDelay(() -> {}, 0, 1, TimeUnit.DAYS));
    assertTrue(timer.getQueue().isEmpty());
  }

  @Test
  void theTimerDropsCancelledTasks() {
    ScheduledThreadPoolExecutor timer = new SharedExecutors.TimerThread(Thread::new);
    try {
      Future<?> planned = timer.schedule(() -> {}, 1, TimeUnit.DAYS);
      planned.cancel(false);
      assertTrue(timer.getQueue().isEmpty());
    } finally {
      timer.shutdownNow();
    }
  }
}
