package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.fake.ContainerResponses;
import dev.irsa.fake.ForkedJava;
import dev.irsa.fake.ScriptedServer;
import dev.irsa.fake.StsResponses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.crac.Core;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs processes of their own: a frozen one, one with little memory, one without IPv6. */
final class UnusualProcessesTest {

  @TempDir Path folder;

  /** Answers with credentials of an hour, each a second longer than those before. */
  private static ScriptedServer sts() {
    AtomicInteger issued = new AtomicInteger();
    Instant first = Instant.now().plus(Duration.ofHours(1));
    return ScriptedServer.plain(
        connection -> {
          connection.readRequest();
          Instant end = first.plusSeconds(issued.incrementAndGet());
          connection.answer(200, StsResponses.success(end.toString()));
        });
  }

  /** A JVM with CRaC is replaced by a double of its package, for which org.crac has a setting. */
  @Test
  void credentialsAreDiscardedBeforeACheckpointAndFetchedAfterTheRestore() throws Exception {
    try (ScriptedServer server = sts()) {
      String output =
          ForkedJava.runWithCrac(
              Frozen.class.getName(),
              List.of("-Dorg.crac.Core.Compat=dev.irsa.fake.crac"),
              server.pod(folder));

      assertEquals(
          List.of("kept false", "state EMPTY", "fetched true"),
          output.lines().filter(line -> line.matches("(kept|state|fetched) .*")).toList());
      assertEquals(2, server.requests().size());
    }
  }

  static final class Frozen {
    public static void main(String[] arguments) throws Exception {
      try (IrsaCredentials irsa = IrsaCredentials.fromEnvironment()) {
        SessionCredentials before = irsa.credentials();
        System.gc();
        Core.checkpointRestore();
        System.out.println("kept " + (irsa.credentialsInHand() != null));
        System.out.println("state " + irsa.status().state());
        System.out.println("fetched " + !irsa.credentials().equals(before));
      }
    }
  }

  /**
   * A heap of 32 MiB in a container whose file system is read-only. The latter is imitated: neither
   * a temporary folder nor a home exists, and nothing may be written elsewhere.
   */
  @Test
  void aSmallProcessServesManySessionsWithoutWritingAnything() throws Exception {
    String nowhere = folder.resolve("nowhere").toString();
    try (ScriptedServer server = sts()) {
      String output =
          ForkedJava.run(
              Small.class.getName(),
              List.of(
                  "-Xmx32m",
                  "-XX:-UsePerfData",
                  "-Djava.io.tmpdir=" + nowhere,
                  "-Duser.home=" + nowhere,
                  "-Duser.dir=" + folder),
              server.pod(folder));

      assertTrue(output.contains("sessions 50, renewed true"), output);
      assertTrue(output.matches("(?s).*heap (2\\d|3[0-2]) MiB.*"), output);
      assertEquals(52, server.requests().size());
    }
    try (var entries = Files.list(folder)) {
      assertEquals(List.of(folder.resolve("token")), entries.toList(), "nothing was written");
    }
  }

  static final class Small {
    public static void main(String[] arguments) {
      Set<String> sessions = new HashSet<>();
      try (IrsaCredentials irsa = IrsaCredentials.fromEnvironment()) {
        for (int view = 0; view < 150; view++) {
          RoleRequest request =
              RoleRequest.of(TestPod.ROLE).withSessionPolicy("{\"tenant\":" + view % 50 + "}");
          sessions.add(request.sessionPolicy() + irsa.forRole(request).credentials().expiration());
        }
        for (int call = 0; call < 100_000; call++) {
          var unused = irsa.credentials();
        }
        System.out.println("sessions " + sessions.size() + ", renewed " + irsa.refresh());
        System.out.println("heap " + Runtime.getRuntime().maxMemory() / (1024 * 1024) + " MiB");
      }
    }
  }

  /** In a cluster that has nothing but IPv6. */
  @Test
  void anAgentWithAnIpv6AddressIsAnErrorAtOnceThatNamesTheAddressFamily() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), ContainerResponses.TOKEN);
    String output =
        ForkedJava.run(
            WithoutIpv6.class.getName(),
            List.of("-Djava.net.preferIPv4Stack=true"),
            Map.of(
                "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                "http://[fd00:ec2::23]/v1/credentials",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
                token.toString()));

    assertTrue(output.contains("MISCONFIGURED"), output);
    assertTrue(output.contains("is an IPv6 address, and this JVM has no IPv6"), output);
    assertTrue(output.contains("java.net.preferIPv4Stack"), output);
    assertTrue(output.contains("(from AWS_CONTAINER_CREDENTIALS_FULL_URI)"), output);
    assertFalse(output.contains("DaemonSet"), output);
  }

  static final class WithoutIpv6 {
    public static void main(String[] arguments) {
      try (IrsaCredentials irsa = IrsaCredentials.fromEnvironment()) {
        System.out.println(irsa.credentials());
      } catch (CredentialsException failure) {
        System.out.println(failure.failureKind() + "\n" + failure.getMessage());
      }
    }
  }
}
