package dev.irsa.internal.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.concurrent.Workers;
import dev.irsa.internal.exchange.Exchange;
import dev.irsa.internal.exchange.ExchangeResult;
import dev.irsa.internal.exchange.RunningExchange;
import dev.irsa.internal.refresh.CallerRequest;
import dev.irsa.internal.time.Clocks;
import dev.irsa.internal.time.Nanos;
import dev.irsa.simulation.KeyedSpec;
import dev.irsa.simulation.SimulatedFailures;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests sessions with the loop and the workers of a process. */
class RealThreadsTest {

  private static final Duration DEADLINE = Duration.ofSeconds(50);

  private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1);
  private final Sessions sessions =
      new Sessions(Clocks.system(), new SplittableRandom(), thread, Workers.system());
  private final Issuer sts = new Issuer();

  RealThreadsTest() {
    thread.setRemoveOnCancelPolicy(true);
  }

  @AfterEach
  void end() {
    thread.shutdownNow();
  }

  /** An STS that responds when the test permits it. */
  private static final class Issuer implements Exchange {
    final AtomicInteger calls = new AtomicInteger();
    final CountDownLatch asked = new CountDownLatch(1);
    volatile CountDownLatch mayAnswer = new CountDownLatch(0);

    @Override
    public ExchangeResult run(RunningExchange call) {
      String key = "ASIA" + calls.incrementAndGet();
      asked.countDown();
      await(mayAnswer);
      return new ExchangeResult(
          SessionCredentials.of(
                  key, "secret-" + key, "token-" + key, Instant.now().plusSeconds(3600))
              .withAccountId("123456789012"),
          null,
          Duration.ZERO);
    }

    @Override
    public Duration longestLifetime() {
      return Duration.ofHours(12);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException unexpected) {
      throw new IllegalStateException(unexpected);
    }
  }

  private SessionHandle<KeyedSpec> handle(String key) {
    KeyedSpec spec = new KeyedSpec(key, SimulatedFailures.SUBJECT, () -> sts);
    return new SessionHandle<>(sessions, () -> spec, List.of(), 10, DEADLINE);
  }

  private static <T> List<FutureTask<T>> start(int threads, Callable<T> work) {
    List<FutureTask<T>> started = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      FutureTask<T> task = new FutureTask<>(work);
      started.add(task);
      new Thread(null, task, "caller", 256 * 1024).start();
    }
    return started;
  }

  @Test
  void aThousandThreadsWithoutCredentialsCauseOneCall() throws Exception {
    sts.mayAnswer = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1000);
    SessionHandle<KeyedSpec> handle = handle("a");
    List<FutureTask<String>> asking =
        start(
            1000,
            () -> {
              begun.countDown();
              return handle.credentials().accessKeyId();
            });
    await(sts.asked);
    await(begun);
    sts.mayAnswer.countDown();

    for (FutureTask<String> each : asking) {
      assertEquals("ASIA1", each.get());
    }
    assertEquals(1, sts.calls.get());
    handle.close();
  }

  /** Returns sessions whose loop is busy until the end of the test. */
  private Sessions withBusyLoop() {
    thread.execute(() -> await(new CountDownLatch(1)));
    return sessions;
  }

  @Test
  void aCallerWhoIsInterruptedIsToldSoAndKeepsItsFlagAlthoughTheLoopIsLate() throws Exception {
    Session session =
        withBusyLoop().take(new KeyedSpec("key", SimulatedFailures.SUBJECT, () -> sts));
    FutureTask<String> waiting =
        new FutureTask<>(
            () -> {
              Thread.currentThread().interrupt();
              String told = session.await(CallerRequest.within(DEADLINE)).exception().getMessage();
              return Thread.currentThread().isInterrupted() + " " + told;
            });
    new Thread(waiting, "caller").start();

    String told = waiting.get();

    assertTrue(told.startsWith("true The thread was interrupted"), told);
  }

  /** A loop that is dead never keeps a caller. */
  @Test
  void aCallerWhomTheLoopDoesNotAnswerLooksAfterItsDeadlineItself() {
    Session session =
        withBusyLoop().take(new KeyedSpec("key", SimulatedFailures.SUBJECT, () -> sts));

    CredentialsException told =
        session.await(CallerRequest.within(Duration.ofMillis(50))).exception();

    assertTrue(told.getMessage().contains("irsa-loop has not answered"), told.getMessage());
  }

  @Test
  void whateverThreadsDoCredentialsAreWholeAndNothingRunsAfterTheLastClose() throws Exception {
    List<SessionHandle<KeyedSpec>> handles =
        List.of(handle("a"), handle("a"), handle("b"), handle("c"));
    assertTrue(ask(handles.get(0), false));
    AtomicInteger seed = new AtomicInteger();
    long end = System.nanoTime() + 300 * Nanos.MILLISECOND;

    List<FutureTask<Integer>> acting =
        start(16, () -> act(handles, new SplittableRandom(seed.incrementAndGet()), end));

    int asked = 0;
    for (FutureTask<Integer> each : acting) {
      asked += each.get();
    }
    assertTrue(asked > 0);
    handles.forEach(SessionHandle::close);
    // After the checks for users, which are planned for a second later.
    assertEquals(0, thread.schedule(sessions::size, 1500, TimeUnit.MILLISECONDS).get());
    assertEquals(List.of(), List.copyOf(thread.getQueue()));
  }

  /** Returns how often it asked. */
  private int act(List<SessionHandle<KeyedSpec>> handles, SplittableRandom random, long end) {
    int asked = 0;
    for (long now = System.nanoTime(); now < end; now = System.nanoTime()) {
      SessionHandle<KeyedSpec> handle = handles.get(random.nextInt(handles.size()));
      switch (random.nextInt(40)) {
        case 0 -> handle.close();
        case 1 -> handle.invalidate("ASIA" + sts.calls.get());
        case 2 -> handle.startEarly();
        case 3 -> discard(random);
        default -> {
          boolean unused = ask(handle, random.nextBoolean());
          asked++;
        }
      }
      long late = System.nanoTime() - now - DEADLINE.toNanos();
      assertTrue(late < Nanos.SECOND, "it waited too long");
    }
    return asked;
  }

  private void discard(SplittableRandom random) {
    if (random.nextInt(10) == 0) {
      sessions.discardAll();
    }
  }

  /** Returns whether there were credentials. The calls per minute are soon spent. */
  private static boolean ask(SessionHandle<KeyedSpec> handle, boolean isAsync) {
    try {
      SessionCredentials served = isAsync ? handle.credentialsAsync().join() : handle.credentials();
      assertEquals("secret-" + served.accessKeyId(), served.secretAccessKey());
      assertEquals("token-" + served.accessKeyId(), served.sessionToken());
      return true;
    } catch (CredentialsException | CompletionException spent) {
      return false;
    }
  }
}
