package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.WebIdentityExchange;
import dev.irsa.fake.ForkedJava;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plays a process whose heap is full for a moment while callers wait for credentials. */
@Tag("deep")
class FullHeapTest {

  @TempDir Path folder;

  @Test
  void everyCallerGetsAResultWhenThereIsMemoryAgain() throws Exception {
    String output =
        ForkedJava.run(
            FullHeapTest.class.getName(),
            List.of("-Xmx24m", "-XX:+UseSerialGC"),
            Map.of(),
            TestPod.token(folder).toString());

    assertEquals(
        IntStream.rangeClosed(1, 6).mapToObj(round -> "round " + round + " ended true").toList(),
        output.lines().filter(line -> line.startsWith("round ")).toList(),
        output);
  }

  // The process.

  private static final Duration DEADLINE = Duration.ofMillis(40);

  private static final Deque<byte[]> HELD = new ArrayDeque<>(1 << 16);

  public static void main(String[] arguments) throws Exception {
    WebIdentityExchange hanging =
        (request, bound) -> {
          hang(bound);
          throw new IllegalStateException("no response");
        };
    try (IrsaCredentials irsa =
        TestPod.calling(hanging, Path.of(arguments[0])).deadline(DEADLINE).build()) {
      expectFailure(irsa);
      for (int round = 1; round <= 6; round++) {
        System.out.println("round " + round + " ended " + round(irsa));
      }
    }
    System.exit(0);
  }

  private static void hang(Duration bound) {
    try {
      new CountDownLatch(1).await(bound.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException aborted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void expectFailure(IrsaCredentials irsa) {
    try {
      throw new AssertionError(irsa.credentials().toString());
    } catch (CredentialsException expected) {
      // What callers get as long as there is memory.
    }
  }

  /** Returns whether all callers got a result soon after there was memory again. */
  private static boolean round(IrsaCredentials irsa) throws InterruptedException {
    int callers = 3;
    CountDownLatch ended = new CountDownLatch(2 * callers);
    for (int caller = 0; caller < callers; caller++) {
      var waiting =
          new Thread(
              () -> {
                try {
                  var unused = irsa.credentials();
                } catch (Throwable expected) {
                  // Any end will do, also that there is no memory.
                }
                ended.countDown();
              });
      waiting.setDaemon(true);
      waiting.start();
      CompletableFuture<?> future = irsa.credentialsAsync();
      var unused = future.whenComplete((credentials, failure) -> ended.countDown());
    }
    fill();
    return ended.await(5, TimeUnit.SECONDS);
  }

  /** Keeps the heap full for a third of a second. */
  private static void fill() {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(333);
    int size = 1 << 20;
    while (System.nanoTime() < end) {
      try {
        HELD.add(new byte[size]);
      } catch (OutOfMemoryError isFull) {
        size = Math.max(16, size / 2);
      }
    }
    HELD.clear();
  }
}
