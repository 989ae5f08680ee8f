package dev.irsa;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.credentials.WebIdentityExchange;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A process that may not start another thread once it has credentials, until the end. Run by a
 * test.
 */
final class NoThreadsProcess {

  private static final WebIdentityExchange EXCHANGE =
      (request, bound) ->
          WebIdentityExchange.Response.of(
              SessionCredentials.of(
                  "ASIAEXAMPLE", "secret", "session", Instant.now().plus(Duration.ofHours(1))));

  private NoThreadsProcess() {}

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
    return IrsaCredentials.builder()
        .roleArn("arn:aws:iam::111122223333:role/cart")
        .roleSessionName(session)
        .webIdentityTokenFile(token)
        .region("eu-west-1")
        .webIdentityExchange(EXCHANGE)
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
