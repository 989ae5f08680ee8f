package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.IrsaEvent;
import dev.irsa.fake.CapturedLogs;
import dev.irsa.fake.ContainerResponses;
import dev.irsa.fake.ScriptedServer;
import dev.irsa.fake.Secrets;
import dev.irsa.fake.StsResponses;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No event, status, message or line of the log of a session contains a secret. */
final class ContainerTextsTest {

  private static final String OPAQUE = "Basic abcd-efgh-opaque-token";
  private static final String IDENTIFIER = "3f1b9c52-7d7e-4a11-9f0b-5c5f6a7e8d90";
  private static final String QUERY = "q9w8e7r6t5y4u3i2o1p0";
  private static final List<String> ALL =
      List.of(
          ContainerResponses.TOKEN,
          OPAQUE,
          IDENTIFIER,
          QUERY,
          StsResponses.SECRET_KEY,
          StsResponses.SESSION_TOKEN);

  @TempDir Path folder;

  private BlockingQueue<IrsaEvent> events = new LinkedBlockingQueue<>();

  private IrsaCredentials.Builder withFile(ScriptedServer server) throws Exception {
    Path file = Files.writeString(folder.resolve("token"), ContainerResponses.TOKEN + "\n");
    return builder(server, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", file.toString());
  }

  private IrsaCredentials.Builder withToken(ScriptedServer server) {
    return builder(server, "AWS_CONTAINER_AUTHORIZATION_TOKEN", OPAQUE);
  }

  private IrsaCredentials.Builder builder(ScriptedServer server, String variable, String value) {
    URI uri = server.uri().resolve("/v1/credentials");
    BlockingQueue<IrsaEvent> ofThis = new LinkedBlockingQueue<>();
    events = ofThis;
    return IrsaCredentials.builder()
        .environment(Map.of("AWS_CONTAINER_CREDENTIALS_FULL_URI", uri.toString(), variable, value))
        .deadline(Duration.ofMillis(300))
        .listener(ofThis::add);
  }

  /** The identifier that ECS gives a task is its only secret; here a query is another. */
  private IrsaCredentials.Builder ofEcs(ScriptedServer server) {
    BlockingQueue<IrsaEvent> ofThis = new LinkedBlockingQueue<>();
    events = ofThis;
    return IrsaCredentials.builder()
        .environment(
            Map.of(
                "AWS_CONTAINER_SERVICE_ENDPOINT",
                server.uri().toString(),
                "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
                "/v2/credentials/" + IDENTIFIER + "?key=" + QUERY))
        .deadline(Duration.ofMillis(300))
        .listener(ofThis::add);
  }

  @Test
  void theIdentifierOfAnEcsTaskIsInNoTextOfASuccess() throws Exception {
    try (CapturedLogs logs = CapturedLogs.open();
        ScriptedServer server = answering(200, success());
        IrsaCredentials handle = ofEcs(server).build()) {
      String credentials = handle.credentials().toString();
      logs.await("/***");

      assertClean(handle, logs, credentials + events.take());
      assertEquals(server.uri().resolve("/***"), handle.status().endpoint());
      assertTrue(server.requests().get(0).contains(IDENTIFIER + "?key=" + QUERY));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("echoes")
  void theIdentifierOfAnEcsTaskIsInNoTextOfAFailure(int status, String body) throws Exception {
    String echo = body.replace("%", "GET /v2/credentials/" + IDENTIFIER + "?key=" + QUERY);
    try (CapturedLogs logs = CapturedLogs.open();
        ScriptedServer server = answering(status, echo, ContainerResponses.PLAIN_TEXT);
        IrsaCredentials handle = ofEcs(server).build()) {
      CredentialsException failure = assertThrows(CredentialsException.class, handle::credentials);

      assertClean(
          handle,
          logs,
          events.take() + Secrets.allTextOf(failure) + failure.remedy() + failure.endpoint());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI, //",
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI, v2/",
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI, /a b/",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI, http://10.0.0.1/",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI, http://10.0.0.1?",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI, http://10.0.0.1/#",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI, http://10.0.0.1:0/",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI, 10.0.0.1/",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI, http:/",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI, ftp://a/",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI, http://a b/"
      })
  void aUriThatCannotBeUsedIsNotShown(String setting) {
    String[] pair = setting.split(", ", 2);
    try (IrsaCredentials handle =
        IrsaCredentials.builder()
            .environment(Map.of(pair[0], pair[1] + IDENTIFIER + "?key=" + QUERY))
            .build()) {
      CredentialsException failure = assertThrows(CredentialsException.class, handle::credentials);

      assertTrue(failure.getMessage().contains(pair[0]), failure::getMessage);
      Secrets.assertAbsent(Secrets.allTextOf(failure) + handle.status(), ALL, 10);
    }
  }

  /** Responds with a body in which % is replaced by the token that was sent. */
  private static ScriptedServer answering(int status, String body, String... headers) {
    return ScriptedServer.plain(
        connection -> {
          String request = connection.readRequest();
          String token = request.replaceAll("(?s).*Authorization: ([^\r]*)\r.*", "$1");
          connection.answer(status, body.replace("%", token), headers);
        });
  }

  private static String success() {
    return ContainerResponses.success(Instant.now().plus(Duration.ofHours(6)).toString());
  }

  private void assertClean(IrsaCredentials handle, CapturedLogs logs, String more) {
    String texts = handle.status() + " " + events + " " + logs.lines() + more;
    Secrets.assertAbsent(texts, ALL, 10);
  }

  @Test
  void aSuccessLeavesNone() throws Exception {
    try (CapturedLogs logs = CapturedLogs.open();
        ScriptedServer server = answering(200, success())) {
      for (boolean file : new boolean[] {true, false}) {
        try (IrsaCredentials handle = (file ? withFile(server) : withToken(server)).build()) {
          String credentials = handle.credentials().toString();
          IrsaEvent event = events.take();

          assertInstanceOf(IrsaEvent.Refreshed.class, event);
          assertClean(handle, logs, credentials + event);
          assertTrue(server.requests().get(0).contains(ContainerResponses.TOKEN));
        }
      }
      assertTrue(server.requests().get(1).contains(OPAQUE));
      assertFalse(logs.lines().isEmpty(), "nothing captured, so nothing proven");
    }
  }

  /** What else may echo them is tested where responses are read. */
  static Stream<Arguments> echoes() {
    String both = "%, % and %";
    return Stream.of(
        arguments(400, ContainerResponses.error("AccessDeniedException", both)),
        arguments(500, both),
        arguments(200, both));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("echoes")
  void aServerThatEchoesTheTokenLeavesNone(int status, String body) throws Exception {
    try (CapturedLogs logs = CapturedLogs.open();
        ScriptedServer server = answering(status, body, ContainerResponses.PLAIN_TEXT)) {
      for (boolean file : new boolean[] {true, false}) {
        try (IrsaCredentials handle = (file ? withFile(server) : withToken(server)).build()) {
          CredentialsException failure =
              assertThrows(CredentialsException.class, handle::credentials);

          IrsaEvent event = events.take();
          assertInstanceOf(IrsaEvent.RefreshFailed.class, event);
          assertClean(handle, logs, event + Secrets.allTextOf(failure) + failure.remedy());
        }
      }
      assertFalse(logs.lines().isEmpty(), "nothing captured, so nothing proven");
    }
  }

  @Test
  void aTokenThatCannotBeSentLeavesNone() throws Exception {
    String[] wrong = {OPAQUE + "\n" + OPAQUE, OPAQUE + "\u0000", OPAQUE + "\u00e4"};
    for (String token : wrong) {
      Path file = Files.writeString(folder.resolve("wrong"), token);
      try (CapturedLogs logs = CapturedLogs.open();
          ScriptedServer server = answering(200, success());
          IrsaCredentials ofFile =
              builder(server, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", file.toString()).build();
          IrsaCredentials ofVariable =
              builder(server, "AWS_CONTAINER_AUTHORIZATION_TOKEN", token).build()) {
        for (IrsaCredentials handle : List.of(ofFile, ofVariable)) {
          CredentialsException failure =
              assertThrows(CredentialsException.class, handle::credentials);

          assertClean(handle, logs, Secrets.allTextOf(failure) + failure.remedy());
        }
        assertTrue(server.requests().isEmpty(), "nothing was sent");
      }
    }
  }
}
