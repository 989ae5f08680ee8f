package dev.irsa.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.irsa.IrsaCredentials;
import dev.irsa.credentials.ExchangeRejectedException;
import dev.irsa.credentials.FailureKind;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.server.Fault;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsServerTest {

  private static IrsaLab lab;

  @TempDir private Path directory;

  @BeforeAll
  static void startLab() {
    lab = IrsaLab.start();
  }

  @AfterAll
  static void closeLab() {
    lab.close();
  }

  @AfterEach
  void endFaults() {
    lab.sts().faults().clear();
  }

  private static IrsaCredentials client(CredentialsServer server, URI uri) {
    return IrsaCredentials.builder()
        .environment(Map.of())
        .containerCredentialsUri(uri)
        .containerAuthorizationTokenFile(server.tokenFile())
        .build();
  }

  @Test
  void servesTheSessionInTheFormOfContainerCredentials() throws Exception {
    try (ServedPod pod = ServedPod.start(lab)) {
      RawClient.Response response = pod.client().send();

      assertEquals(200, response.status(), response::text);
      assertTrue(response.text().contains("\r\nCache-Control: no-store\r\n"), response::text);
      assertTrue(response.text().contains("\r\nContent-Type: application/json\r\n"));
      Map<String, Object> document = JSONObjectUtils.parse(response.body());
      assertEquals(pod.irsa.credentials().accessKeyId(), document.get("AccessKeyId"));
      assertEquals(pod.irsa.credentials().secretAccessKey(), document.get("SecretAccessKey"));
      assertEquals(pod.irsa.credentials().sessionToken(), document.get("Token"));
      assertEquals(pod.irsa.credentials().expiration().toString(), document.get("Expiration"));
      assertEquals("111122223333", document.get("AccountId"));
    }
  }

  @Test
  void ourOwnContainerCredentialsAreAClientOverBothAddresses() throws Exception {
    try (ServedPod pod = ServedPod.start(lab)) {
      URI ipv6 = URI.create(pod.server.uri().toString().replace("127.0.0.1", "[::1]"));
      for (URI uri : new URI[] {pod.server.uri(), ipv6}) {
        try (IrsaCredentials client = client(pod.server, uri)) {
          assertEquals(client.credentials().accessKeyId(), pod.issuedKey());
        }
      }
      assertEquals(1, pod.exchanges().size(), "both clients share the session of the server");
    }
  }

  @Test
  void aPodOfPodIdentityIsServedAlike() throws Exception {
    int before = lab.agent().requests().count("GetCredentials");
    try (IrsaCredentials irsa =
            IrsaCredentials.builder()
                .environment(
                    lab.startPod(lab.createPodIdentityServiceAccount("default", "my-sa"))
                        .variables())
                .build();
        CredentialsServer server = CredentialsServer.start(irsa);
        IrsaCredentials client = client(server, server.uri())) {
      assertEquals(irsa.credentials().accessKeyId(), client.credentials().accessKeyId());
      assertEquals(before + 1, lab.agent().requests().count("GetCredentials"));
    }
  }

  @Test
  void clientsGetTheNewSessionAfterARefresh() throws Exception {
    try (ServedPod pod = ServedPod.start(lab)) {
      String before = pod.client().send().body();
      assertTrue(pod.irsa.refresh());

      String after = pod.client().send().body();

      assertNotEquals(before, after);
      assertTrue(after.contains(pod.issuedKey()), "not the newest session");
    }
  }

  @Test
  void childProcessesAreConfiguredByTheirEnvironment() throws Exception {
    try (ServedPod pod = ServedPod.start(lab)) {
      Map<String, String> environment = new HashMap<>();
      CredentialsServer.SHADOWING_VARIABLES.forEach(name -> environment.put(name, "x"));
      environment.put("PATH", "/bin");

      pod.server.configure(environment);

      assertEquals(
          Map.of(
              "PATH",
              "/bin",
              "AWS_CONTAINER_CREDENTIALS_FULL_URI",
              pod.server.uri().toString(),
              "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
              pod.server.tokenFile().toString()),
          environment);
      try (IrsaCredentials client = IrsaCredentials.builder().environment(environment).build()) {
        assertEquals(client.credentials().accessKeyId(), pod.issuedKey());
      }
    }
  }

  @Test
  void credentialsThatEndWithinAMinuteAreRefreshedOrNotServed() throws Exception {
    Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    AtomicReference<Instant> now = new AtomicReference<>(start);
    try (ServedPod pod = ServedPod.start(lab, settings -> settings.clock(now::get))) {
      Fault shortSession = Fault.expiration(start.plusSeconds(61).toString());
      lab.sts().faults().next(2, shortSession);
      assertEquals(200, pod.client().send().status());

      now.set(start.plusSeconds(1));
      assertEquals(200, pod.client().send().status());
      assertEquals(1, pod.exchanges().size(), "60 s are enough");

      now.set(start.plusSeconds(2));
      RawClient.Response refused = pod.client().send();
      assertEquals(503, refused.status(), refused::text);
      assertTrue(refused.body().contains("in less than 60 s"), refused::body);
      assertFalse(refused.body().contains("SecretAccessKey"), "credentials were served");
      assertEquals(2, pod.exchanges().size(), "it was not refreshed");

      assertEquals(200, pod.client().send().status());
      assertEquals(3, pod.exchanges().size());
    }
  }

  @Test
  void aTokenThatCannotBeUsedIsAnErrorThatClientsTryAgain() throws Exception {
    try (ServedPod pod = ServedPod.start(lab)) {
      pod.pod.tokenVolume().corrupt(new byte[] {'x'});

      RawClient.Response response = pod.client().send();

      assertEquals(503, response.status(), response::text);
      Map<String, Object> document = JSONObjectUtils.parse(response.body());
      assertTrue(document.containsKey("code") && document.containsKey("message"), response::body);
    }
  }

  @Test
  void aDenialNamesTheRoleAndReachesOurOwnClientTyped() throws Exception {
    try (ServedPod pod = ServedPod.start(lab)) {
      lab.deleteServiceAccount(pod.account);

      try (IrsaCredentials client = client(pod.server, pod.server.uri())) {
        ExchangeRejectedException failure =
            assertThrows(ExchangeRejectedException.class, client::credentials);

        assertEquals(FailureKind.DENIED, failure.failureKind());
        assertEquals("AccessDenied", failure.code());
      }
    }
  }

  @Test
  void aServerInAProcessWithoutAnIdentitySaysWhatIsMissing() throws Exception {
    try (IrsaCredentials nothing = IrsaCredentials.builder().environment(Map.of()).build();
        CredentialsServer server = CredentialsServer.start(nothing)) {
      RawClient.Response response = RawClient.of(server).send();

      assertEquals(500, response.status(), response::text);
      assertTrue(response.body().contains("AWS_ROLE_ARN"), response::body);
    }
  }

  @Test
  void aServerThatWouldAskItselfDoesNotStart() throws Exception {
    try (ServedPod pod = ServedPod.start(lab)) {
      int port = pod.server.uri().getPort();
      pod.server.close();
      try (IrsaCredentials self =
          IrsaCredentials.builder()
              .environment(Map.of())
              .containerCredentialsUri(pod.server.uri())
              .build()) {
        CredentialsServer.Builder builder = CredentialsServer.builder(self).port(port);

        MisconfiguredException failure = assertThrows(MisconfiguredException.class, builder::start);

        assertTrue(failure.getMessage().contains("this server itself"), failure::getMessage);
      }
    }
  }

  @Test
  void thePortMayBeGivenAndIsFreeAfterClosing() throws Exception {
    try (ServedPod pod = ServedPod.start(lab)) {
      int port = pod.server.uri().getPort();
      pod.server.close();

      try (CredentialsServer second = CredentialsServer.builder(pod.irsa).port(port).start()) {
        assertEquals(port, second.uri().getPort());
        assertEquals(200, RawClient.of(second).send().status());
      }
    }
  }

  @Test
  void aPortInUseIsATypedErrorThatNamesIt() throws Exception {
    try (IrsaCredentials irsa = IrsaCredentials.builder().environment(Map.of()).build();
        ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CredentialsServer.Builder builder =
          CredentialsServer.builder(irsa).port(taken.getLocalPort());

      BindException failure = assertThrows(BindException.class, builder::start);

      assertTrue(
          failure.getMessage().contains("port " + taken.getLocalPort() + " is not available"),
          failure::getMessage);
      assertThrows(IllegalArgumentException.class, () -> builder.port(65_536));
      assertThrows(IllegalArgumentException.class, () -> builder.port(-1));
    }
  }

  @Test
  void theTokenFileIsReadableByThisUserOnlyAndDeletedWithItsDirectory() throws Exception {
    try (ServedPod pod = ServedPod.start(lab)) {
      Path file = pod.server.tokenFile();

      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      assertEquals(
          "rwx------",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())));
      assertTrue(Files.readString(file).matches("[\\w-]{43}"), "not 32 bytes in base64url");
      try (CredentialsServer other = CredentialsServer.start(pod.irsa)) {
        assertNotEquals(Files.readString(file), Files.readString(other.tokenFile()));
      }

      pod.server.close();

      assertFalse(Files.exists(file.getParent()), "the directory is left");
    }
  }

  @Test
  void aTokenFileThatExistsIsReplacedNotWrittenTo() throws Exception {
    Path secret = Files.writeString(directory.resolve("precious"), "untouched");
    Path file = Files.createSymbolicLink(directory.resolve("token"), secret);
    try (ServedPod pod = ServedPod.start(lab, settings -> settings.tokenFile(file))) {
      assertEquals(200, pod.client().send().status());
      assertEquals("untouched", Files.readString(secret));
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }
    try (Stream<Path> left = Files.list(directory)) {
      assertEquals(1, left.count(), "something besides the other file is left");
    }
  }

  @Test
  void theTokenFileOfAnotherServerIsLeftAlone() throws Exception {
    Path file = directory.resolve("token");
    try (ServedPod pod = ServedPod.start(lab, settings -> settings.tokenFile(file))) {
      try (CredentialsServer next = CredentialsServer.builder(pod.irsa).tokenFile(file).start()) {
        pod.server.close();

        assertEquals(200, RawClient.of(next).send().status());
      }
      assertFalse(Files.exists(file), "the file is left");
    }
  }

  @Test
  void aTokenFileThatCannotBeWrittenIsATypedErrorThatNamesIt() throws Exception {
    try (IrsaCredentials irsa = IrsaCredentials.builder().environment(Map.of()).build()) {
      Map<Path, String> wrong =
          Map.of(
              directory,
              "it is a directory",
              directory.resolve("missing/token"),
              "its directory does not exist");
      wrong.forEach(
          (file, reason) -> {
            CredentialsServer.Builder builder = CredentialsServer.builder(irsa).tokenFile(file);

            FileSystemException failure = assertThrows(FileSystemException.class, builder::start);

            String expected = file + ": the token file cannot be written here (" + reason + ")";
            assertTrue(failure.getMessage().startsWith(expected), failure::getMessage);
          });
    }
  }

  @Test
  void afterClosingNothingListensAndNoThreadIsLeft() throws Exception {
    try (ServedPod pod = ServedPod.start(lab)) {
      RawClient client = pod.client();
      assertEquals(200, client.send().status());

      pod.server.close();
      pod.server.close();

      assertThrows(ConnectException.class, client::connect);
      ServerThreads.awaitEnd();
    }
  }

  @Test
  void closedCredentialsAreAnError() throws IOException {
    try (ServedPod pod = ServedPod.start(lab)) {
      pod.irsa.close();

      RawClient.Response response = pod.client().send();

      assertEquals(503, response.status(), response::text);
    }
  }

  @Test
  void theTimeForARequestIsBounded() throws IOException {
    Duration bound = Duration.ofMillis(100);
    try (ServedPod pod = ServedPod.start(lab, settings -> settings.requestBound(bound))) {
      String request = pod.client().request();

      RawClient.Response response = pod.client().send(request.substring(0, 40));

      assertEquals(408, response.status(), response::text);
    }
  }
}
