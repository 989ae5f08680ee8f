package dev.irsa;

import static dev.irsa.fake.ScriptedServer.Script.answer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.CredentialsRequest;
import dev.irsa.credentials.OutboundTokenRequest;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.fake.DeafPort;
import dev.irsa.fake.ScriptedServer;
import dev.irsa.fake.ScriptedServer.Script;
import dev.irsa.fake.StsResponses;
import dev.irsa.fake.Variables;
import dev.irsa.internal.config.GivenSettings;
import dev.irsa.internal.config.StsAddress;
import dev.irsa.internal.exchange.Exchange;
import dev.irsa.internal.exchange.RunningExchange;
import dev.irsa.internal.exchange.SigningSession;
import dev.irsa.internal.http.Transport;
import dev.irsa.internal.identity.OutboundTokenIdentity;
import dev.irsa.internal.identity.RoleAndIssuer;
import dev.irsa.internal.identity.TokenSupplierReference;
import dev.irsa.internal.identity.WebIdentity;
import dev.irsa.internal.sts.GetWebIdentityToken;
import dev.irsa.internal.sts.SignedExchange;
import dev.irsa.internal.sts.WebTokenExchange;
import dev.irsa.internal.time.Clocks;
import dev.irsa.testkit.internal.http.LabCertificateAuthority;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares the messages on {@code docs/errors.md} with those that the code throws. */
final class ErrorsPageTest {

  private static final String USUAL_FILE = ErrorsPage.USUAL_FILE;
  private static final String STS = ErrorsPage.STS;

  @TempDir Path folder;

  private ErrorsPage page;

  @Test
  void thePageShowsTheMessagesThatTheCodeThrows() throws Exception {
    page = new ErrorsPage(folder, null);
    misconfigured();
    tokenUnavailable();
    rejected();
    outboundTokens();
    unavailable();
    new ContainerErrors(page, folder).provoke();

    assertEquals(List.of(), page.missing(), "thrown, but not shown");
    assertEquals(List.of(), page.invented(), "shown, but not thrown");
  }

  // The four kinds of exceptions.

  private void misconfigured() throws IOException {
    Files.writeString(folder.resolve("token"), StsResponses.TOKEN);
    misconfiguration();
    misconfiguration("IRSA_ENABLED", "false");
    misconfiguration("AWS_ROLE_ARN", TestPod.ROLE, "AWS_REGION", "eu-west-1");
    incomplete(
        "AWS_ROLE_ARN", "arn:aws:iam::111122223333:user/cart",
        "AWS_USE_FIPS_ENDPOINT", "yes",
        "AWS_ENDPOINT_URL_STS", "http://sts.example.test");
    incomplete("AWS_REGION", "eu-west-1", "HTTPS_PROXY", "http://user:password@10.0.0.9:3128");
    incomplete();
    incomplete("AWS_ROLE_ARN", "arn:aws-cn:iam::111122223333:role/cart", "AWS_REGION", "eu-west-1");
    incomplete("AWS_REGION", "ap-northeast-2a");
    page.shows(
        attemptAt("token", STS, Map.of("AWS_CA_BUNDLE", folder.resolve("ca.pem").toString())));
    page.shows(outlasting());
    page.shows(invalidRequest());
    Files.delete(folder.resolve("token"));
  }

  private void tokenUnavailable() throws Exception {
    Files.createDirectories(folder.resolve("directory"));
    Files.writeString(folder.resolve("empty"), "");
    Files.writeString(folder.resolve("half"), StsResponses.TOKEN.substring(0, 70));
    for (String file : List.of("token", "absent/token", "directory", "empty", "half")) {
      page.shows(attempt(file, connection -> {}));
    }
    Files.writeString(folder.resolve("token"), StsResponses.TOKEN);
  }

  private void rejected() {
    refusals(
        """
        AccessDenied ~ 403 ~ Not authorized to perform sts:AssumeRoleWithWebIdentity
        InvalidIdentityToken ~ 400 ~ No OpenIDConnect provider found in your account for https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE
        InvalidIdentityToken ~ 400 ~ Incorrect token audience
        ExpiredTokenException ~ 400 ~ Token expired: current date/time must be before the expiration date/time
        RegionDisabledException ~ 403 ~ STS is not activated in this region for account:111122223333
        PackedPolicyTooLarge ~ 400 ~ Packed size of the session policy exceeds the limit
        ValidationError ~ 400 ~ The requested DurationSeconds exceeds the MaxSessionDuration set for this role.
        """);
    RoleRequest partner = RoleRequest.of("arn:aws:iam::444455556666:role/partner");
    page.shows(deniedChainedRole(partner));
    page.shows(deniedChainedRole(partner.withExternalId("customer-7")));
  }

  private void outboundTokens() {
    Map<String, String> refusals =
        Map.of(
            "AccessDenied",
            "User: arn:aws:sts::111122223333:assumed-role/cart/irsa-cart-0 is not authorized to"
                + " perform: sts:GetWebIdentityToken",
            "OutboundWebIdentityFederationDisabledException",
            "Outbound web identity federation is not enabled for this account",
            "JWTPayloadSizeExceededException",
            "The requested token payload size exceeds the maximum allowed size");
    refusals.forEach(
        (code, message) -> {
          int status = code.startsWith("JWT") ? 400 : 403; // As in the model of the API.
          page.shows(refusedToken(answer(status, StsResponses.error(code, message))));
        });
  }

  private CredentialsException refusedToken(Script script) {
    Instant now = Instant.now();
    SigningSession pod =
        new SigningSession() {
          @Override
          public SessionCredentials credentials() {
            return SessionCredentials.of("ASIA", "secret", "token", now.plusSeconds(3_600));
          }

          @Override
          public Duration clockOffset() {
            return Duration.ZERO;
          }

          @Override
          public void invalidate(String accessKeyId) {}
        };
    try (ScriptedServer server = ScriptedServer.plain(script)) {
      RoleAndIssuer role = RoleAndIssuer.ofRole(TestPod.ROLE, server.uri());
      var identity =
          new OutboundTokenIdentity(
              TestPod.ROLE, OutboundTokenRequest.audience("https://api.example.com/v1"));
      Exchange exchange =
          new SignedExchange(
              new GetWebIdentityToken(identity, role),
              new StsAddress(server.uri(), new Transport(null, null, null), "eu-west-1"),
              null,
              Clock.fixed(now, ZoneOffset.UTC));
      RunningExchange call =
          new RunningExchange(Duration.ofSeconds(30), System::nanoTime, pod, false);
      return assertThrows(CredentialsException.class, () -> exchange.run(call));
    }
  }

  private void refusals(String rows) {
    for (String row : rows.lines().toList()) {
      String[] cells = row.split(" ~ ", 3);
      String body = StsResponses.error(cells[0], cells[2]);
      page.shows(attempt("token", answer(Integer.parseInt(cells[1]), body)));
    }
  }

  private void unavailable() throws Exception {
    refusals(
        """
        InvalidIdentityToken ~ 400 ~ Couldn't retrieve verification key from your identity provider, please reference AssumeRoleWithWebIdentity documentation for requirements
        Throttling ~ 400 ~ Rate exceeded
        ServiceUnavailable ~ 503 ~ Try later
        """);
    page.shows(
        attempt("token", answer(502, "<html>Bad gateway</html>", "Content-Type: text/html")));
    page.shows(attempt("token", answer(200, "<html>Please log in</html>")));
    page.shows(refusedConnection());
    page.shows(silentSts());
    page.shows(givenClient());
    page.shows(impatientCaller());
    page.shows(expiringTooSoon());
    page.shows(silentProxy());
    page.shows(proxied(answer(403, "No", "Content-Type: text/html")));
    page.shows(proxied(answer(407, "Who?")));
    page.shows(unknownAuthority());
  }

  // How each one is provoked.

  private void incomplete(String... changes) {
    Map<String, String> pod =
        Map.of("AWS_ROLE_ARN", TestPod.ROLE, "AWS_WEB_IDENTITY_TOKEN_FILE", USUAL_FILE);
    page.showsResolved(GivenSettings.none(), Variables.changed(pod, changes));
  }

  private void misconfiguration(String... variables) {
    page.showsResolved(GivenSettings.none(), Variables.of(variables));
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
    Exchange source = EnvironmentExchange.at(written, pod(file, endpoint, settings));
    stamp(folder.resolve(file), written.minusSeconds(90_000));
    return assertThrows(
        CredentialsException.class, () -> source.run(EnvironmentExchange.call(bound)));
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
      return attemptAt("token", server.uri().toString(), Map.of(), Duration.ofSeconds(1));
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
          CredentialsException.class,
          () ->
              handle.credentials(
                  CredentialsRequest.standard().withMinimumValidity(Duration.ofHours(1))));
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
          CredentialsException.class,
          () ->
              handle.credentials(
                  CredentialsRequest.standard().withMinimumValidity(Duration.ofHours(2))));
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

  private CredentialsException deniedChainedRole(RoleRequest request) {
    String denied =
        "User: arn:aws:sts::111122223333:assumed-role/cart/irsa-cart-0 is not authorized to"
            + " perform: sts:AssumeRole on resource: "
            + request.roleArn();
    try (ScriptedServer server =
            ScriptedServer.plain(
                connection -> {
                  if (connection.readRequest().contains("WebIdentityToken=")) {
                    Instant end = Instant.now().plus(Duration.ofHours(1));
                    connection.answer(200, StsResponses.success(end.toString()));
                  } else {
                    connection.answer(403, StsResponses.error("AccessDenied", denied));
                  }
                });
        IrsaCredentials handle =
            IrsaCredentials.builder()
                .environment(
                    pod("token", server.uri().toString(), Map.of("AWS_REGION", "eu-west-1")))
                .build()) {
      return assertThrows(
          CredentialsException.class, () -> handle.chainedRole(request).credentials());
    }
  }

  private static CredentialsException givenClient() {
    var exchange =
        new WebTokenExchange(
            new WebIdentity(
                "arn:aws:iam::111122223333:role/cart",
                null,
                new TokenSupplierReference(() -> "header.claims.signature"),
                "irsa-cart-0",
                null,
                null,
                List.of()),
            URI.create(STS),
            new Transport(null, null, null),
            null,
            (request, bound) -> {
              throw new IllegalStateException("Connection pool shut down");
            },
            Clocks.system());
    return assertThrows(
        CredentialsException.class,
        () -> exchange.run(EnvironmentExchange.call(Duration.ofSeconds(7))));
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
