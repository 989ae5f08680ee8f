package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.CredentialsRequest;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.fake.ContainerResponses;
import dev.irsa.fake.DeafPort;
import dev.irsa.fake.ScriptedServer;
import dev.irsa.fake.ScriptedServer.Script;
import dev.irsa.fake.StsResponses;
import dev.irsa.fake.Variables;
import dev.irsa.internal.config.Configuration;
import dev.irsa.internal.config.Environment;
import dev.irsa.internal.config.GivenSettings;
import dev.irsa.internal.config.Resolver;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.exchange.Exchange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** Provokes the errors of container credentials for the page. */
final class ContainerErrors {

  private static final String URI = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
  private static final String TOKEN_FILE = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";
  private static final Instant NOW = Instant.ofEpochSecond(1_795_622_500);
  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofSeconds(1);

  private final ErrorsPage page;
  private final Path token;

  ContainerErrors(ErrorsPage page, Path folder) {
    this.page = page;
    this.token = folder.resolve("authorization");
  }

  void provoke() throws Exception {
    misconfigured();
    refused();
    unavailable();
  }

  private void misconfigured() {
    String file = ErrorsPage.USUAL_AUTHORIZATION;
    misconfiguration(TOKEN_FILE, file);
    misconfiguration(URI, ErrorsPage.AGENT);
    misconfiguration(
        "AWS_ROLE_ARN",
        TestPod.ROLE,
        "AWS_REGION",
        "eu-west-1",
        URI,
        ErrorsPage.AGENT,
        TOKEN_FILE,
        file);
    misconfiguration(URI, "169.254.170.23/v1/credentials", TOKEN_FILE, "/token");
    misconfiguration(URI, "http://198.51.100.7/creds", TOKEN_FILE, "/token");
    page.shows(resolvedElsewhere());
    page.showsResolved(
        GivenSettings.none().withText(Setting.SESSION_POLICY, "{}"),
        Map.of(URI, ErrorsPage.AGENT, TOKEN_FILE, file));
    page.shows(anotherRole());
  }

  private void refused() throws Exception {
    attempt(
        400,
        ContainerResponses.error(
            "AccessDeniedException",
            "Unauthorized Exception! EKS does not have permissions to assume the associated"
                + " role."));
    attempt(
        404,
        ContainerResponses.error(
            "ResourceNotFoundException",
            "No association found for service account cart in namespace shop."));
    attempt(400, "Service account token failed basic claim validations: token is expired\n");
    attempt(
        StsResponses.TOKEN,
        400,
        ContainerResponses.error("InvalidTokenException", "The token is not valid."));
    attempt(
        403,
        "Access Denied. Called agent through invalid address, please use either"
            + " [169.254.170.23 fd00:ec2::23] address not agent.example.test\n");
  }

  private void unavailable() throws Exception {
    attempt(429, ContainerResponses.error("ThrottlingException", "Rate exceeded"));
    attempt(500, "[]\n");
    page.shows(refusedConnection());
    attempt(ScriptedServer.Connection::hold, SHORT);
    attempt(Script.answer(502, "<html>Bad gateway</html>", "Content-Type: text/html"), BOUND);
    attempt(200, "{\"Code\":\"Success\"}");
    page.shows(outlasting());
  }

  // How each one is provoked.

  private void misconfiguration(String... variables) {
    page.showsResolved(GivenSettings.none(), Variables.of(variables));
  }

  private static CredentialsException anotherRole() {
    Configuration settings =
        Resolver.resolve(
                Environment.of(Map.of(URI, ErrorsPage.AGENT, TOKEN_FILE, "/token"), Map.of()),
                GivenSettings.none())
            .valid();
    return assertThrows(
        MisconfiguredException.class,
        () ->
            Resolver.view(
                    settings,
                    GivenSettings.of(RoleRequest.of("arn:aws:iam::111122223333:role/audit"), false))
                .valid());
  }

  /** A number, which the system resolves without a query. */
  private CredentialsException resolvedElsewhere() {
    return attemptAt("http://3325256711/creds", BOUND);
  }

  private void attempt(int status, String body) throws Exception {
    attempt(ContainerResponses.TOKEN, status, body);
  }

  private void attempt(String text, int status, String body) throws Exception {
    Files.writeString(token, text);
    attempt(Script.answer(status, body, ContainerResponses.PLAIN_TEXT), BOUND);
  }

  private void attempt(Script script, Duration bound) {
    try (ScriptedServer server = ScriptedServer.plain(script)) {
      page.shows(attemptAt(server.uri().resolve("/v1/credentials").toString(), bound));
    }
  }

  private CredentialsException refusedConnection() {
    try (DeafPort nobody = new DeafPort()) {
      return attemptAt(nobody.uri().resolve("/v1/credentials").toString(), SHORT);
    }
  }

  /** Returns the failure of a call for credentials that last longer than the agent's. */
  private CredentialsException outlasting() throws Exception {
    String end = Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofHours(6)).toString();
    Files.writeString(token, ContainerResponses.TOKEN);
    try (ScriptedServer server =
            ScriptedServer.plain(
                Script.answer(200, ContainerResponses.success(end), ContainerResponses.JSON));
        IrsaCredentials handle =
            IrsaCredentials.builder()
                .environment(
                    Map.of(
                        URI,
                        server.uri().resolve("/v1/credentials").toString(),
                        TOKEN_FILE,
                        token.toString()))
                .build()) {
      return assertThrows(
          CredentialsException.class,
          () ->
              handle.credentials(
                  CredentialsRequest.standard().withMinimumValidity(Duration.ofHours(8))));
    }
  }

  private CredentialsException attemptAt(String uri, Duration bound) {
    Exchange source = EnvironmentExchange.at(NOW, Map.of(URI, uri, TOKEN_FILE, token.toString()));
    return assertThrows(
        CredentialsException.class,
        () -> {
          if (Files.notExists(token)) {
            Files.writeString(token, ContainerResponses.TOKEN);
          }
          Files.setLastModifiedTime(token, FileTime.from(NOW.minusSeconds(90_000)));
          source.run(EnvironmentExchange.call(bound));
        });
  }
}
