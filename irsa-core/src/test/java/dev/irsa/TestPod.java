package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.CredentialsRequest;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.credentials.WebIdentityExchange;
import dev.irsa.fake.StsResponses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The pod of most tests of handles: its role, its token file, and what it calls. */
final class TestPod {

  static final String ROLE = "arn:aws:iam::111122223333:role/cart";

  private TestPod() {}

  /** Writes the pod's token into a folder. */
  static Path token(Path folder) {
    try {
      return Files.writeString(folder.resolve("token"), StsResponses.TOKEN);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a builder whose handles call STS by a client of the application. */
  static IrsaCredentials.Builder calling(WebIdentityExchange client, Path token) {
    return IrsaCredentials.builder()
        .environment(Map.of())
        .roleArn(ROLE)
        .webIdentityTokenFile(token)
        .region("eu-west-1")
        .webIdentityExchange(client);
  }

  /** Returns a response with credentials of an hour. */
  static WebIdentityExchange.Response issued(String key) {
    return issued(key, Duration.ofHours(1));
  }

  /** Returns a response with credentials. */
  static WebIdentityExchange.Response issued(String key, Duration lifetime) {
    return WebIdentityExchange.Response.of(
        SessionCredentials.of(key, "secret", "token", Instant.now().plus(lifetime))
            .withAccountId("111122223333"));
  }

  /** Asks until the failure is the expected one: a busy machine may not have come so far. */
  static void failUntil(IrsaCredentials irsa, String expected) {
    CredentialsRequest soon = CredentialsRequest.standard().withTimeout(Duration.ofMillis(100));
    String message;
    do {
      message =
          String.valueOf(
              assertThrows(CredentialsException.class, () -> irsa.credentials(soon)).getMessage());
    } while (!message.contains(expected));
  }

  /**
   * Returns views for many roles. Twenty of them share a handle and an endpoint, which is as many
   * as may be called in a second.
   */
  static List<IrsaCredentials> roles(WebIdentityExchange client, Path token, int count) {
    List<IrsaCredentials> views = new ArrayList<>();
    for (int first = 0; first < count; first += 20) {
      IrsaCredentials handle =
          calling(client, token)
              .endpointOverride(URI.create("https://sts-" + first + ".example"))
              .deadline(Duration.ofSeconds(2))
              .build();
      for (int role = first; role < Math.min(first + 20, count); role++) {
        views.add(handle.forRole("arn:aws:iam::111122223333:role/app-" + role));
      }
    }
    return views;
  }
}
