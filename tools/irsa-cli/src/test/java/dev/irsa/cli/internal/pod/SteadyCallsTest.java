package dev.irsa.cli.internal.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SteadyCallsTest {

  @Test
  void theNextCallIsDueAPeriodAfterTheLastOne() {
    assertEquals(150, SteadyCalls.dueAfter(100, 50, 120));
  }

  @Test
  void aCallThatDoesNotReturnHasFailedWhenTheCallsEnd() throws Exception {
    List<PodMessage> told = new CopyOnWriteArrayList<>();
    CountDownLatch called = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    SteadyCalls calls =
        new SteadyCalls(
            CallStream.V2_STS,
            () -> {
              called.countDown();
              never.await();
            },
            told::add);
    calls.start();
    called.await();

    calls.shutDown();
    calls.awaitEnd(System.nanoTime());

    assertEquals(2, told.size(), told::toString);
    PodMessage.CallFailed failed = assertInstanceOf(PodMessage.CallFailed.class, told.get(0));
    assertEquals("had not returned when the run ended", failed.message());
    assertEquals(new PodMessage.Ended(CallStream.V2_STS, 1), told.get(1));
    never.countDown();
  }

  @Test
  void aHerdCallsInManyThreadsAtOnceAndIsWaitedFor() throws Exception {
    List<PodMessage> told = new CopyOnWriteArrayList<>();
    CyclicBarrier all = new CyclicBarrier(21);
    SteadyCalls calls = new SteadyCalls(CallStream.V2_STS, all::await, told::add);

    calls.makeInThreads(20);
    all.await();
    calls.shutDown();
    calls.awaitEnd(System.nanoTime() + TimeUnit.MINUTES.toNanos(1));

    assertEquals(List.of(new PodMessage.Ended(CallStream.V2_STS, 20)), told);
  }
}
