package dev.irsa.internal.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.concurrent.SharedExecutors;
import dev.irsa.internal.identity.ExchangeCall;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.refresh.CallRequest;
import dev.irsa.internal.time.Clocks;
import dev.irsa.simulation.AnyThreads;
import dev.irsa.simulation.Moments;
import dev.irsa.simulation.OpenExecutors;
import dev.irsa.simulation.SimulatedFailures;
import dev.irsa.simulation.UnchangingSource;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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
    volatile CountDownLatch mayAnswer = new CountDownLatch(0);

    @Override
    public ExchangeResult run(ExchangeCall call) {
      String key = "ASIA" + calls.incrementAndGet();
      asked.countDown();
      awaitUninterruptibly(mayAnswer);
      SessionCredentials credentials =
          SessionCredentials.of(
                  key, "secret-" + key, "token-" + key, Instant.now().plusSeconds(3600))
              .withAccountId("123456789012");
      return new ExchangeResult(credentials, null, Duration.ZERO);
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

  private SessionRegistry.Lease lease() {
    SessionRegistry.Terms terms = Moments.terms("key", SimulatedFailures.SUBJECT, () -> sts);
    return registry.lease(terms, owner, List.of());
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

  /** The last resort if the timer gets no thread. */
  @Test
  @Timeout(10)
  void aCallerWhomNoTimerWakesLooksAfterItsDeadlineItself() {
    var withoutWakeUps =
        new SessionRegistry(
            new Clocks(Clock.systemUTC(), System::nanoTime),
            SplittableRandom::new,
            new SharedExecutors(OpenExecutors::idleTimer, work -> new Thread(work).start()));
    SessionRegistry.Terms terms = Moments.terms("key", SimulatedFailures.SUBJECT, () -> sts);
    sts.mayAnswer = new CountDownLatch(1);
    try (SessionRegistry.Lease lease = withoutWakeUps.lease(terms, owner, List.of())) {
      CallRequest briefly = CallRequest.within(Duration.ofMillis(50));

      assertNotNull(lease.session().await(briefly).exception());
    } finally {
      sts.mayAnswer.countDown();
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
