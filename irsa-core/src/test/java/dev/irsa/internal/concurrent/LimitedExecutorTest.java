package dev.irsa.internal.concurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.irsa.simulation.SimulatedFailures;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Tests the effects of a lack of threads; {@link SharedExecutorsTest} tests the number of threads.
 */
class LimitedExecutorTest {

  private final Deque<Runnable> given = new ArrayDeque<>();
  private final List<String> done = new ArrayList<>();
  private boolean threadless;
  private final LimitedExecutor limited = new LimitedExecutor(this::start, 2);

  private void start(Runnable thread) {
    if (threadless) {
      throw SimulatedFailures.noThread();
    }
    given.add(thread);
  }

  @Test
  void aSecondThreadIsRequestedAgainAfterItCouldNotBeStarted() throws Exception {
    limited.execute(() -> done.add("one"));
    limited.execute(() -> done.add("two"));
    threadless = true;
    given.remove().run();
    threadless = false;

    CompletableFuture.runAsync(() -> limited.execute(() -> done.add("three")))
        .get(10, TimeUnit.SECONDS);

    assertEquals(1, given.size());
    given.remove().run();
    assertEquals(List.of("one", "two", "three"), done);
  }

  @Test
  void aThreadThatHasTimeRunsWhatWaitsIfTheLimitPermits() {
    LimitedExecutor single = new LimitedExecutor(this::start, 1);
    single.runHere(
        () -> {
          // While the log hangs, no other thread waits for it.
          CompletableFuture.runAsync(() -> single.runHere(() -> done.add("second")))
              .orTimeout(10, TimeUnit.SECONDS)
              .join();
          single.execute(() -> done.add("third"));
          done.add("first");
        });
    assertEquals(List.of("first", "second", "third"), done);

    single.execute(() -> done.add("fourth"));
    single.runHere(() -> done.add("fifth"));
    assertEquals(3, done.size(), "a thread is on its way");
    given.remove().run();
    assertEquals(List.of("fourth", "fifth"), done.subList(3, 5));
    assertEquals(0, given.size());
  }

  @Test
  void aTaskThatRanDespiteARejectedThreadIsAccepted() {
    var hurried =
        new LimitedExecutor(
            thread -> {
              // Simulates another thread at that moment.
              thread.run();
              throw SimulatedFailures.noThread();
            },
            1);

    hurried.execute(() -> done.add("done"));

    assertEquals(List.of("done"), done);
  }

  @Test
  void aBurstOfShortTasksIsRunByFewThreads() {
    for (int task = 0; task < 10_000; task++) {
      limited.execute(() -> done.add("done"));
    }
    assertEquals(1, given.size(), "one thread is on its way");

    given.remove().run();

    assertEquals(10_000, done.size());
    assertEquals(1, given.size(), "and one follows it, in case it blocks");
    given.remove().run();
    assertEquals(0, given.size());
  }

  @Test
  void aTaskThatFailsOrIsInterruptedDoesNotAffectOthers() {
    LimitedExecutor single = new LimitedExecutor(this::start, 1);
    single.execute(
        () -> {
          throw new StackOverflowError("as told");
        });
    single.execute(() -> Thread.currentThread().interrupt());
    single.execute(() -> done.add(Thread.currentThread().isInterrupted() ? "cut" : "done"));

    given.remove().run();

    assertEquals(List.of("done"), done);
    assertFalse(Thread.currentThread().isInterrupted());
  }

  @Test
  void aTaskWithoutAThreadIsNotAccepted() {
    threadless = true;
    assertThrows(InternalError.class, () -> limited.execute(() -> done.add("lost")));
    threadless = false;
    limited.execute(() -> done.add("one"));
    limited.execute(() -> done.add("two"));
    threadless = true;

    given.remove().run();

    assertEquals(List.of("one", "two"), done, "without a second thread the first does both");
  }
}
