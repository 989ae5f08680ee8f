package dev.irsa.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real threads, steered by latches: a task that is lost shows as one that is waited for. */
@Timeout(60)
class WorkersTest {

  private static final int MOST = 8;
  private static final long LONG = TimeUnit.HOURS.toNanos(1);
  private static final int ROUNDS = 100;

  private final Queue<Thread> started = new ConcurrentLinkedQueue<>();
  private final Watched waiting = new Watched();
  private final Workers workers = new Workers(MOST, LONG, this::start, waiting);
  private final List<Blocking> made = new ArrayList<>();
  private boolean noThreads;

  /** Tells, under the lock, that a worker found nothing to do; it then waits or goes. */
  private static final class Watched extends ArrayDeque<Runnable> {
    private static final long serialVersionUID = 1;

    private final List<CountDownLatch> idleAfter =
        Stream.generate(() -> new CountDownLatch(1)).limit(ROUNDS + 1).toList();
    private int taken;

    @Override
    public Runnable poll() {
      Runnable task = super.poll();
      if (task != null) {
        taken++;
      }
      return task;
    }

    @Override
    public boolean isEmpty() {
      boolean empty = super.isEmpty();
      if (empty) {
        idleAfter.get(taken).countDown();
      }
      return empty;
    }

    /** Waits until a worker that has done the last of so many tasks is idle. */
    void awaitIdleAfter(int tasks) throws InterruptedException {
      idleAfter.get(tasks).await();
    }
  }

  private Thread start(Runnable work) {
    if (noThreads) {
      throw Faults.noThread();
    }
    Thread thread = new Thread(work, "worker-" + (started.size() + 1));
    started.add(thread);
    return thread;
  }

  @AfterEach
  void allGoAfterTheEndAndTakeNothingMore() throws Exception {
    release(made);
    workers.end();
    for (Thread each : started) {
      each.join();
    }
    assertThrows(RejectedExecutionException.class, () -> workers.execute(() -> {}));
    assertEquals(0, waiting.size());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException cut) {
      throw new AssertionError(cut);
    }
  }

  /** A task that says that it runs, and where, and goes on when it is let. */
  private static final class Blocking implements Runnable {
    final CountDownLatch runs = new CountDownLatch(1);
    final CountDownLatch mayEnd = new CountDownLatch(1);
    volatile Thread thread;

    @Override
    public void run() {
      thread = Thread.currentThread();
      runs.countDown();
      WorkersTest.await(mayEnd);
    }
  }

  private Blocking blocking() {
    Blocking task = new Blocking();
    made.add(task);
    return task;
  }

  private List<Blocking> block(int tasks) {
    List<Blocking> blocking = Stream.generate(this::blocking).limit(tasks).toList();
    blocking.forEach(workers::execute);
    for (Blocking each : blocking) {
      await(each.runs);
    }
    return blocking;
  }

  private static void release(List<Blocking> blocking) {
    blocking.forEach(each -> each.mayEnd.countDown());
  }

  @Test
  void noneIsStartedForNothing() {
    assertEquals(0, started.size());
  }

  @Test
  void anIdleWorkerIsUsedAgainBeforeAnotherStarts() throws Exception {
    for (int round = 1; round <= ROUNDS; round++) {
      workers.execute(() -> {});
      waiting.awaitIdleAfter(round);
    }
    assertEquals(1, started.size());
  }

  @Test
  void aWorkerThatIsIdleIsNotCountedOnForTwoTasks() throws Exception {
    workers.execute(() -> {});
    waiting.awaitIdleAfter(1);

    block(2);

    assertEquals(2, started.size());
  }

  @Test
  void eightTasksThatBlockRunAtOnceAndTheNinthRunsWhenOneOfThemEnds() {
    List<Blocking> blocking = block(MOST);
    Blocking ninth = blocking();
    workers.execute(ninth);
    assertEquals(MOST, started.size());
    assertEquals(1, ninth.runs.getCount());

    blocking.get(3).mayEnd.countDown();

    await(ninth.runs);
    assertSame(blocking.get(3).thread, ninth.thread);
    assertEquals(MOST, started.size());
  }

  @Test
  void whatWaitsAtTheEndIsRunFirst() {
    List<Blocking> blocking = block(MOST);
    CountDownLatch rest = new CountDownLatch(50);
    for (int i = 0; i < 50; i++) {
      workers.execute(rest::countDown);
    }
    workers.end();
    release(blocking);
    await(rest);
  }

  @ParameterizedTest(name = "after {0} ns")
  @ValueSource(longs = {0, 1, 20_000, 100_000})
  void whatComesWhileWorkersGoIsRun(long idle) throws Exception {
    Workers hasty = new Workers(MOST, idle, this::start);
    List<Thread> callers = new ArrayList<>();
    CountDownLatch ran = new CountDownLatch(4 * ROUNDS * 3);
    for (int caller = 0; caller < 4; caller++) {
      Thread thread =
          new Thread(
              () -> {
                for (int round = 0; round < ROUNDS; round++) {
                  CountDownLatch here = new CountDownLatch(3);
                  for (int task = 0; task < 3; task++) {
                    hasty.execute(
                        () -> {
                          ran.countDown();
                          here.countDown();
                        });
                  }
                  // Then they have nothing more to do, and one after the other goes.
                  await(here);
                }
              });
      callers.add(thread);
      thread.start();
    }
    for (Thread each : callers) {
      each.join();
    }
    await(ran);
    // Without an end: each goes by itself.
    for (Thread each : started) {
      each.join();
    }
  }

  @Test
  void aTaskForWhichThereIsNoThreadIsNotTaken() {
    AtomicBoolean taken = new AtomicBoolean();
    noThreads = true;
    assertThrows(InternalError.class, () -> workers.execute(() -> taken.set(true)));

    noThreads = false;
    block(MOST);

    assertFalse(taken.get());
    assertEquals(MOST, started.size());
  }

  @Test
  void aTaskThatThrowsCostsNoWorker() throws Exception {
    workers.execute(
        () -> {
          throw new IllegalStateException("as told");
        });
    waiting.awaitIdleAfter(1);
    workers.execute(
        () -> {
          throw new StackOverflowError("as told");
        });
    waiting.awaitIdleAfter(2);
    assertEquals(1, started.size());

    block(MOST);

    assertEquals(MOST, started.size());
  }

  @Test
  void anInterruptIsForTheTaskThatRunsAndNotForTheNext() {
    AtomicBoolean seen = new AtomicBoolean(true);
    CountDownLatch done = new CountDownLatch(1);
    block(MOST - 1);
    Blocking first = blocking();
    workers.execute(
        () -> {
          first.run();
          Thread.currentThread().interrupt();
        });
    await(first.runs);
    workers.execute(
        () -> {
          seen.set(Thread.currentThread().isInterrupted());
          done.countDown();
        });

    first.mayEnd.countDown();

    await(done);
    assertFalse(seen.get());
  }

  @Test
  void anIdleWorkerThatIsInterruptedGoesAndTheNextTaskGetsAnother() throws Exception {
    workers.execute(() -> {});
    waiting.awaitIdleAfter(1);
    Thread idle = started.peek();

    idle.interrupt();
    idle.join();
    block(1);

    assertEquals(2, started.size());
  }
}
