package dev.irsa.internal.sts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.FailureKind;
import dev.irsa.fake.ScriptedServer;
import dev.irsa.fake.StsResponses;
import dev.irsa.internal.exchange.ExchangeResult;
import dev.irsa.internal.exchange.IoDeadline;
import dev.irsa.internal.exchange.RunningExchange;
import dev.irsa.internal.http.ConnectionFactory;
import dev.irsa.internal.http.HttpExchange;
import dev.irsa.internal.http.HttpRequest;
import dev.irsa.internal.http.HttpResponse;
import dev.irsa.internal.identity.RoleAndIssuer;
import dev.irsa.internal.identity.WebIdentity;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the request and the response over sockets, byte by byte. */
final class StsRequestTest {

  private static Map<String, String> form(String request) {
    Map<String, String> form = new LinkedHashMap<>();
    String body = request.substring(request.indexOf("\r\n\r\n") + 4);
    for (String pair : body.split("&", -1)) {
      int equals = pair.indexOf('=');
      form.put(
          pair.substring(0, equals),
          URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return form;
  }

  // The request.

  @Test
  void theRequestIsAnUnsignedFormOfTheActionAndItsParameters() {
    try (ScriptedServer server = ScriptedServer.answering(200, StsResponses.success())) {
      StsRequests.send(server);

      String request = server.requests().get(0);
      assertTrue(request.startsWith("POST / HTTP/1.1\r\n"), request);
      assertEquals(
          Map.of(
              "Action", "AssumeRoleWithWebIdentity",
              "Version", "2011-06-15",
              "RoleArn", "arn:aws:iam::111122223333:role/cart",
              "RoleSessionName", "irsa-cart-0",
              "WebIdentityToken", StsResponses.TOKEN),
          form(request));
      String head = request.substring(0, request.indexOf("\r\n\r\n")).toLowerCase(Locale.ROOT);
      assertTrue(head.contains("\r\ncontent-type: application/x-www-form-urlencoded"), head);
      assertTrue(head.contains("\r\ncontent-length: "), head);
      assertTrue(head.contains("\r\nconnection: close"), head);
      assertTrue(
          head.contains("\r\nuser-agent: irsa/" + HttpRequest.VERSION.toLowerCase(Locale.ROOT)));
      assertTrue(head.contains(" java/" + System.getProperty("java.version")), head);
      assertFalse(head.contains("transfer-encoding"), head);
      assertFalse(head.contains("authorization"), head);
    }
  }

  @Test
  void whatRestrictsTheSessionIsSent() {
    String first = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    String second = "arn:aws:iam::aws:policy/ViewOnlyAccess";
    WebIdentity restricted =
        new WebIdentity(
            "arn:aws:iam::111122223333:role/cart",
            Path.of("/token"),
            null,
            "tenant+7=a,b@c",
            Duration.ofMinutes(15),
            "{\"tenant\":7}",
            List.of(first, second));
    try (ScriptedServer server = ScriptedServer.answering(200, StsResponses.success())) {
      StsRequests.send(
          restricted,
          StsRequests.TOKEN,
          server.uri(),
          StsRequests.direct(null),
          StsRequests.call(StsRequests.BOUND));

      Map<String, String> sent = form(server.requests().get(0));
      assertEquals("tenant+7=a,b@c", sent.get("RoleSessionName"));
      assertEquals("900", sent.get("DurationSeconds"));
      assertEquals("{\"tenant\":7}", sent.get("Policy"));
      assertEquals(first, sent.get("PolicyArns.member.1.arn"));
      assertEquals(second, sent.get("PolicyArns.member.2.arn"));
    }
  }

  @Test
  void thePathOfTheEndpointIsKept() {
    try (ScriptedServer server = ScriptedServer.answering(200, StsResponses.success())) {
      URI endpoint = server.uri().resolve("/sts/v1");

      StsRequests.send(endpoint, StsRequests.direct(null));

      assertTrue(server.requests().get(0).startsWith("POST /sts/v1 HTTP/1.1\r\n"));
    }
  }

  @Test
  void theUserAgentsVersionIsTheBuilds() throws Exception {
    String pom = Files.readString(Path.of("pom.xml"));

    assertTrue(pom.contains("<version>" + HttpRequest.VERSION + "</version>"), HttpRequest.VERSION);
  }

  // The response.

  static Stream<Arguments> answersOfOthers() {
    String aws = StsResponses.success();
    return Stream.of(
        arguments("AWS", aws, "111122223333"),
        arguments(
            "no AssumedRoleUser",
            aws.replaceAll("(?s)<AssumedRoleUser>.*</AssumedRoleUser>", ""),
            null),
        arguments("an ARN without account", aws.replace("sts::111122223333:", "sts:::"), null));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("answersOfOthers")
  void isReadAsCredentials(String row, String body, String accountId) {
    try (ScriptedServer server = ScriptedServer.answering(200, body)) {
      ExchangeResult answer = StsRequests.send(server);

      assertEquals("ASIAIOSFODNN7EXAMPLE", answer.credentials().accessKeyId());
      assertEquals(StsResponses.SECRET_KEY, answer.credentials().secretAccessKey());
      assertEquals(StsResponses.SESSION_TOKEN, answer.credentials().sessionToken());
      assertEquals(Instant.parse("2026-11-24T17:00:00Z"), answer.credentials().expiration());
      assertEquals(accountId, answer.credentials().accountId());
    }
  }

  /** Something on the way to STS may mix up responses. */
  @ParameterizedTest
  @CsvSource({
    "sts.eu-west-1.amazonaws.com, arn:aws:sts::111122223333:assumed-role/cart/irsa-cart-0, true",
    "sts.eu-west-1.amazonaws.com, arn:aws:sts::111122223333:assumed-role/Cart/another, true",
    "vpce-1.sts.eu-west-1.vpce.amazonaws.com, arn:aws:sts::111122223333:assumed-role/cart/x, true",
    "sts.eu-west-1.amazonaws.com, arn:aws:sts::111122223333:assumed-role/cart2/irsa-cart-0, false",
    "sts.eu-west-1.amazonaws.com, arn:aws:sts::111122223333:assumed-role/car/irsa-cart-0, false",
    "sts.eu-west-1.amazonaws.com, arn:aws:sts::444455556666:assumed-role/cart/irsa-cart-0, false",
    "sts.eu-west-1.amazonaws.com, arn:aws:iam::111122223333:user/cart, false",
    "sts.eu-west-1.amazonaws.com, ARN:aws:sts::444455556666:assumed-role/cart/x, false",
    "sts.eu-west-1.amazonaws.com, arn:aws:sts::444455556666:assumed-role/cart/two words, false",
    "sts.amazonaws.com, arn:aws:sts::444455556666:assumed-role/cart/x, false",
    "STS-FIPS.us-east-1.amazonaws.com, arn:aws:sts::444455556666:assumed-role/cart/x, false",
    "sts.eu-west-1.api.aws, arn:aws:sts::444455556666:assumed-role/cart/x, false",
    "sts.cn-north-1.amazonaws.com.cn, arn:aws-cn:sts::111122223333:assumed-role/cart/x, true",
    "sts.cn-north-1.amazonaws.com.cn, arn:aws-cn:sts::444455556666:assumed-role/cart/x, false",
    "sts.us-gov-west-1.amazonaws.com, arn:aws-us-gov:sts::1:assumed-role/cart/x, false",
    "sts.us-iso-east-1.c2s.ic.gov, arn:aws-iso:sts::444455556666:assumed-role/cart/x, false",
    "sts.eu-west-1.amazonaws.com, , false",
    "sts.example.test, , true",
    "sts.example.test, arn:aws:sts::444455556666:assumed-role/other/irsa-cart-0, true"
  })
  void credentialsThatAwsIssuedForAnotherRoleAreNotUsed(String host, String arn, boolean isUsed) {
    String body =
        StsResponses.success()
            .replaceFirst("<Arn>.*</Arn>", arn == null ? "" : "<Arn>" + arn + "</Arn>");
    var response =
        new StsResponse(
            "AssumeRoleWithWebIdentity",
            RoleAndIssuer.ofRole(
                "arn:aws:iam::111122223333:role/team/cart", URI.create("https://" + host + "/")),
            StsResponses.TOKEN,
            new HttpExchange(new IoDeadline(System::nanoTime, StsRequests.BOUND)));
    var http =
        new HttpResponse(
            200, "text/xml", "id-1", null, Duration.ZERO, body.getBytes(StandardCharsets.UTF_8));

    if (isUsed) {
      assertEquals(arn, response.read(http).credentials().assumedRoleArn());
    } else {
      var refused = assertThrows(ExchangeUnavailableException.class, () -> response.read(http));
      assertTrue(refused.getMessage().contains("not of the requested role"), refused::getMessage);
    }
  }

  /** Further rows are in the tests of XML, of timestamps, and of the agent's responses. */
  static Stream<Arguments> refusedAnswers() {
    String aws = StsResponses.success();
    return Stream.of(
        arguments("HTML", "<html><body>Welcome</body></html>", "root element"),
        arguments("truncated", aws.substring(0, 700), "not well-formed XML"),
        arguments("an error document", StsResponses.error("AccessDenied", "no"), "root element"),
        arguments("no SessionToken", without(aws, "SessionToken"), "lacks the string SessionToken"),
        arguments(
            "a SessionToken with a line break",
            aws.replace(StsResponses.SESSION_TOKEN, "a&#13;&#10;X-Forged: b"),
            "SessionToken has a line break, a control"),
        arguments(
            "a wrong Expiration",
            StsResponses.success("tomorrow"),
            "Expiration is not a valid timestamp"));
  }

  private static String without(String document, String element) {
    return document.replaceAll("(?s)<" + element + ">.*</" + element + ">", "");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusedAnswers")
  void isAnOutageWithADescription(String row, String body, String said) {
    try (ScriptedServer server = ScriptedServer.answering(200, body)) {
      CredentialsException failure = StsRequests.fail(server);

      assertEquals(FailureKind.OUTAGE, failure.failureKind());
      assertTrue(failure.getMessage().contains(said), failure::getMessage);
      assertTrue(failure.isRetryable());
    }
  }

  @Test
  void theRoundTripIsMeasuredOnTheMonotonicClock() {
    long[] nanos = {0};
    try (ScriptedServer server =
        ScriptedServer.plain(
            connection -> {
              connection.readRequest();
              synchronized (nanos) {
                nanos[0] += Duration.ofMillis(400).toNanos();
              }
              connection.answer(200, StsResponses.success());
            })) {
      LongSupplier clock =
          () -> {
            synchronized (nanos) {
              return nanos[0];
            }
          };
      ExchangeResult answer =
          new StsRequest(
                  server.uri(),
                  StsRequests.direct(null),
                  new RunningExchange(StsRequests.BOUND, clock))
              .send(StsRequests.IDENTITY, StsRequests.TOKEN);

      assertEquals(Duration.ofMillis(400), answer.roundTrip());
    }
  }

  @Test
  void aResponseSentBeforeTheRequestIsReadCounts() {
    try (ScriptedServer server =
        ScriptedServer.plain(
            connection ->
                connection.answer(429, StsResponses.error("Throttling", "Rate exceeded")))) {
      CredentialsException failure = StsRequests.fail(server);

      assertEquals("Throttling", failure.code(), failure::getMessage);
    }
  }

  @Test
  void theHostFieldContainsThePortUnlessItIsTheDefault() {
    for (String endpoint :
        List.of(
            "https://sts.example.test/ sts.example.test",
            "https://sts.example.test:443/ sts.example.test",
            "https://sts.example.test:8443/ sts.example.test:8443",
            "http://localhost/ localhost",
            "http://localhost:443/ localhost:443",
            "https://[::1]:8443/ [::1]:8443")) {
      String[] row = endpoint.split(" ", -1);

      assertEquals(row[1], ConnectionFactory.authority(URI.create(row[0])));
    }
  }

  // What must never happen.

  @Test
  void aPostIsNotRepeatedIfTheServerClosesWithoutAResponse() {
    try (ScriptedServer server = ScriptedServer.plain(connection -> connection.readRequest())) {
      CredentialsException failure = StsRequests.fail(server);

      assertEquals(1, server.connections());
      assertEquals(1, server.requests().size());
      assertEquals(FailureKind.OUTAGE, failure.failureKind());
    }
  }

  static Stream<Arguments> intermediaries() {
    return Stream.of(
        arguments(301, "Location: "),
        arguments(302, "Location: "),
        arguments(303, "Location: "),
        arguments(307, "Location: "),
        arguments(308, "Location: "),
        arguments(401, "WWW-Authenticate: Basic realm=\"x\""),
        arguments(401, "WWW-Authenticate: Negotiate"),
        arguments(407, "Proxy-Authenticate: Basic realm=\"x\""),
        arguments(403, "Content-Type: text/html"),
        arguments(404, "X-None: 1"),
        arguments(502, "Content-Type: text/html"),
        arguments(204, "X-None: 1"),
        arguments(200 + 6, "X-None: 1"));
  }

  @ParameterizedTest(name = "{0} with {1}")
  @MethodSource("intermediaries")
  void aResponseWithoutAnErrorDocumentIsAnIntermediarysAndIsNotFollowed(int status, String field) {
    String page = status == 204 ? "" : "<html><h1>SECRET PAGE</h1></html>";
    try (ScriptedServer elsewhere = ScriptedServer.answering(200, StsResponses.success());
        ScriptedServer server =
            ScriptedServer.answering(
                status, page, field.startsWith("Location") ? field + elsewhere.uri() : field)) {
      var failure = assertInstanceOf(ExchangeUnavailableException.class, StsRequests.fail(server));

      String message = failure.getMessage();
      assertTrue(message.contains("An intermediary responded"), message);
      assertTrue(message.contains("status " + status), message);
      assertFalse(message.contains("SECRET PAGE"), message);
      assertEquals(field.startsWith("Content-Type"), message.contains("text/html"), message);
      assertEquals(0, elsewhere.connections());
      assertEquals(1, server.connections());
      assertNull(failure.code());
    }
  }
}
