package dev.irsa;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.fake.ForkedJava;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plays a process to which the system refuses threads, as a limit of its user or cgroup does. */
@Tag("deep")
class ProcessWithoutThreadsTest {

  @TempDir Path folder;

  @Test
  void validCredentialsAreServedAndTheRestIsATypedError() throws Exception {
    assertEquals(
        """
        at first ASIAEXAMPLE
        a thread: refused
        status FRESH
        sync ASIAEXAMPLE
        async ASIAEXAMPLE
        view ASIAEXAMPLE
        rejected ASIAEXAMPLE
        late status EMPTY
        late sync ExchangeUnavailableException
        late async ExchangeUnavailableException
        late view ExchangeUnavailableException
        late chained role ExchangeUnavailableException
        a thread: granted
        in the end ASIAEXAMPLE
        view in the end ASIAEXAMPLE
        """,
        output("later"));
  }

  @Test
  void aProcessThatNeverHadAThreadGetsATypedErrorUntilItHasOne() throws Exception {
    assertEquals(
        """
        a thread: refused
        late status EMPTY
        late sync ExchangeUnavailableException
        late async ExchangeUnavailableException
        late view ExchangeUnavailableException
        late chained role ExchangeUnavailableException
        a thread: granted
        in the end ASIAEXAMPLE
        view in the end ASIAEXAMPLE
        """,
        output("from the start"));
  }

  private String output(String when) throws Exception {
    String output =
        ForkedJava.runAsUser(
            NoThreads.class.getName(),
            List.of("-XX:+UseSerialGC"),
            TestPod.token(folder).toString(),
            when);
    // Beside what the JVM and others log.
    return output
        .lines()
        .filter(
            line ->
                line.matches(
                    "(at first|a thread|status|sync|async|view|rejected|late|in the end).*"))
        .map(line -> line + "\n")
        .collect(joining());
  }

  /** May not start another thread, from the start or once it has credentials, until the end. */
  static final class NoThreads {

    private static final Duration DEADLINE = Duration.ofSeconds(5);

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
        IrsaCredentials view = served.forRole(TestPod.ROLE);
        if (arguments[1].equals("later")) {
          System.out.println("at first " + served.credentials().accessKeyId());
          var unused = view.credentials();
          endWorkers();
        }
        limit(limits, 1);
        System.out.println("a thread: " + thread());

        if (arguments[1].equals("later")) {
          askForWhatIsValid(served, view);
        }
        IrsaCredentials lateView = late.forRole(TestPod.ROLE);
        System.out.println("late status " + late.status().state());
        System.out.println("late sync " + sync(late));
        System.out.println("late async " + async(late));
        System.out.println("late view " + sync(lateView));
        System.out.println("late chained role " + sync(late.chainedRole(TestPod.ROLE)));

        limit(limits, 4096);
        System.out.println("a thread: " + thread());
        System.out.println("in the end " + inTheEnd(late));
        System.out.println("view in the end " + inTheEnd(lateView));
      }
      System.exit(0);
    }

    /** One that is idle would make another exchange. */
    private static void endWorkers() throws InterruptedException {
      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        if (thread.getName().startsWith("irsa-") && !thread.getName().startsWith("irsa-loop")) {
          thread.join();
        }
      }
    }

    private static void askForWhatIsValid(IrsaCredentials served, IrsaCredentials view)
        throws Exception {
      System.out.println("status " + served.status().state());
      System.out.println("sync " + served.credentials().accessKeyId());
      System.out.println("async " + async(served));
      System.out.println("view " + sync(view));
      served.invalidate("ASIAEXAMPLE");
      System.out.println("rejected " + served.credentials().accessKeyId());
    }

    private static String inTheEnd(IrsaCredentials late) {
      String result = sync(late);
      while (!result.equals("ASIAEXAMPLE")) {
        result = sync(late);
      }
      return result;
    }

    private static IrsaCredentials open(Path token, String session) {
      return TestPod.calling((request, bound) -> TestPod.issued("ASIAEXAMPLE"), token)
          .roleSessionName(session)
          .deadline(DEADLINE)
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
      long asked = System.nanoTime();
      try {
        return irsa.credentials().accessKeyId();
      } catch (CredentialsException failure) {
        boolean isLate = System.nanoTime() - asked > DEADLINE.multipliedBy(2).toNanos();
        return text(failure) + (isLate ? " too late" : "");
      }
    }

    private static String async(IrsaCredentials irsa) throws Exception {
      try {
        return irsa.credentialsAsync()
            .get(2 * DEADLINE.toSeconds(), TimeUnit.SECONDS)
            .accessKeyId();
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
