package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.fake.DeafPort;
import dev.irsa.fake.ScriptedServer;
import dev.irsa.fake.ScriptedServer.Script;
import dev.irsa.fake.StsResponses;
import dev.irsa.internal.config.Environment;
import dev.irsa.internal.config.Overrides;
import dev.irsa.testkit.http.LabCertificateAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keeps {@code docs/errors.md} true: every message on it is thrown here, by the code itself. */
final class ErrorsPageTest {

  private static final Path PAGE = Path.of("..", "docs", "errors.md");
  private static final String USUAL_FILE =
      "/var/run/secrets/eks.amazonaws.com/serviceaccount/token";
  private static final String STS = "https://sts.eu-west-1.amazonaws.com/";

  @TempDir Path folder;

  private final StringBuilder page = new StringBuilder();

  @Test
  void thePageShowsTheMessagesThatTheCodeThrows() throws Exception {
    introduce();
    misconfigured();
    tokenUnavailable();
    rejected();
    unavailable();

    Path written = Path.of("target", "errors.md");
    Files.writeString(written, page);
    assertEquals(
        page.toString(),
        Files.exists(PAGE) ? Files.readString(PAGE) : "",
        "docs/errors.md differs from what the code says; if the code is right, copy "
            + written.toAbsolutePath());
  }

  private void introduce() {
    page.append("# Errors\n\n")
        .append("Everything that irsa throws instead of credentials is a `CredentialsException` of")
        .append(" one of four kinds. Each carries what it knows as accessors (`failureKind()`,")
        .append(" `isRetryable()`, `code()`, `requestId()`, `roleArn()`, `endpoint()`,")
        .append(
            " `attempts()`, `elapsed()`, `nextAttemptAt()`), says in `summary()` what was tried")
        .append(" and in `remedy()` what to do, and holds no token and no secret. The messages on")
        .append(" this page are compared with the code by a test; times and request ids are")
        .append(" examples.\n\n")
        .append("While credentials are valid no error reaches a caller: the refresh that failed is")
        .append(" reported by the listener, the log and `IrsaStatus`, and is tried again.\n");
  }

  private void kind(String name, String meaning) {
    page.append("\n## ").append(name).append("\n\n").append(meaning).append('\n');
  }

  private void entry(String title, CredentialsException failure, String cause, String fix) {
    String message =
        failure
            .getMessage()
            .replaceAll("http://127\\.0\\.0\\.1:\\d+/", STS)
            .replaceAll("https://127\\.0\\.0\\.1:\\d+/", STS)
            .replaceAll("\\(1 attempt, \\d+ ms\\)", "(1 attempt, 42 ms)")
            .replaceAll("failed after \\d+ ms", "failed after 42 ms")
            .replaceAll("on port \\d+", "on port 443")
            .replaceAll("proxy http://127\\.0\\.0\\.1:\\d+", "proxy http://10.0.0.9:3128")
            // Newer JDKs alone name the alert.
            .replace("(certificate_unknown) ", "")
            .replace(folder.resolve("token").toString(), USUAL_FILE)
            .replace(folder.toString(), "/var/run/secrets");
    page.append("\n### ").append(title).append("\n\n```text\n");
    page.append(message).append("\n```\n\n");
    page.append("**Cause.** ").append(cause).append("\n\n");
    page.append("**Fix.** ").append(fix).append('\n');
  }

  // The four kinds.

  private void misconfigured() throws IOException {
    Files.writeString(folder.resolve("token"), StsResponses.TOKEN);
    kind(
        "MisconfiguredException",
        "Configuration is missing or wrong. Nothing is sent and nothing is retried; all problems"
            + " are listed at once (`problems()`), each with its origin and its fix.");
    entry(
        "Not an IRSA pod",
        misconfiguration(Map.of()),
        "Neither a role nor a token file is set: the process runs outside a pod, or in a pod that"
            + " the webhook did not see. `isIrsaPod()` is false, so a provider chain goes on.",
        "Annotate the service account and create the pod anew.");
    entry(
        "Half a configuration",
        misconfiguration(
            Map.of(
                "AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/cart", "AWS_REGION", "eu-west-1")),
        "The container presets one of the two variables, and the webhook then injects neither.",
        "Remove the preset, or set both. A chain stops here and never falls back to the node's role.");
    entry(
        "Several problems",
        misconfiguration(
            Map.of(
                "AWS_ROLE_ARN", "arn:aws:iam::111122223333:user/cart",
                "AWS_WEB_IDENTITY_TOKEN_FILE", USUAL_FILE,
                "AWS_USE_FIPS_ENDPOINT", "yes",
                "AWS_ENDPOINT_URL_STS", "http://sts.example.test")),
        "What stands behind \"from\" is the variable, property or builder that the value came from.",
        "Each line names its own.");
    entry(
        "A proxy's password in clear text",
        misconfiguration(
            Map.of(
                "AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/cart",
                "AWS_WEB_IDENTITY_TOKEN_FILE", USUAL_FILE,
                "AWS_REGION", "eu-west-1",
                "HTTPS_PROXY", "http://user:password@10.0.0.9:3128")),
        "The proxy is beyond loopback and is spoken to without TLS. A proxy that would not be used,"
            + " since `no_proxy` exempts STS or code sets another, is never an error.",
        "See [proxies](adopting.md#proxies).");
    entry(
        "The CA bundle is missing",
        attemptAt("token", STS, Map.of("AWS_CA_BUNDLE", folder.resolve("ca.pem").toString())),
        "The file is not there, or is no PEM file. Found by the first call; the next one looks"
            + " again.",
        "Mount the ConfigMap or secret that holds it at this path.");
    entry(
        "No region",
        misconfiguration(
            Map.of(
                "AWS_ROLE_ARN",
                "arn:aws:iam::111122223333:role/cart",
                "AWS_WEB_IDENTITY_TOKEN_FILE",
                USUAL_FILE)),
        "The webhook injects the region unless the container presets it empty.",
        "Set AWS_REGION. The global endpoint is never used in silence.");
    entry(
        "Region and role of different partitions",
        misconfiguration(
            Map.of(
                "AWS_ROLE_ARN", "arn:aws-cn:iam::111122223333:role/cart",
                "AWS_WEB_IDENTITY_TOKEN_FILE", USUAL_FILE,
                "AWS_REGION", "eu-west-1")),
        "A role exists in one partition only, and so does an endpoint of STS.",
        "Correct the one that is wrong.");
    Files.delete(folder.resolve("token"));
  }

  private void tokenUnavailable() throws Exception {
    kind(
        "TokenUnavailableException",
        "The token file cannot be used, so STS is not called. Tried again with backoff, and at once"
            + " when the file changes. Reading it is given up after two seconds: a pipe that takes"
            + " its place, or a file system that hangs, holds up one thread and no caller.");
    Files.createDirectories(folder.resolve("directory"));
    Files.writeString(folder.resolve("empty"), "");
    Files.writeString(folder.resolve("half"), StsResponses.TOKEN.substring(0, 70));
    entry(
        "The file is missing",
        attempt("token", connection -> {}),
        "The volume is not mounted yet, or the pod has no projected token.",
        "Look for the volume `aws-iam-token` in the pod's spec.");
    entry(
        "The path is a directory",
        attempt("directory", connection -> {}),
        "AWS_WEB_IDENTITY_TOKEN_FILE names the mount instead of the file in it.",
        "Add the file's name.");
    entry(
        "The file is empty",
        attempt("empty", connection -> {}),
        "Something else than kubelet writes the file.",
        "Mount the projected volume itself.");
    entry(
        "The file holds no token",
        attempt("half", connection -> {}),
        "A copy was taken while the file was written, or it is another file.",
        "Mount the projected volume itself.");
  }

  private void rejected() throws Exception {
    kind(
        "ExchangeRejectedException",
        "STS read the request and refused it. Tried again at long intervals only (60 s doubling to"
            + " 5 min), since time alone seldom helps; at once when another token is the cure and"
            + " the file has changed.");
    refusal(
        "AccessDenied",
        403,
        "Not authorized to perform sts:AssumeRoleWithWebIdentity",
        "The role's trust policy does not allow this service account, or the role does not exist.",
        "Compare the policy with the claims in the message.");
    refusal(
        "InvalidIdentityToken",
        400,
        "No OpenIDConnect provider found in your account for"
            + " https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE",
        "The account of the role has no IAM OIDC provider for this cluster.",
        "Create it (`eksctl utils associate-iam-oidc-provider`), in the role's account.");
    refusal(
        "InvalidIdentityToken",
        400,
        "Incorrect token audience",
        "The token was made for somebody else than STS.",
        "Make the audience of the volume a client id of the provider.");
    refusal(
        "ExpiredTokenException",
        400,
        "Token expired: current date/time must be before the expiration date/time",
        "kubelet did not replace the token, or the file is a copy.",
        "Mount the projected volume itself; look after kubelet on that node.");
    refusal(
        "RegionDisabledException",
        403,
        "STS is not activated in this region for account:111122223333",
        "The account has switched STS off in this region.",
        "Activate it, or use another region.");
    refusal(
        "PackedPolicyTooLarge",
        400,
        "Packed size of the session policy exceeds the limit",
        "The session policies are too large together.",
        "Shorten them.");
    refusal(
        "ValidationError",
        400,
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
        "A parameter is not what the role allows.",
        "Lower IRSA_SESSION_DURATION_SECONDS, or raise the role's maximum.");
  }

  private void refusal(String code, int status, String message, String cause, String fix)
      throws Exception {
    Files.writeString(folder.resolve("token"), StsResponses.TOKEN);
    entry(
        code + ": " + message,
        attempt("token", answer(status, StsResponses.error(code, message))),
        cause,
        fix);
  }

  private void unavailable() throws Exception {
    kind(
        "ExchangeUnavailableException",
        "No usable answer: nothing came, STS is throttling or failing, or something else answered."
            + " Retried with jittered backoff behind the cache; `stage()` says how far the call"
            + " came.");
    entry(
        "The issuer's keys could not be fetched",
        attempt(
            "token",
            answer(
                400,
                StsResponses.error(
                    "InvalidIdentityToken",
                    "Couldn't retrieve verification key from your identity provider, please"
                        + " reference AssumeRoleWithWebIdentity documentation for requirements"))),
        "A fault between STS and the issuer; the code is that of a bad token, the meaning is not.",
        "None, as a rule. If it lasts: the issuer must be public.");
    entry(
        "Throttled",
        attempt("token", answer(400, StsResponses.error("Throttling", "Rate exceeded"))),
        "The account calls STS too often.",
        "None: the next call waits longer.");
    entry(
        "STS fails",
        attempt("token", answer(503, StsResponses.error("ServiceUnavailable", "Try later"))),
        "A fault of STS.",
        "None: it is tried again.");
    entry(
        "A proxy or gateway answers",
        attempt("token", answer(502, "<html>Bad gateway</html>", "Content-Type: text/html")),
        "The answer has no error document of STS; its body is not repeated.",
        "Look at what stands between the pod and STS.");
    entry(
        "An answer that cannot be read",
        attempt("token", answer(200, "<html>Please log in</html>")),
        "A captive page, or an answer cut short.",
        "Look at what stands between the pod and STS.");
    entry(
        "Nobody listens",
        refusedConnection(),
        "The connection was refused.",
        "A private cluster needs an interface endpoint of STS, or a proxy.");
    entry(
        "The proxy does not answer",
        silentProxy(),
        "Nothing listens there, or a network policy is in the way. STS was not reached.",
        "Correct the setting that is named, or exempt STS from the proxy.");
    entry(
        "The proxy refuses",
        proxied(answer(403, "No", "Content-Type: text/html")),
        "The proxy does not let this pod connect to STS.",
        "Allow it there, or exempt STS from the proxy.");
    entry(
        "The proxy asks for a password",
        proxied(answer(407, "Who?")),
        "The URL of the proxy holds no user and password.",
        "See [proxies](adopting.md#proxies).");
    entry(
        "An unknown authority",
        unknownAuthority(),
        "A proxy opens TLS with a certificate of its own, or the trust store is too old.",
        "Put the authority into AWS_CA_BUNDLE.");
  }

  // How each is provoked.

  private static CredentialsException misconfiguration(Map<String, String> variables) {
    return assertThrows(
        MisconfiguredException.class,
        () ->
            ResolvedSettings.resolve(
                Environment.of(variables, Map.of()), Overrides.none(), null, null));
  }

  private static Script answer(int status, String body, String... headers) {
    return connection -> {
      connection.readRequest();
      connection.answer(status, body, headers);
    };
  }

  private CredentialsException attempt(String file, Script script) {
    try (ScriptedServer server = ScriptedServer.plain(script)) {
      return attemptAt(file, server.uri().toString());
    }
  }

  private CredentialsException attemptAt(String file, String endpoint) {
    return attemptAt(file, endpoint, Map.of());
  }

  private CredentialsException attemptAt(String file, String endpoint, Map<String, String> more) {
    Map<String, String> variables = new HashMap<>(more);
    variables.put("AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/cart");
    variables.put("AWS_WEB_IDENTITY_TOKEN_FILE", folder.resolve(file).toString());
    variables.put("AWS_ENDPOINT_URL_STS", endpoint);
    Instant written = Instant.ofEpochSecond(1_795_622_500);
    WebIdentityExchange source =
        WebIdentityExchange.of(
            ResolvedSettings.resolve(
                Environment.of(variables, Map.of()), Overrides.none(), null, null),
            Clock.fixed(written, ZoneOffset.UTC),
            System::nanoTime);
    stamp(folder.resolve(file), written.minusSeconds(90_000));
    return assertThrows(
        CredentialsException.class, () -> source.call(Duration.ofSeconds(30), () -> {}).run());
  }

  private static void stamp(Path file, Instant time) {
    try {
      if (Files.isRegularFile(file)) {
        Files.setLastModifiedTime(file, FileTime.from(time));
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private CredentialsException refusedConnection() {
    try (DeafPort nobody = new DeafPort()) {
      return attemptAt("token", nobody.uri().toString());
    }
  }

  private CredentialsException proxied(Script script) {
    try (ScriptedServer proxy = ScriptedServer.plain(script)) {
      return attemptThrough("http://127.0.0.1:" + proxy.port());
    }
  }

  private CredentialsException silentProxy() {
    try (DeafPort nobody = new DeafPort()) {
      return attemptThrough("http://127.0.0.1:" + nobody.uri().getPort());
    }
  }

  private CredentialsException attemptThrough(String proxy) {
    return attemptAt("token", STS, Map.of("HTTPS_PROXY", proxy));
  }

  private CredentialsException unknownAuthority() {
    try (ScriptedServer server =
        ScriptedServer.tls(
            LabCertificateAuthority.create().serverContext("127.0.0.1"), connection -> {})) {
      return attemptAt("token", server.uri().toString());
    }
  }
}
