package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No text contains a secret that cannot be used; RulesOfAllProvidersTest has those that are used.
 */
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

  private IrsaCredentials.Builder builder(ScriptedServer server, String variable, String value) {
    URI uri = server.uri().resolve("/v1/credentials");
    BlockingQueue<IrsaEvent> ofThis = new LinkedBlockingQueue<>();
    events = ofThis;
    return IrsaCredentials.builder()
        .environment(Map.of("AWS_CONTAINER_CREDENTIALS_FULL_URI", uri.toString(), variable, value))
        .deadline(Duration.ofMillis(300))
        .addListener(ofThis::add);
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

  private void assertClean(IrsaCredentials handle, CapturedLogs logs, String more) {
    String texts = handle.status() + " " + events + " " + logs.lines() + more;
    Secrets.assertAbsent(texts, ALL, 10);
  }

  @Test
  void aTokenThatCannotBeSentLeavesNone() throws Exception {
    String[] wrong = {OPAQUE + "\n" + OPAQUE, OPAQUE + "\u0000", OPAQUE + "\u00e4"};
    for (String token : wrong) {
      Path file = Files.writeString(folder.resolve("wrong"), token);
      try (CapturedLogs logs = CapturedLogs.open();
          ScriptedServer server = ScriptedServer.answering(200, ContainerResponses.success());
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
