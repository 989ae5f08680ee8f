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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plays a process whose heap is full for a moment while callers wait for credentials. */
@Tag("deep")
class FullHeapTest {

  @TempDir Path folder;

  @Test
  void waitingCallersGetAnAnswerOrTheirDeadline() throws Exception {
    String output =
        ForkedJava.run(
            Full.class.getName(),
            List.of("-Xmx24m", "-XX:+UseSerialGC"),
            Map.of(),
            TestPod.token(folder).toString());

    assertEquals(
        List.of("calls ended true", "served true"),
        output.lines().filter(line -> line.contains("ended ") || line.contains("served")).toList(),
        output);
  }

  static final class Full {

    private static final int ROUNDS = 6;
    private static final int CALLERS = 3;
    private static final Duration DEADLINE = Duration.ofMillis(40);
    private static final Deque<byte[]> HELD = new ArrayDeque<>(1 << 16);

    private static volatile boolean isResponding;

    public static void main(String[] arguments) throws Exception {
      WebIdentityExchange client =
          (request, bound) -> {
            if (isResponding) {
              return TestPod.issued("ASIA1");
            }
            hang(bound);
            throw new IllegalStateException("no response");
          };
      boolean areInTime = true;
      try (IrsaCredentials irsa =
          TestPod.calling(client, Path.of(arguments[0])).deadline(DEADLINE).build()) {
        expectFailure(irsa);
        for (int round = 0; round < ROUNDS; round++) {
          CountDownLatch sync = new CountDownLatch(CALLERS);
          for (int caller = 0; caller < CALLERS; caller++) {
            ask(irsa, sync);
            var unused = irsa.credentialsAsync();
          }
          fill();
          areInTime &= sync.await(5, TimeUnit.SECONDS);
        }
        System.out.println("calls ended " + areInTime);
        isResponding = true;
        System.out.println("served " + isServed(irsa));
      }
      System.exit(0);
    }

    /** The last resort looks once a minute after what was lost. */
    private static boolean isServed(IrsaCredentials irsa) {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(100);
      while (System.nanoTime() < end) {
        try {
          var unused = irsa.credentials();
          return true;
        } catch (CredentialsException notYet) {
          // Until the pause is over.
        }
      }
      return false;
    }

    private static void ask(IrsaCredentials irsa, CountDownLatch ended) {
      Thread waiting =
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
}
