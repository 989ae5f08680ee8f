package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.fake.ForkedJava;
import java.io.IOException;
import java.nio.file.Path;
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
