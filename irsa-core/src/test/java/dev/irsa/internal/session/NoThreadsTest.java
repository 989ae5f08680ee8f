package dev.irsa.internal.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.internal.concurrent.SharedExecutors;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.refresh.CallRequest;
import dev.irsa.internal.refresh.Freshness;
import dev.irsa.internal.time.Clocks;
import dev.irsa.simulation.SimulatedFailures;
import dev.irsa.simulation.UnchangingSource;
import dev.irsa.simulation.VirtualSts;
import dev.irsa.testkit.ManualTime;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests a process that cannot get a thread, as with a limit of the cgroup, in real time. */
class NoThreadsTest {

  private static final CallRequest REQUEST = CallRequest.within(Duration.ofSeconds(10));

  private volatile boolean noThreads;

  private final VirtualSts sts = new VirtualSts(ManualTime.startingAt(Clock.systemUTC().instant()));
  private final ThreadFactory threads = this::thread;
  private final SharedExecutors executors = SharedExecutors.of(threads, threads);
  private final SessionRegistry registry =
      new SessionRegistry(
          new Clocks(Clock.systemUTC(), System::nanoTime), () -> new Random(1), executors);
  private final Object owner = new Object();
  private final SessionRegistry.Lease lease;
  private volatile Supplier<VirtualSts.Reply> reply = sts::ok;

  NoThreadsTest() {
    lease = lease();
  }

  private Thread thread(Runnable work) {
    if (noThreads) {
      throw new OutOfMemoryError("unable to create native thread");
    }
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    return thread;
  }

  private final class Exchange extends UnchangingSource {
    Exchange() {
      super(Duration.ofHours(1));
    }

    @Override
    public Call call(Duration bound, Progress progress) {
      return new Call() {
        @Override
        public ExchangeResult run() {
          progress.calling();
          return reply.get().answer().apply(sts);
        }

        @Override
        public void abort() {}
      };
    }
  }

  private SessionRegistry.Lease lease() {
    return registry.lease(
        new SessionRegistry.Terms(
            "a",
            SimulatedFailures.SUBJECT,
            Exchange::new,
            RefreshPolicy.standard(),
            Duration.ofDays(1),
            null,
            () -> event -> {}),
        owner,
        List.of());
  }

  @AfterEach
  void close() {
    lease.close();
  }

  @Test
  void validCredentialsAreServedWithoutAThread() throws Exception {
    var unused = lease.session().await(REQUEST).get();
    noThreads = true;

    assertEquals("ASIA1", lease.session().await(REQUEST).get().accessKeyId());
    assertEquals(
        "ASIA1", lease.session().future(REQUEST, () -> {}).get(5, TimeUnit.SECONDS).accessKeyId());
    assertEquals(Freshness.FRESH, lease.session().status().freshness());
    assertEquals("ASIA1", lease().session().await(REQUEST).get().accessKeyId());
    lease.session().invalidate("ASIA1");
    assertTrue(lease.session().await(REQUEST).get().accessKeyId().startsWith("ASIA"));
  }

  @Test
  void withoutCredentialsTheLackOfThreadsIsATypedError() throws Exception {
    noThreads = true;

    ExchangeUnavailableException told =
        assertThrows(
            ExchangeUnavailableException.class, () -> lease.session().await(REQUEST).get());
    assertTrue(told.getMessage().contains("could not get a thread"), told.getMessage());
    assertNull(lease.session().status().freshness());
    ExecutionException late =
        assertThrows(
            ExecutionException.class,
            () -> lease.session().future(REQUEST, () -> {}).get(5, TimeUnit.SECONDS));
    assertInstanceOf(ExchangeUnavailableException.class, late.getCause());
  }

  @Test
  void credentialsAreFetchedWhenThereAreThreadsAgain() throws Exception {
    noThreads = true;
    assertThrows(ExchangeUnavailableException.class, () -> lease.session().await(REQUEST).get());
    noThreads = false;

    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    String key = "";
    while (key.isEmpty() && System.nanoTime() < end) {
      try {
        key = lease.session().await(REQUEST).get().accessKeyId();
      } catch (ExchangeUnavailableException paused) {
        Thread.onSpinWait();
      }
    }
    assertEquals("ASIA1", key);
  }
}
