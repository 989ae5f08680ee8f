package dev.irsa;

import static dev.irsa.fake.ScriptedServer.Script.answer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.fake.DeafPort;
import dev.irsa.fake.ScriptedServer;
import dev.irsa.fake.ScriptedServer.Script;
import dev.irsa.fake.StsResponses;
import dev.irsa.internal.adapter.CredentialsSource;
import dev.irsa.internal.adapter.HandleSettings;
import dev.irsa.internal.adapter.IrsaSource;
import dev.irsa.internal.adapter.ProviderChain;
import dev.irsa.internal.adapter.ProviderSettings;
import dev.irsa.internal.adapter.ReopeningHandle;
import dev.irsa.internal.adapter.SdkTypes;
import dev.irsa.internal.config.Environment;
import dev.irsa.internal.config.Overrides;
import dev.irsa.internal.identity.IdentityToken;
import dev.irsa.internal.identity.TokenExchange;
import dev.irsa.internal.identity.WebIdentity;
import dev.irsa.internal.session.SessionRegistry;
import dev.irsa.testkit.http.LabCertificateAuthority;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Generates {@code docs/errors.md} from exceptions that the code throws, and compares it with the
 * page.
 */
final class ErrorsPageTest {

  private static final Path PAGE = Path.of("..", "docs", "errors.md");
  private static final String USUAL_FILE = ErrorsPage.USUAL_FILE;
  private static final String STS = ErrorsPage.STS;

  @TempDir Path folder;

  private ErrorsPage page;

  @Test
  void thePageShowsTheMessagesThatTheCodeThrows() throws Exception {
    page = new ErrorsPage(folder);
    introduce();
    misconfigured();
    tokenUnavailable();
    rejected();
    unavailable();
    new ContainerErrors(page, folder).write();
    chainFailed();

    Path written = Path.of("target", "errors.md");
    Files.writeString(written, page.text());
    assertEquals(
        page.text(),
        Files.exists(PAGE) ? Files.readString(PAGE) : "",
        "docs/errors.md differs from what the code says; if the code is right, copy "
            + written.toAbsolutePath());
  }

  private void introduce() {
    page.add(
        """
        # Errors

        Everything that irsa throws instead of credentials is a `CredentialsException` of one of
        four kinds. `summary()` says what was tried, `remedy()` what to do about it, and the message
        contains both; `failureKind()`, `isRetryable()`, `code()`, `requestId()`, `roleArn()`,
        `endpoint()`, `attempts()`, `elapsed()` and `nextAttemptAt()` are for programs. None of them
        contains a token or a secret. A test compares the messages on this page with the code;
        times and request ids are examples.

        While credentials are valid no error reaches a caller: a refresh that failed is reported to
        the listener, in the log and in `IrsaStatus`, and is tried again.
        """);
  }

  private void chainFailed() {
    page.kind(
        "When every provider of a chain failed",
        "An `IrsaCredentialsException` whose message contains that of each provider, in order. Their"
            + " exceptions are suppressed ones; the cause says why the process does not have a web"
            + " identity. A pod that is configured for IRSA never gets it: there the chain ends with"
            + " one of the errors above.");
    page.entry(
        "Outside a pod",
        assertThrows(IllegalStateException.class, ErrorsPageTest::askAChain),
        "Neither IRSA nor anything else is configured.",
        "Configure one of them; in a pod, annotate the service account and recreate the pod.");
  }

  private static void askAChain() {
    IrsaSource<Object> irsa =
        new ReopeningHandle<>(
            HandleSettings.none().with(core -> core.environment(Map.of())), new PageTypes());
    var keys = new PageSource("SystemPropertyCredentialsProvider", "aws.accessKeyId is not set");
    var node = new PageSource("InstanceProfileCredentialsProvider", "no metadata service answered");
    var chain =
        new ProviderChain<Object>(
            List.of(keys), irsa, () -> List.of(node), HandleSettings.none(), new PageTypes());
    Object unused = chain.credentials();
  }

  /** An SDK's provider without credentials. */
  private record PageSource(String name, String reason) implements CredentialsSource<Object> {
    @Override
    public Object credentials() {
      throw new IllegalStateException(reason);
    }

    @Override
    public CompletableFuture<Object> credentialsAsync() {
      return CompletableFuture.failedFuture(new IllegalStateException(reason));
    }

    @Override
    public boolean refresh() {
      return false;
    }

    @Override
    public void close() {}
  }

  /** The types of an SDK, of which only an exception is needed. */
  private record PageTypes() implements SdkTypes<Object> {
    @Override
    public Object credentials(SessionCredentials session, @Nullable IdentitySource source) {
      return session;
    }

    @Override
    public RuntimeException exception(CredentialsException failure) {
      return new IllegalStateException(failure.getMessage(), failure);
    }

    @Override
    public RuntimeException exceptionOfAll(
        String message, Throwable cause, List<? extends Throwable> failures) {
      return new IllegalStateException(message, cause);
    }
  }

  // The four kinds of exceptions.

  private void misconfigured() throws IOException {
    Files.writeString(folder.resolve("token"), StsResponses.TOKEN);
    page.kind(
        "MisconfiguredException",
        "Configuration is missing or wrong. Nothing is sent and nothing is retried. All problems are "
            + "listed at once (`problems()`), each with its origin and its fix.");
    page.entry(
        "Not an IRSA pod",
        misconfiguration(Map.of()),
        "Neither a role nor a token file is set: the process runs outside a pod, in a pod whose "
            + "service account was annotated later, or in one that was created while the webhook was "
            + "down. `isIrsaPod()` is false, so a provider chain goes on.",
        "Annotate the service account and recreate the pod.");
    page.entry(
        "Half a configuration",
        misconfiguration(
            Map.of(
                "AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/cart", "AWS_REGION", "eu-west-1")),
        "The container presets one of the two variables, and the webhook then injects neither.",
        "Remove the preset, or set both. A chain stops here and never falls back to the node's role.");
    page.entry(
        "Several problems",
        misconfiguration(
            Map.of(
                "AWS_ROLE_ARN", "arn:aws:iam::111122223333:user/cart",
                "AWS_WEB_IDENTITY_TOKEN_FILE", USUAL_FILE,
                "AWS_USE_FIPS_ENDPOINT", "yes",
                "AWS_ENDPOINT_URL_STS", "http://sts.example.test")),
        "The words after \"from\" name the variable, property or builder that the value came from.",
        "Each line has its own.");
    page.entry(
        "A proxy's password in clear text",
        misconfiguration(
            Map.of(
                "AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/cart",
                "AWS_WEB_IDENTITY_TOKEN_FILE", USUAL_FILE,
                "AWS_REGION", "eu-west-1",
                "HTTPS_PROXY", "http://user:password@10.0.0.9:3128")),
        "The proxy is not on loopback and does not use TLS. A proxy that would not be used, because "
            + "`no_proxy` exempts STS or code sets another one, is never an error.",
        "See [proxies](adopting.md#proxies).");
    page.entry(
        "An ARN in place of a setting",
        assertThrows(
            MisconfiguredException.class,
            () -> ProviderSettings.ofAssignments("arn:aws:iam::111122223333:role/cart")),
        "`create(...)` and the other entry points for frameworks take `key=value`.",
        "Name the key.");
    page.entry(
        "The CA bundle is missing",
        attemptAt("token", STS, Map.of("AWS_CA_BUNDLE", folder.resolve("ca.pem").toString())),
        "The file does not exist or is not a PEM file. The first call finds it; the next one checks "
            + "again.",
        "Mount the ConfigMap or secret that contains it at this path.");
    page.entry(
        "No region",
        misconfiguration(
            Map.of(
                "AWS_ROLE_ARN",
                "arn:aws:iam::111122223333:role/cart",
                "AWS_WEB_IDENTITY_TOKEN_FILE",
                USUAL_FILE)),
        "The webhook injects the region unless the container presets it empty.",
        "Set AWS_REGION. The global endpoint is never used in silence.");
    page.entry(
        "Region and role of different partitions",
        misconfiguration(
            Map.of(
                "AWS_ROLE_ARN", "arn:aws-cn:iam::111122223333:role/cart",
                "AWS_WEB_IDENTITY_TOKEN_FILE", USUAL_FILE,
                "AWS_REGION", "eu-west-1")),
        "A role exists in one partition only, and so does an endpoint of STS.",
        "Correct the one that is wrong.");
    page.entry(
        "An availability zone in place of a region",
        misconfiguration(
            Map.of(
                "AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/cart",
                "AWS_WEB_IDENTITY_TOKEN_FILE", USUAL_FILE,
                "AWS_REGION", "ap-northeast-2a")),
        "The variable was filled from the node's zone.",
        "Use the region's code.");
    page.entry(
        "Credentials must last longer than a session",
        outlasting(),
        "A caller needs credentials that last (`credentialsLasting`, `lasting` of a provider), for"
            + " longer than a session does. If no duration is set, the message says how long sessions last. Other callers"
            + " are not affected.",
        "Set a longer session duration, and raise the role's maximum session duration (`aws iam"
            + " update-role --max-session-duration`) if it is shorter; or request less.");
    page.entry(
        "More roles in use than `maxRoles`",
        manyRoles(),
        "The sessions of some roles were evicted while callers waited for them.",
        "Raise `maxRoles` on the builder above the number of roles that are used at once.");
    page.entry(
        "An invalid RoleRequest",
        invalidRequest(),
        "A value that the application made, often from the name of a tenant, does not have the form that"
            + " STS accepts. STS is not called, and the handle and its other roles are not affected.",
        "Correct the values that the message lists.");
    Files.delete(folder.resolve("token"));
  }

  private void tokenUnavailable() throws Exception {
    page.kind(
        "TokenUnavailableException",
        "The token file cannot be used, so STS is not called. Retried with a backoff, and at once when "
            + "the file changes. A read is abandoned after two seconds: a pipe in its place, or a file "
            + "system that hangs, blocks one thread and no caller.");
    Files.createDirectories(folder.resolve("directory"));
    Files.writeString(folder.resolve("empty"), "");
    Files.writeString(folder.resolve("half"), StsResponses.TOKEN.substring(0, 70));
    page.entry(
        "The file is missing",
        attempt("token", connection -> {}),
        "The volume is not mounted yet, or the pod has no projected token.",
        "Look for the volume `aws-iam-token` in the pod's spec.");
    page.entry(
        "The path is a directory",
        attempt("directory", connection -> {}),
        "AWS_WEB_IDENTITY_TOKEN_FILE names the mount point instead of the file in it.",
        "Add the file's name.");
    page.entry(
        "The file is empty",
        attempt("empty", connection -> {}),
        "Something other than kubelet writes the file.",
        "Mount the projected volume itself.");
    page.entry(
        "The file does not contain a token",
        attempt("half", connection -> {}),
        "A copy was taken while the file was written, or it is another file.",
        "Mount the projected volume itself.");
  }

  private void rejected() throws Exception {
    page.kind(
        "ExchangeRejectedException",
        "STS refused the request. Retried at long intervals only (60 s doubling to 5 min), because time "
            + "alone seldom helps; at once when another token may be accepted and the file has changed.");
    refusal(
        "AccessDenied",
        403,
        "Not authorized to perform sts:AssumeRoleWithWebIdentity",
        "The role does not exist, or its trust policy does not allow this service account. STS does "
            + "not say which.",
        "Check the name first; then compare the policy with the claims in the message.");
    refusal(
        "InvalidIdentityToken",
        400,
        "No OpenIDConnect provider found in your account for"
            + " https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE",
        "The account of the role does not have an IAM OIDC provider for this cluster.",
        "Create it (`eksctl utils associate-iam-oidc-provider`), in the role's account.");
    refusal(
        "InvalidIdentityToken",
        400,
        "Incorrect token audience",
        "The token was issued for another audience than STS.",
        "Make the audience of the volume a client id of the provider.");
    refusal(
        "ExpiredTokenException",
        400,
        "Token expired: current date/time must be before the expiration date/time",
        "kubelet did not replace the token, or the file is a copy.",
        "Mount the projected volume itself; check kubelet on that node.");
    refusal(
        "RegionDisabledException",
        403,
        "STS is not activated in this region for account:111122223333",
        "STS is deactivated in this region for the account.",
        "Activate it, or use another region.");
    refusal(
        "PackedPolicyTooLarge",
        400,
        "Packed size of the session policy exceeds the limit",
        "The session policies together are too large.",
        "Shorten them.");
    refusal(
        "ValidationError",
        400,
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
        "The session duration that was asked for is longer than the role allows.",
        "Lower IRSA_SESSION_DURATION_SECONDS, or raise the role's maximum.");
  }

  private void refusal(String code, int status, String message, String cause, String fix)
      throws Exception {
    Files.writeString(folder.resolve("token"), StsResponses.TOKEN);
    page.entry(
        code + ": " + message,
        attempt("token", answer(status, StsResponses.error(code, message))),
        cause,
        fix);
  }

  private void unavailable() throws Exception {
    page.kind(
        "ExchangeUnavailableException",
        "STS did not give a usable response: nothing came, it throttled the call or failed, or something "
            + "else responded. Retried with a jittered backoff behind the cache; `stage()` says how far "
            + "the call got.");
    page.entry(
        "The issuer's keys could not be fetched",
        attempt(
            "token",
            answer(
                400,
                StsResponses.error(
                    "InvalidIdentityToken",
                    "Couldn't retrieve verification key from your identity provider, please"
                        + " reference AssumeRoleWithWebIdentity documentation for requirements"))),
        "STS could not reach the issuer. It reports that under the code of an invalid token.",
        "Usually none is needed. If it lasts: the issuer must be reachable from the internet.");
    page.entry(
        "Throttled",
        attempt("token", answer(400, StsResponses.error("Throttling", "Rate exceeded"))),
        "The account calls STS too often.",
        "None is needed: the next call waits longer.");
    page.entry(
        "STS fails",
        attempt("token", answer(503, StsResponses.error("ServiceUnavailable", "Try later"))),
        "STS is failing.",
        "None is needed: the call is retried.");
    page.entry(
        "A proxy or gateway responds",
        attempt("token", answer(502, "<html>Bad gateway</html>", "Content-Type: text/html")),
        "The response does not contain an error document of STS. Its body is not repeated.",
        "Check what is between the pod and STS.");
    page.entry(
        "A response that cannot be read",
        attempt("token", answer(200, "<html>Please log in</html>")),
        "A captive portal, or a truncated response.",
        "Check what is between the pod and STS.");
    page.entry(
        "The connection is refused",
        refusedConnection(),
        "Nothing listens at this address.",
        "A private cluster needs an interface endpoint for STS, or a proxy.");
    page.entry(
        "STS accepts the connection and stays silent",
        silentSts(),
        "A firewall, service mesh or proxy on the way drops the packets.",
        "Check what is between the pod and STS.");
    page.entry(
        "An application's own client does not get a response",
        givenClient(),
        "The exchange is made by a client of the application (`webIdentityExchange`, `stsClient`), which threw an"
            + " exception that is not a response of STS.",
        "Check that client. Errors that STS itself returned are listed as without it.");
    page.entry(
        "The caller's deadline passes",
        impatientCaller(),
        "A caller waited as long as its deadline allows; the refresh goes on without it.",
        "If it happens while STS is well, raise `deadline` on the builder.");
    page.entry(
        "Credentials that last cannot be refreshed",
        expiringTooSoon(),
        "A caller needs credentials that last (`credentialsLasting`, `lasting` of a provider). The current ones expire too"
            + " soon, and the refresh failed. Other callers get the current ones.",
        "That of the cause, which the message contains.");
    page.entry(
        "The proxy does not respond",
        silentProxy(),
        "Nothing listens there, or a network policy blocks the way.",
        "Correct the setting that the message names, or exempt STS from the proxy.");
    page.entry(
        "The proxy refuses",
        proxied(answer(403, "No", "Content-Type: text/html")),
        "The proxy does not allow this pod to connect to STS.",
        "Allow it there, or exempt STS from the proxy.");
    page.entry(
        "The proxy requires a password",
        proxied(answer(407, "Who?")),
        "The URL of the proxy does not contain a user and password.",
        "See [proxies](adopting.md#proxies).");
    page.entry(
        "An unknown authority",
        unknownAuthority(),
        "A proxy decrypts TLS with a certificate of its own, or the trust store is too old.",
        "Add the authority to AWS_CA_BUNDLE.");
  }

  // How each one is provoked.

  private static CredentialsException misconfiguration(Map<String, String> variables) {
    return assertThrows(
        MisconfiguredException.class,
        () ->
            ResolvedSettings.resolve(
                Environment.of(variables, Map.of()), Overrides.none(), null, null));
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
    return attemptAt(file, endpoint, more, Duration.ofSeconds(30));
  }

  private Map<String, String> pod(String file, String endpoint, Map<String, String> more) {
    Map<String, String> variables = new HashMap<>(more);
    variables.put("AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/cart");
    variables.put("AWS_WEB_IDENTITY_TOKEN_FILE", folder.resolve(file).toString());
    variables.put("AWS_ENDPOINT_URL_STS", endpoint);
    return variables;
  }

  private CredentialsException attemptAt(
      String file, String endpoint, Map<String, String> more, Duration bound) {
    Map<String, String> settings = new HashMap<>(more);
    settings.putIfAbsent("IRSA_SESSION_DURATION_SECONDS", "43200");
    Instant written = Instant.ofEpochSecond(1_795_622_500);
    IdentityExchange source = EnvironmentExchange.at(written, pod(file, endpoint, settings));
    stamp(folder.resolve(file), written.minusSeconds(90_000));
    return assertThrows(CredentialsException.class, () -> source.call(bound, () -> {}).run());
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

  private CredentialsException silentSts() {
    try (ScriptedServer server = ScriptedServer.plain(ScriptedServer.Connection::hold)) {
      return attemptAt("token", server.uri().toString(), Map.of(), Duration.ofMillis(200));
    }
  }

  /** Returns the failure of a call for credentials that last, when a few minutes are left. */
  private CredentialsException expiringTooSoon() {
    AtomicInteger calls = new AtomicInteger();
    Instant end = Instant.now().plus(Duration.ofMinutes(20));
    try (ScriptedServer server =
            ScriptedServer.plain(
                connection -> {
                  connection.readRequest();
                  if (calls.getAndIncrement() > 0) {
                    connection.answer(403, StsResponses.error("AccessDenied", "No"));
                  } else {
                    connection.answer(200, StsResponses.success(end.toString()));
                  }
                });
        IrsaCredentials handle =
            IrsaCredentials.builder()
                .environment(pod("token", server.uri().toString(), Map.of()))
                .build()) {
      var unused = handle.credentials();
      return assertThrows(
          CredentialsException.class, () -> handle.credentialsLasting(Duration.ofHours(1)));
    }
  }

  /** Returns the failure of a call for credentials that last longer than any session. */
  private CredentialsException outlasting() {
    try (IrsaCredentials handle =
        IrsaCredentials.builder()
            .environment(pod("token", "http://127.0.0.1:1/", Map.of()))
            .sessionDuration(Duration.ofHours(1))
            .build()) {
      return assertThrows(
          CredentialsException.class, () -> handle.credentialsLasting(Duration.ofHours(2)));
    }
  }

  private CredentialsException invalidRequest() {
    RoleRequest request =
        RoleRequest.of("arn:aws:iam::111122223333:role/orders")
            .withRoleSessionName("tenant/7")
            .withSessionDuration(Duration.ofMinutes(5))
            .withSessionPolicy(" ");
    try (IrsaCredentials handle =
        IrsaCredentials.builder()
            .environment(pod("token", "http://127.0.0.1:1/", Map.of()))
            .build()) {
      return assertThrows(CredentialsException.class, () -> handle.forRole(request));
    }
  }

  private static CredentialsException givenClient() {
    GivenExchange exchange =
        new GivenExchange(
            (request, bound) -> {
              throw new IllegalStateException("Connection pool shut down");
            },
            new WebIdentity(
                "arn:aws:iam::111122223333:role/cart",
                Path.of(USUAL_FILE),
                "irsa-cart-0",
                null,
                null,
                List.of()),
            URI.create(STS),
            System::nanoTime);
    TokenExchange.Call call = exchange.call(Duration.ofSeconds(7));
    return assertThrows(
        CredentialsException.class, () -> call.send(new IdentityToken("header.claims.signature")));
  }

  private CredentialsException impatientCaller() throws InterruptedException {
    CountDownLatch called = new CountDownLatch(1);
    try (ScriptedServer server =
            ScriptedServer.plain(
                connection -> {
                  connection.readRequest();
                  called.countDown();
                  connection.hold();
                });
        IrsaCredentials handle =
            IrsaCredentials.builder()
                .environment(pod("token", server.uri().toString(), Map.of()))
                .deadline(Duration.ofMillis(100))
                .build()) {
      var unused = handle.credentialsAsync();
      called.await();
      return assertThrows(CredentialsException.class, handle::credentials);
    }
  }

  private static CredentialsException manyRoles() {
    ClientSettings settings =
        new ClientSettings(
            Environment.of(Map.of(), Map.of()),
            Overrides.none(),
            null,
            null,
            null,
            RefreshPolicy.standard(),
            10_000,
            new ClientSettings.SystemExchanges(null));
    return new PrimarySession(settings, SessionRegistry.shared(), null).tooManyRoles();
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
