package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.fake.ContainerResponses;
import dev.irsa.fake.DeafPort;
import dev.irsa.fake.ScriptedServer;
import dev.irsa.fake.ScriptedServer.Script;
import dev.irsa.fake.StsResponses;
import dev.irsa.internal.config.Environment;
import dev.irsa.internal.config.Overrides;
import dev.irsa.internal.config.Setting;
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
  private static final Duration SHORT = Duration.ofMillis(200);

  private final ErrorsPage page;
  private final Path token;

  ContainerErrors(ErrorsPage page, Path folder) {
    this.page = page;
    this.token = folder.resolve("authorization");
  }

  void write() throws Exception {
    page.kind(
        "Container credentials (EKS Pod Identity, ECS)",
        "The exceptions are the same four kinds; `roleArn()` is null, because only the endpoint knows"
            + " the role. A chain stops at them and never falls back to the node's role.");
    misconfigured();
    refused();
    unavailable();
  }

  private void misconfigured() {
    page.entry(
        "A token without a URI",
        misconfiguration(Map.of(TOKEN_FILE, ErrorsPage.USUAL_AUTHORIZATION)),
        "The container presets or removes one of the two variables.",
        "Remove the preset, and create the pod anew.");
    page.entry(
        "The agent's URI without a token",
        misconfiguration(Map.of(URI, ErrorsPage.AGENT)),
        "The container presets or removes one of the two variables.",
        "Remove the preset, and create the pod anew.");
    page.entry(
        "Half of IRSA beside EKS Pod Identity",
        misconfiguration(
            Map.of(
                "AWS_ROLE_ARN",
                "arn:aws:iam::111122223333:role/cart",
                "AWS_REGION",
                "eu-west-1",
                URI,
                ErrorsPage.AGENT,
                TOKEN_FILE,
                ErrorsPage.USUAL_AUTHORIZATION)),
        "The container presets a role. IRSA goes before Pod Identity, as in the AWS SDKs, and even a"
            + " part of it is never ignored.",
        "Remove the variable.");
    page.entry(
        "A URI without a scheme",
        misconfiguration(Map.of(URI, "169.254.170.23/v1/credentials", TOKEN_FILE, "/token")),
        "The variable was set by hand.",
        "Correct it, or leave it to EKS.");
    page.entry(
        "Plain http to another host",
        misconfiguration(Map.of(URI, "http://198.51.100.7/creds", TOKEN_FILE, "/token")),
        "Without TLS the token is sent only to addresses that do not leave the node.",
        "Use https, or a server beside the container.");
    page.entry(
        "A name with the address of another host",
        resolvedElsewhere(),
        "The name of the URI resolves to an address that leaves the node.",
        "Use https, or the address of a server beside the container.");
    page.entry(
        "A session policy",
        misconfiguration(
            Overrides.none().with(Setting.SESSION_POLICY, "{}"),
            Map.of(URI, ErrorsPage.AGENT, TOKEN_FILE, ErrorsPage.USUAL_AUTHORIZATION)),
        "The endpoint determines the session.",
        "Remove the policy, or chain a role that has fewer permissions.");
    page.entry(
        "`forRole` with container credentials",
        anotherRole(),
        "Only a web identity token can be exchanged for the credentials of several roles.",
        "Assume the other role with the credentials of the first one.");
  }

  private void refused() throws Exception {
    page.entry(
        "AccessDeniedException",
        attempt(
            400,
            ContainerResponses.error(
                "AccessDeniedException",
                "Unauthorized Exception! EKS does not have permissions to assume the associated"
                    + " role.")),
        "The trust policy of the associated role does not allow EKS Pod Identity.",
        "Correct it as shown.");
    page.entry(
        "ResourceNotFoundException",
        attempt(
            404,
            ContainerResponses.error(
                "ResourceNotFoundException",
                "No association found for service account cart in namespace shop.")),
        "The service account does not have an association, or a new one did not arrive yet.",
        "Create it as shown.");
    page.entry(
        "The token has expired",
        attempt(400, "Service account token failed basic claim validations: token is expired\n"),
        "kubelet did not replace the token, or the file is a copy.",
        "Mount the projected volume itself; check kubelet on that node.");
    page.entry(
        "The token of another audience",
        attempt(
            StsResponses.TOKEN,
            400,
            ContainerResponses.error("InvalidTokenException", "The token is not valid.")),
        "The variable names the token of IRSA.",
        "Remove the preset variable, and create the pod anew.");
    page.entry(
        "The agent called through another address",
        attempt(
            403,
            "Access Denied. Called agent through invalid address, please use either"
                + " [169.254.170.23 fd00:ec2::23] address not agent.example.test\n"),
        "The agent accepts requests to its own addresses only.",
        "Use the URI that EKS injects.");
  }

  private void unavailable() throws Exception {
    page.entry(
        "The agent or EKS Auth throttles",
        attempt(429, ContainerResponses.error("ThrottlingException", "Rate exceeded")),
        "Too many pods asked at once.",
        "None is needed: the next call waits longer.");
    page.entry(
        "EKS Auth does not respond to the agent",
        attempt(500, "[]\n"),
        "The agent's own request to EKS Auth failed or took too long.",
        "A private cluster needs an interface endpoint for EKS Auth.");
    page.entry(
        "The agent does not run",
        refusedConnection(),
        "Nothing listens at this address. The connection is tried again for up to 7 s, because the"
            + " agent of a new node may start after its pods.",
        "Install the add-on eks-pod-identity-agent; see the message for pods that cannot have it.");
    page.entry(
        "The agent stays silent",
        attempt(ScriptedServer.Connection::hold, SHORT),
        "The agent waits for EKS Auth, or something between drops the packets.",
        "Check the agent's log on that node.");
    page.entry(
        "Something else responds in place of the agent",
        attempt(Script.answer(502, "<html>Bad gateway</html>", "Content-Type: text/html"), BOUND),
        "A proxy or a service mesh takes the requests. Its body is not repeated.",
        "Exclude the agent's address from it.");
    page.entry(
        "A response without credentials",
        attempt(200, "{\"Code\":\"Success\"}"),
        "The endpoint is not one of container credentials.",
        "Check the URI.");
    page.entry(
        "Credentials must last longer than a session of the agent",
        outlasting(),
        "A caller needs credentials that last (`credentialsLasting`, `lasting` of a provider), for"
            + " longer than the sessions of the agent do. Only the agent determines their duration."
            + " Other callers are not affected.",
        "Request less; for more, use IRSA with a longer session duration.");
  }

  // How each one is provoked.

  private static CredentialsException misconfiguration(Map<String, String> variables) {
    return misconfiguration(Overrides.none(), variables);
  }

  private static CredentialsException misconfiguration(
      Overrides overrides, Map<String, String> variables) {
    return assertThrows(
        MisconfiguredException.class,
        () -> ResolvedSettings.resolve(Environment.of(variables, Map.of()), overrides, null, null));
  }

  private static CredentialsException anotherRole() {
    ResolvedSettings settings =
        ResolvedSettings.resolve(
            Environment.of(Map.of(URI, ErrorsPage.AGENT, TOKEN_FILE, "/token"), Map.of()),
            Overrides.none(),
            null,
            null);
    return assertThrows(
        MisconfiguredException.class,
        () -> settings.forRole(RoleRequest.of("arn:aws:iam::111122223333:role/audit")));
  }

  /** A number, which the system resolves without a query. */
  private CredentialsException resolvedElsewhere() {
    return attemptAt("http://3325256711/creds", BOUND);
  }

  private CredentialsException attempt(int status, String body) throws Exception {
    return attempt(ContainerResponses.TOKEN, status, body);
  }

  private CredentialsException attempt(String text, int status, String body) throws Exception {
    Files.writeString(token, text);
    return attempt(Script.answer(status, body, ContainerResponses.PLAIN_TEXT), BOUND);
  }

  private CredentialsException attempt(Script script, Duration bound) {
    try (ScriptedServer server = ScriptedServer.plain(script)) {
      return attemptAt(server.uri().resolve("/v1/credentials").toString(), bound);
    }
  }

  private CredentialsException refusedConnection() {
    try (DeafPort nobody = new DeafPort()) {
      return attemptAt(nobody.uri().resolve("/v1/credentials").toString(), SHORT);
    }
  }

  /** Returns the failure of a call for credentials that last longer than those of the agent. */
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
          CredentialsException.class, () -> handle.credentialsLasting(Duration.ofHours(8)));
    }
  }

  private CredentialsException attemptAt(String uri, Duration bound) {
    IdentityExchange source =
        EnvironmentExchange.at(NOW, Map.of(URI, uri, TOKEN_FILE, token.toString()));
    return assertThrows(
        CredentialsException.class,
        () -> {
          if (Files.notExists(token)) {
            Files.writeString(token, ContainerResponses.TOKEN);
          }
          Files.setLastModifiedTime(token, FileTime.from(NOW.minusSeconds(90_000)));
          source.call(bound, () -> {}).run();
        });
  }
}
