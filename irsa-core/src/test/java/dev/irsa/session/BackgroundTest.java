package dev.irsa.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How the threads of a process are set up; that they do their work is in RealThreadsTest. */
class BackgroundTest {

  private final Background background = Background.start();
  private final ScheduledThreadPoolExecutor timer =
      assertInstanceOf(ScheduledThreadPoolExecutor.class, background.timer());
  private final Workers workers = assertInstanceOf(Workers.class, background.workers());

  @AfterEach
  void stop() {
    background.stop();
  }

  @Test
  void oneTimerThatForgetsWhatIsCancelled() {
    assertEquals(1, timer.getCorePoolSize());
    timer.schedule(() -> {}, 1, TimeUnit.DAYS).cancel(false);
    assertEquals(0, timer.getQueue().size());
  }

  @Test
  void asManyWorkersAsTheGateHasPlacesAndNoneThatIdles() {
    assertEquals(Gate.PLACES, workers.most);
    assertEquals(TimeUnit.MILLISECONDS.toNanos(100), workers.idleNanos);
  }

  @Test
  void threadsAreNamedDaemonsThatKeepNothingOfTheirCaller() throws Exception {
    Thread caller = Thread.currentThread();
    ClassLoader before = caller.getContextClassLoader();
    InheritableThreadLocal<String> inherited = new InheritableThreadLocal<>();
    try {
      caller.setContextClassLoader(new ClassLoader() {});
      inherited.set("of the caller");
      for (String name : new String[] {"irsa-timer", "irsa-worker"}) {
        ThreadFactory threads = new Background.Daemons(name);
        String[] seen = new String[1];
        Thread first = threads.newThread(() -> seen[0] = "sees " + inherited.get());
        assertEquals(name + "-1", first.getName());
        assertTrue(first.isDaemon());
        assertSame(Background.class.getClassLoader(), first.getContextClassLoader());
        assertEquals(name + "-2", threads.newThread(() -> {}).getName());
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
  void theEndDropsWhatTheTimerHasAndLetsWorkersFinish() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    CountDownLatch finished = new CountDownLatch(2);
    Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    var unused = timer.schedule(() -> {}, 1, TimeUnit.DAYS);
    background
        .workers()
        .execute(
            () -> {
              threads.add(Thread.currentThread());
              running.countDown();
              try {
                stopped.await();
                finished.countDown();
              } catch (InterruptedException cut) {
                Thread.currentThread().interrupt();
              }
            });
    background
        .workers()
        .execute(
            () -> {
              threads.add(Thread.currentThread());
              finished.countDown();
            });
    assertTrue(running.await(30, TimeUnit.SECONDS));
    assertFalse(timer.isShutdown());

    background.stop();

    assertTrue(timer.isShutdown());
    assertEquals(0, timer.getQueue().size());
    assertThrows(RejectedExecutionException.class, () -> workers.execute(() -> {}));
    stopped.countDown();
    assertTrue(finished.await(30, TimeUnit.SECONDS), "what a worker has is finished");
    for (Thread each : threads) {
      each.join();
    }
  }
}
