package dev.irsa.internal.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.concurrent.SharedExecutors;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.refresh.CallRequest;
import dev.irsa.internal.time.Clocks;
import dev.irsa.simulation.AnyThreads;
import dev.irsa.simulation.SimulatedFailures;
import dev.irsa.simulation.UnchangingSource;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the session with real threads, which are controlled by latches. */
class RealThreadsTest {

  private static final Duration DEADLINE = Duration.ofSeconds(50);

  private final SessionRegistry registry =
      new SessionRegistry(
          new Clocks(Clock.systemUTC(), System::nanoTime),
          SplittableRandom::new,
          SharedExecutors.system());
  private final Object owner = new Object();
  private final Issuer sts = new Issuer();

  /** An STS that responds when the test permits it. */
  private static final class Issuer extends UnchangingSource {
    Issuer() {
      super(Duration.ofHours(12));
    }

    final AtomicInteger calls = new AtomicInteger();
    final CountDownLatch asked = new CountDownLatch(1);
    final CountDownLatch aborted = new CountDownLatch(1);
    volatile CountDownLatch mayAnswer = new CountDownLatch(0);

    @Override
    public Call call(Duration bound, Progress progress) {
      return new Call() {
        @Override
        public ExchangeResult run() {
          progress.calling();
          String key = "ASIA" + calls.incrementAndGet();
          asked.countDown();
          awaitUninterruptibly(mayAnswer);
          SessionCredentials credentials =
              SessionCredentials.of(
                      key, "secret-" + key, "token-" + key, Instant.now().plusSeconds(3600))
                  .withAccountId("123456789012");
          return new ExchangeResult(credentials, null, Duration.ZERO);
        }

        @Override
        public void abort() {
          aborted.countDown();
        }
      };
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    boolean interrupted = false;
    while (true) {
      try {
        latch.await();
        break;
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private SessionRegistry.Lease lease(@Nullable Executor executor, Consumer<IrsaEvent> listener) {
    SessionRegistry.Terms terms =
        new SessionRegistry.Terms(
            "key",
            SimulatedFailures.SUBJECT,
            () -> sts,
            RefreshPolicy.standard(),
            Duration.ofDays(1),
            executor,
            () -> unused -> {});
    return registry.lease(terms, owner, List.of(listener));
  }

  private SessionRegistry.Lease lease() {
    return lease(null, unused -> {});
  }

  private static SessionCredentials credentials(Session session) {
    SessionCredentials quiet = session.credentialsIfQuiet(System.currentTimeMillis());
    return quiet != null ? quiet : session.await(CallRequest.within(DEADLINE)).get();
  }

  private static boolean refresh(Session session) {
    return session.await(CallRequest.within(DEADLINE).refreshed()).renewed();
  }

  /** Starts a number of threads, each of which counts down just before its call. */
  private List<FutureTask<SessionCredentials>> ask(
      int threads, ThreadFactory factory, Session session, CountDownLatch begun) {
    List<FutureTask<SessionCredentials>> asking = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      FutureTask<SessionCredentials> task =
          new FutureTask<>(
              () -> {
                begun.countDown();
                return credentials(session);
              });
      asking.add(task);
      factory.newThread(task).start();
    }
    return asking;
  }

  private void oneCallFor(int threads, ThreadFactory factory) throws Exception {
    registry.discardAll();
    sts.mayAnswer = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(threads);
    try (SessionRegistry.Lease lease = lease()) {
      List<FutureTask<SessionCredentials>> asking = ask(threads, factory, lease.session(), begun);
      sts.asked.await();
      begun.await();
      sts.mayAnswer.countDown();

      for (FutureTask<SessionCredentials> each : asking) {
        assertEquals("ASIA1", each.get().accessKeyId());
      }
      assertEquals(1, sts.calls.get());
    }
  }

  @Test
  void aThousandThreadsWithoutCredentialsCauseOneCall() throws Exception {
    oneCallFor(1000, work -> new Thread(null, work, "caller", 64 * 1024));
  }

  @Test
  void virtualThreadsShareACallAsWell() throws Exception {
    oneCallFor(AnyThreads.VIRTUAL ? 5000 : 200, AnyThreads.virtualIfThereAre());
  }

  @Test
  void noVirtualThreadIsPinnedByWaitingHere(@TempDir Path folder) throws Exception {
    // A first run without the check, because class loading may pin threads.
    oneCallFor(50, AnyThreads.virtualIfThereAre());
    Path file = folder.resolve("pinned.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.VirtualThreadPinned").withoutThreshold().withStackTrace();
      recording.start();
      sts.calls.set(0);
      oneCallFor(200, AnyThreads.virtualIfThereAre());
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> pinned =
        RecordingFile.readAllEvents(file).stream()
            .filter(event -> event.getEventType().getName().equals("jdk.VirtualThreadPinned"))
            .toList();
    assertEquals(List.of(), pinned);
  }

  @Test
  void anInterruptedCallerStopsWaitingAndTheOthersContinue() throws Exception {
    sts.mayAnswer = new CountDownLatch(1);
    try (SessionRegistry.Lease lease = lease()) {
      List<FutureTask<SessionCredentials>> others =
          ask(3, Thread::new, lease.session(), new CountDownLatch(3));
      AtomicBoolean flag = new AtomicBoolean();
      FutureTask<ExchangeUnavailableException> leaving =
          new FutureTask<>(
              () -> {
                Thread.currentThread().interrupt();
                ExchangeUnavailableException left =
                    assertThrows(
                        ExchangeUnavailableException.class, () -> credentials(lease.session()));
                flag.set(Thread.currentThread().isInterrupted());
                return left;
              });
      new Thread(leaving).start();

      assertEquals(ExchangeUnavailableException.Stage.WAITING, leaving.get().stage());
      assertTrue(flag.get());
      sts.mayAnswer.countDown();
      for (FutureTask<SessionCredentials> each : others) {
        assertEquals("ASIA1", each.get().accessKeyId());
      }
      assertEquals(1, sts.calls.get());
    }
  }

  @Test
  void anExecutorThatRejectsCausesATypedError() {
    AtomicBoolean full = new AtomicBoolean(true);
    Executor executor =
        work -> {
          if (full.get()) {
            throw new RejectedExecutionException("full");
          }
          new Thread(work).start();
        };
    try (SessionRegistry.Lease lease = lease(executor, unused -> {})) {
      ExchangeUnavailableException failure =
          assertThrows(ExchangeUnavailableException.class, () -> credentials(lease.session()));
      assertTrue(failure.getMessage().contains("RejectedExecutionException"), failure.getMessage());

      full.set(false);
      assertTrue(refresh(lease.session()));
      assertEquals("ASIA1", credentials(lease.session()).accessKeyId());
    }
  }

  @Test
  void aListenerThatThrowsAffectsNeitherCallersNorOtherListeners() throws Exception {
    CountDownLatch heard = new CountDownLatch(1);
    Queue<IrsaEvent> events = new ConcurrentLinkedQueue<>();
    Consumer<IrsaEvent> throwing =
        event -> {
          throw new IllegalStateException("broken");
        };
    Consumer<IrsaEvent> listening =
        event -> {
          events.add(event);
          heard.countDown();
        };
    try (SessionRegistry.Lease one = lease(null, throwing);
        SessionRegistry.Lease other = lease(null, listening)) {
      assertNotNull(credentials(one.session()));
      heard.await();
      assertInstanceOf(IrsaEvent.Refreshed.class, events.peek());
      assertTrue(refresh(other.session()));
    }
  }

  @Test
  void aCloseDuringAFlightDiscardsTheLateResult() throws Exception {
    CountDownLatch mayAnswer = new CountDownLatch(1);
    sts.mayAnswer = mayAnswer;
    SessionRegistry.Lease closed = lease();
    closed.session().startEagerly();
    sts.asked.await();

    closed.close();

    sts.aborted.await();
    sts.mayAnswer = new CountDownLatch(0);
    try (SessionRegistry.Lease next = lease()) {
      assertEquals("ASIA2", credentials(next.session()).accessKeyId());
      mayAnswer.countDown();
      assertEquals("ASIA2", credentials(next.session()).accessKeyId());
    }
  }

  @Test
  void readersNeverSeeATornTripleNorOlderCredentialsAgain() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    try (SessionRegistry.Lease lease = lease()) {
      Session session = lease.session();
      assertNotNull(credentials(session));
      List<FutureTask<Integer>> readers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        FutureTask<Integer> reader = new FutureTask<>(() -> read(session, done));
        readers.add(reader);
        new Thread(reader).start();
      }
      // The rate limiter allows twelve calls per minute; one was made.
      for (int refresh = 0; refresh < 11; refresh++) {
        assertTrue(refresh(session));
      }
      done.set(true);
      for (FutureTask<Integer> reader : readers) {
        assertTrue(reader.get() <= 12);
      }
      assertEquals(12, sts.calls.get());
    }
  }

  private int read(Session session, AtomicBoolean done) {
    int newest = 0;
    boolean last;
    do {
      last = done.get();
      SessionCredentials served = credentials(session);
      assertEquals("secret-" + served.accessKeyId(), served.secretAccessKey());
      assertEquals("token-" + served.accessKeyId(), served.sessionToken());
      int generation = Integer.parseInt(served.accessKeyId().substring(4));
      assertTrue(generation >= newest, "older credentials again");
      newest = generation;
    } while (!last);
    assertEquals(12, newest, "after the last refresh everybody has the newest");
    return newest;
  }
}
