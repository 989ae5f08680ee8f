package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.WebIdentityExchange;
import dev.irsa.fake.ForkedJava;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plays processes whose heap is full for a moment while callers wait for credentials, and to which
 * the system refuses threads, as a limit of its user or its cgroup does.
 */
@Tag("deep")
class ExhaustedProcessTest {

  @TempDir Path folder;

  @Test
  void everyCallerGetsAResultWhenThereIsMemoryAgain() throws Exception {
    String output =
        ForkedJava.run(
            FullHeap.class.getName(),
            List.of("-Xmx24m", "-XX:+UseSerialGC"),
            Map.of(),
            TestPod.token(folder).toString());

    assertEquals(
        IntStream.rangeClosed(1, 6).mapToObj(round -> "round " + round + " ended true").toList(),
        output.lines().filter(line -> line.startsWith("round ")).toList(),
        output);
  }

  static final class FullHeap {

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

  @Test
  void validCredentialsAreServedAndTheRestIsATypedError() throws Exception {

    String output =
        ForkedJava.runAsUser(
            NoThreads.class.getName(),
            List.of("-XX:+UseSerialGC"),
            TestPod.token(folder).toString());

    assertEquals(
        """
        at first ASIAEXAMPLE
        a thread: refused
        status FRESH
        sync ASIAEXAMPLE
        async ASIAEXAMPLE
        rejected ASIAEXAMPLE
        late status EMPTY
        late sync ExchangeUnavailableException
        late async ExchangeUnavailableException
        a thread: granted
        in the end ASIAEXAMPLE
        """,
        output.replaceAll("(?m)^(\\[|OpenJDK).*\n", ""));
  }

  /** May not start another thread once it has credentials, until the end. */
  static final class NoThreads {

    public static void main(String[] arguments) throws Exception {
      Path token = Path.of(arguments[0]);
      // Started beforehand, because without threads the JVM starts no process either.
      Process limits =
          new ProcessBuilder(
                  "sh",
                  "-c",
                  "while read number; do prlimit --pid $0 --nproc=$number: && echo set; done",
                  Long.toString(ProcessHandle.current().pid()))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try (IrsaCredentials served = open(token, "served");
          IrsaCredentials late = open(token, "late")) {
        System.out.println("at first " + served.credentials().accessKeyId());
        limit(limits, 1);
        System.out.println("a thread: " + thread());

        System.out.println("status " + served.status().state());
        System.out.println("sync " + served.credentials().accessKeyId());
        System.out.println("async " + async(served));
        served.invalidate("ASIAEXAMPLE");
        System.out.println("rejected " + served.credentials().accessKeyId());
        System.out.println("late status " + late.status().state());
        System.out.println("late sync " + sync(late));
        System.out.println("late async " + async(late));

        limit(limits, 4096);
        System.out.println("a thread: " + thread());
        String result = sync(late);
        while (!result.equals("ASIAEXAMPLE")) {
          result = sync(late);
        }
        System.out.println("in the end " + result);
      }
      System.exit(0);
    }

    private static IrsaCredentials open(Path token, String session) {
      return TestPod.calling((request, bound) -> TestPod.issued("ASIAEXAMPLE"), token)
          .roleSessionName(session)
          .build();
    }

    private static void limit(Process limits, int threads) throws IOException {
      limits.outputWriter().write(threads + "\n");
      limits.outputWriter().flush();
      if (!"set".equals(limits.inputReader().readLine())) {
        throw new IllegalStateException("prlimit failed");
      }
    }

    private static String thread() {
      try {
        new Thread(() -> {}).start();
        return "granted";
      } catch (OutOfMemoryError refused) {
        return "refused";
      }
    }

    private static String sync(IrsaCredentials irsa) {
      try {
        return irsa.credentials().accessKeyId();
      } catch (CredentialsException failure) {
        return text(failure);
      }
    }

    private static String async(IrsaCredentials irsa) throws Exception {
      try {
        return irsa.credentialsAsync().get(30, TimeUnit.SECONDS).accessKeyId();
      } catch (ExecutionException failure) {
        return text(failure.getCause());
      }
    }

    private static String text(Throwable failure) {
      boolean isPrecise = failure.getMessage().contains("could not get a thread");
      return failure.getClass().getSimpleName() + (isPrecise ? "" : " " + failure.getMessage());
    }
  }
}
