package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.CredentialsRequest;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.credentials.WebIdentityExchange;
import dev.irsa.fake.ForkedJava;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stops a process with SIGSTOP for some seconds, as a debugger or an overloaded machine does. Then
 * all that was due meanwhile is late, and due at once.
 */
@Tag("deep")
final class StoppedProcessTest {

  @TempDir Path folder;

  @Test
  void validCredentialsAreServedAndWaitsEndAfterTheProcessWasStopped() throws Exception {
    play(20, 4, 3);
  }

  @Test
  void tenThousandSessionsThatAreDueAtOnceAreServedAndRefreshed() throws Exception {
    play(10_000, 36, 16);
  }

  private void play(int sessions, int lifetime, int stopped) throws Exception {
    String output =
        ForkedJava.run(
            Stopped.class.getName(),
            List.of("-XX:+UseSerialGC", "-Xmx256m"),
            Map.of("PATH", System.getenv("PATH")),
            TestPod.token(folder).toString(),
            Integer.toString(sessions),
            Integer.toString(lifetime),
            Integer.toString(stopped));

    assertTrue(output.contains("\nall are renewed\n"), output);
    System.out.println(output);
  }

  static final class Stopped {

    /** How late a result may be on a busy machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration DEADLINE = Duration.ofSeconds(2);

    private static final CredentialsRequest PATIENT =
        CredentialsRequest.standard().withTimeout(Duration.ofMinutes(1));

    public static void main(String[] arguments) throws Exception {
      Path token = Path.of(arguments[0]);
      int sessions = Integer.parseInt(arguments[1]);
      Duration lifetime = Duration.ofSeconds(Integer.parseInt(arguments[2]));
      AtomicInteger issued = new AtomicInteger();
      List<IrsaCredentials> roles =
          TestPod.roles(
              (request, bound) -> TestPod.issued("ASIA" + issued.incrementAndGet(), lifetime),
              token,
              sessions);
      List<SessionCredentials> before = all(roles);
      System.out.println(sessions + " sessions");
      Waits waits = new Waits(token);

      stop(arguments[3]);

      waits.end();
      askAgain(roles, before);
      awaitRenewal(roles, before);
      System.out.println("all are renewed");
      System.exit(0);
    }

    private static List<SessionCredentials> all(List<IrsaCredentials> roles) {
      List<CompletableFuture<SessionCredentials>> asked = new ArrayList<>();
      for (IrsaCredentials role : roles) {
        asked.add(role.credentialsAsync(PATIENT));
      }
      return asked.stream().map(CompletableFuture::join).toList();
    }

    /** Another process stops this one and lets it go on. */
    private static void stop(String seconds) throws IOException, InterruptedException {
      long own = ProcessHandle.current().pid();
      String script = "kill -STOP $0; sleep $1; kill -CONT $0";
      int status =
          new ProcessBuilder("sh", "-c", script, Long.toString(own), seconds).start().waitFor();
      System.out.println("stopped for " + seconds + " s: " + status);
    }

    /** Nobody waits or fails while credentials are valid; afterwards each wait ends in time. */
    private static void askAgain(List<IrsaCredentials> roles, List<SessionCredentials> before) {
      int failures = 0;
      long longest = 0;
      for (int role = 0; role < roles.size(); role++) {
        long asked = System.nanoTime();
        boolean isServed = isServed(roles.get(role));
        long took = System.nanoTime() - asked;
        boolean isValid = before.get(role).expiration().isAfter(Instant.now());
        failures += isServed ? 0 : 1;
        longest = Math.max(longest, took);
        require(isServed || !isValid, "a caller failed although there are credentials");
        require(
            took < (isValid ? PATIENCE : PATIENCE.plus(DEADLINE)).toNanos(),
            "a caller waited " + took + " ns");
      }
      System.out.println("longest call " + longest / 1000 + " us, " + failures + " failed");
    }

    private static boolean isServed(IrsaCredentials role) {
      try {
        return role.credentials() != null;
      } catch (CredentialsException late) {
        return false;
      }
    }

    private static void awaitRenewal(List<IrsaCredentials> roles, List<SessionCredentials> before) {
      long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
      for (int role = 0; role < roles.size(); role++) {
        while (roles.get(role).status().expiration() == null
            || !isServed(roles.get(role))
            || roles.get(role).credentials().equals(before.get(role))) {
          require(System.nanoTime() < end, "role " + role + " was not refreshed");
          Thread.onSpinWait();
        }
      }
    }

    private static void require(boolean condition, String otherwise) {
      if (!condition) {
        throw new AssertionError(otherwise);
      }
    }

    /** Callers that wait for an exchange that hangs while the process is stopped. */
    private static final class Waits {
      private final IrsaCredentials hanging;
      private final CompletableFuture<SessionCredentials> async;
      private final CompletableFuture<Boolean> sync = new CompletableFuture<>();

      Waits(Path token) throws InterruptedException {
        CountDownLatch called = new CountDownLatch(1);
        hanging =
            TestPod.calling(
                    (request, bound) -> {
                      called.countDown();
                      return hang();
                    },
                    token)
                .roleSessionName("hanging")
                .deadline(DEADLINE)
                .build();
        async = hanging.credentialsAsync();
        Thread waiting = new Thread(() -> sync.complete(isServed(hanging)));
        waiting.setDaemon(true);
        waiting.start();
        called.await();
      }

      private static WebIdentityExchange.Response hang() {
        try {
          new CountDownLatch(1).await();
        } catch (InterruptedException aborted) {
          Thread.currentThread().interrupt();
        }
        throw new IllegalStateException("aborted");
      }

      /** Their deadline may have passed while the process was stopped. */
      void end() throws Exception {
        long limit = DEADLINE.plus(PATIENCE).toMillis();
        require(!sync.get(limit, TimeUnit.MILLISECONDS), "a caller was served");
        Throwable failure =
            async.handle((credentials, error) -> error).get(limit, TimeUnit.MILLISECONDS);
        require(failure instanceof CredentialsException, "not a typed failure: " + failure);
        hanging.close();
      }
    }
  }
}
