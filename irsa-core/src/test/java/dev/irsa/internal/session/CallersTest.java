package dev.irsa.internal.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.concurrent.SharedExecutors;
import dev.irsa.internal.limit.Bulkhead;
import dev.irsa.internal.limit.EndpointRateLimiter;
import dev.irsa.internal.refresh.CallRequest;
import dev.irsa.internal.refresh.SessionConfig;
import dev.irsa.internal.time.Clocks;
import dev.irsa.internal.time.Nanos;
import dev.irsa.simulation.HeldLock;
import dev.irsa.simulation.Moments;
import dev.irsa.simulation.OpenExecutors;
import dev.irsa.simulation.RunnablePermit;
import dev.irsa.simulation.SimulatedFailures;
import dev.irsa.simulation.VirtualSession;
import dev.irsa.simulation.VirtualSts;
import dev.irsa.simulation.WatchedNanos;
import dev.irsa.testkit.ManualTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Tests callers at the shell around the engine. Exchanges run immediately on the thread that starts
 * them, so that a blocking caller does not need a second thread; those of a hung STS never run.
 */
class CallersTest {

  private static final Duration DEADLINE = Duration.ofSeconds(20);

  /**
   * A deadline in real time. Virtual time stands still while a caller blocks, so a lost result
   * would hang.
   */
  private static final int BLOCKED = 10;

  private final ManualTime time = ManualTime.startingAt(Moments.START);
  private final VirtualSts sts = new VirtualSts(time);
  private final Bulkhead gate =
      new Bulkhead(time.nanoTime(), OpenExecutors.timer(time.scheduler()));
  private final EndpointRateLimiter endpoint = new EndpointRateLimiter();
  private final List<String> heard = new ArrayList<>();
  private final Deque<Runnable> heldBack = new ArrayDeque<>();
  private final Deque<Runnable> notBegun = new ArrayDeque<>();
  private boolean hung;
  private boolean choresHeldBack;
  private Runnable choreTrouble = CallersTest::none;
  private final Session session = session();

  private Session session() {
    SessionConfig rules = Moments.config(RefreshPolicy.standard(), sts.longest);
    SharedExecutors executors = OpenExecutors.of(time.scheduler(), this::execute);
    var opened =
        new Session(
            rules,
            sts,
            new Clocks(time.clock(), new WatchedNanos(time.nanoTime())),
            executors,
            gate,
            endpoint,
            OpenExecutors.events(executors, this::hear),
            Moments.drawing(0));
    opened.enter();
    return opened;
  }

  private void execute(Runnable work) {
    if (VirtualSts.calledBy(work) != null) {
      exchange(work);
    } else {
      chore(work);
    }
  }

  private void exchange(Runnable work) {
    sts.start(work).endedNanos = sts.elapsed();
    if (hung) {
      notBegun.add(work);
    } else {
      work.run();
    }
  }

  private void chore(Runnable work) {
    choreTrouble.run();
    if (choresHeldBack) {
      heldBack.add(work);
    } else {
      work.run();
    }
  }

  private static void none() {}

  private static void findNoThread() {
    throw SimulatedFailures.noThread();
  }

  private void hear(IrsaEvent event) {
    heard.add(event.getClass().getSimpleName());
  }

  @AfterEach
  void noLockRemainsHeld() {
    assertFalse(HeldLock.of(session));
  }

  /** Returns the key that a caller gets, without blocking if it would block forever. */
  private String key() {
    return VirtualSession.answer(async()).accessKeyId();
  }

  private @Nullable SessionCredentials quiet() {
    return session.credentialsIfQuiet(time.clock().millis());
  }

  private void fail() {
    sts.behave(VirtualSession::denied);
  }

  private CompletableFuture<SessionCredentials> async() {
    return session.future(CallRequest.within(DEADLINE), () -> {});
  }

  @Test
  void aCallerIsServedWithoutTheEngineForFiveMinutes() {
    assertEquals("ASIA1", key());
    time.step(Duration.ofMillis(299_999));
    assertNotNull(quiet());
    time.step(Duration.ofMillis(1));
    assertNull(quiet());
    assertEquals("ASIA1", key());
    assertNotNull(quiet());
  }

  @Test
  void eachCallerGetsItsOwnCopyOfAFailure() {
    fail();
    CredentialsException one = assertThrows(CredentialsException.class, this::key);
    CredentialsException two = assertThrows(CredentialsException.class, this::key);
    assertNotSame(one, two);
    assertEquals("STS said AccessDenied", two.summary());
    CompletionException late = assertThrows(CompletionException.class, () -> async().join());
    assertEquals("STS said AccessDenied", ((CredentialsException) late.getCause()).summary());
  }

  @Test
  void anUnlimitedDeadlineIsSupported() {
    hung = true;
    Duration endless = Duration.ofSeconds(Long.MAX_VALUE);
    var waiting = session.future(CallRequest.within(endless), () -> {});
    var century = session.future(CallRequest.within(Duration.ofDays(36_500)), () -> {});
    time.advance(Duration.ofSeconds(6));
    assertFalse(waiting.isDone());
    assertFalse(century.isDone());
  }

  /** Calls a hung STS and lets the deadline pass. */
  private CompletableFuture<SessionCredentials> pastItsDeadline() {
    hung = true;
    var waiting = session.future(CallRequest.within(Duration.ofSeconds(3)), () -> {});
    time.advance(Duration.ofSeconds(3));
    return waiting;
  }

  @Test
  void dependentsRunOnAWorkerAndNotOnTheTimer() {
    choresHeldBack = true;
    var waiting = pastItsDeadline();
    assertFalse(waiting.isDone());
    heldBack.remove().run();
    assertTrue(waiting.isCompletedExceptionally());
  }

  @Test
  @Timeout(BLOCKED)
  void aCallerGetsItsResultWithoutAnAvailableThread() {
    choreTrouble = CallersTest::findNoThread;
    var waiting = pastItsDeadline();
    assertThrows(ExecutionException.class, waiting::get);
  }

  @Test
  void anExitSaysWhetherThereAreOtherUsers() {
    assertEquals("ASIA1", key());
    session.enter();
    assertEquals(-1, session.exit());
    assertEquals("ASIA1", key(), "the other one is served");
    assertEquals(3600 * Nanos.SECOND, session.exit());
  }

  @Test
  void aFailedActionDoesNotPreventTheOthers() {
    hung = true;
    var failing =
        session.future(
            CallRequest.within(DEADLINE),
            () -> {
              throw new IllegalStateException("as told");
            });
    var waiting = async();
    time.advance(Duration.ofSeconds(18));
    assertTrue(failing.isCompletedExceptionally());
    assertTrue(waiting.isCompletedExceptionally());
  }

  @Test
  void callersAndListenersAreNotifiedDespiteALackOfThreads() {
    fail();
    choreTrouble =
        () -> {
          throw new IllegalStateException("as told");
        };
    var waiting = async();
    assertTrue(waiting.isCompletedExceptionally());
    assertEquals(List.of("RefreshFailed"), heard, "by the worker that ended the exchange");
    choreTrouble = CallersTest::none;
    session.exit();
    assertEquals(List.of("RefreshFailed", "Closed"), heard);
  }

  @Test
  void theTokenIsCheckedOnceAtATime() {
    sts.behave(() -> VirtualSts.Reply.failing(SimulatedFailures::noToken));
    assertThrows(CredentialsException.class, this::key);
    assertEquals(1, sts.looks, "the exchange that failed looks itself");
    choresHeldBack = true;
    time.advance(Duration.ofSeconds(3));
    assertEquals(1, heldBack.size());
    assertEquals(1, sts.looks);

    sts.behave(sts::ok);
    sts.tokenVersion++;
    heldBack.remove().run();

    assertEquals(2, sts.looks);
    assertEquals("ASIA1", key());
    heldBack.clear();
  }

  @Test
  void aCheckWithoutAThreadIsRepeated() {
    sts.behave(() -> VirtualSts.Reply.failing(SimulatedFailures::noToken));
    assertThrows(CredentialsException.class, this::key);
    assertEquals(1, sts.looks, "the exchange that failed looks itself");
    choreTrouble = CallersTest::findNoThread;
    time.advance(Duration.ofSeconds(2));
    assertEquals(1, sts.looks);
    choreTrouble = CallersTest::none;
    time.advance(Duration.ofSeconds(1));
    assertEquals(2, sts.looks);
  }

  @Test
  void aRefreshQueuedAtExpiryTakesPrecedenceOverOthers() {
    assertEquals("ASIA1", key());
    for (int other = 0; other < Bulkhead.REFRESH_PLACES; other++) {
      gate.submit(new RunnablePermit(endpoint, "account", false, 5 * Nanos.SECOND, () -> {}));
    }
    time.advance(Duration.ofMinutes(60).minusMillis(1));
    assertEquals(1, sts.exchanges.size(), "queued");
    time.advance(Duration.ofMillis(1));
    assertEquals("ASIA2", key());
  }

  private final JitterSource jitter = new JitterSource(new Random(42));

  @Test
  void drawsFromItsSource() {
    assertEquals(new Random(42).nextLong(), jitter.nextLong());
  }

  @Test
  void processesThatAreRestoredFromOneImageDoNotActInStep() {
    JitterSource inAnotherProcess = new JitterSource(new Random(42));

    jitter.run();
    inAnotherProcess.run();

    assertNotEquals(new Random(42).nextLong(), jitter.nextLong());
    assertNotEquals(inAnotherProcess.nextDouble(), jitter.nextDouble());
  }
}
