package dev.irsa.iam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jwt.SignedJWT;
import dev.irsa.IrsaCredentials;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.kubernetes.ServiceAccount;
import dev.irsa.testkit.server.Fault;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.apache.kafka.common.security.auth.SaslExtensionsCallback;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerToken;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerTokenCallback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the handler as Kafka calls it. A broker verifies its tokens in profile engines. */
class OutboundTokenCallbackHandlerTest {

  private static final String AUDIENCE = "https://kafka.example";

  private final IrsaLab lab = IrsaLab.start();
  private final ServiceAccount account = lab.createServiceAccount("default", "cart");
  private final OutboundTokenCallbackHandler handler =
      new OutboundTokenCallbackHandler(
          IrsaCredentials.builder().environment(lab.startPod(account).exports()).build());

  @AfterEach
  void close() {
    handler.close();
    lab.close();
  }

  private void configure(Map<String, String> options) {
    handler.configure(
        Map.of(),
        OAuthBearerLoginModule.OAUTHBEARER_MECHANISM,
        List.of(
            new AppConfigurationEntry(
                OAuthBearerLoginModule.class.getName(), LoginModuleControlFlag.REQUIRED, options)));
  }

  private OAuthBearerToken token() throws Exception {
    OAuthBearerTokenCallback callback = new OAuthBearerTokenCallback();
    handler.handle(new Callback[] {callback});
    return callback.token();
  }

  @Test
  void theTokenAndTheExtensionsAreThoseOfTheOptions() throws Exception {
    lab.allowOutboundTokens(account, AUDIENCE);
    configure(
        Map.of(
            "audience", AUDIENCE,
            "duration", "600",
            "scope", "read  write read",
            "extension_logicalCluster", "lkc-1"));

    OAuthBearerToken token = token();

    var claims = SignedJWT.parse(token.value()).getJWTClaimsSet();
    assertEquals(List.of(AUDIENCE), claims.getAudience());
    // Dates of responses, and claims, have whole seconds.
    assertNear(claims.getExpirationTime().toInstant(), token);
    assertEquals(claims.getSubject(), token.principalName());
    assertEquals(Set.of("read", "write"), token.scope());
    assertFalse(token.toString().contains(token.value()), token::toString);
    SaslExtensionsCallback extensions = new SaslExtensionsCallback();
    handler.handle(new Callback[] {extensions});
    assertEquals(Map.of("logicalCluster", "lkc-1"), extensions.extensions().map());
  }

  private static void assertNear(Instant end, OAuthBearerToken token) {
    Duration apart = Duration.between(end, Instant.ofEpochMilli(token.lifetimeMs())).abs();
    assertTrue(apart.toSeconds() < 30, () -> token + " instead of " + end);
  }

  /** Kafka compares the end with the local clock when it plans the next login. */
  @Test
  void theEndIsToldByTheClockOfThePod() throws Exception {
    lab.allowOutboundTokens(account, AUDIENCE);
    configure(Map.of("audience", AUDIENCE));
    Instant now = Instant.now();
    Instant ofSts = now.minus(Duration.ofMinutes(10));
    lab.sts()
        .faults()
        .on("GetWebIdentityToken")
        .always(Fault.date(ofSts).then(Fault.expiration(ofSts.plusSeconds(300).toString())));

    assertNear(now.plusSeconds(300), token());
  }

  /** As Kafka's refresh does: the new login commits, then the former one logs out. */
  @Test
  void aLoginThatGetsTheTokenItAlreadyHasKeepsIt() throws Exception {
    lab.allowOutboundTokens(account, AUDIENCE);
    configure(Map.of("audience", AUDIENCE));
    Subject subject = new Subject();

    OAuthBearerLoginModule former = loggedIn(subject);
    loggedIn(subject);
    former.logout();

    assertEquals(1, subject.getPrivateCredentials(OAuthBearerToken.class).size());
  }

  private OAuthBearerLoginModule loggedIn(Subject subject) throws Exception {
    OAuthBearerLoginModule login = new OAuthBearerLoginModule();
    login.initialize(subject, handler, Map.of(), Map.of());
    login.login();
    login.commit();
    return login;
  }

  /** The class and the options of the page, as Kafka reads them. */
  @Test
  void thePageShowsAConfigurationThatKafkaAccepts() throws Exception {
    Properties page = new Properties();
    String text = Files.readString(Path.of("..", "..", "docs", "advanced.md"));
    String block =
        text.split("<!-- read by: OutboundTokenCallbackHandlerTest -->", 2)[1].split("```", 3)[1];
    page.load(new StringReader(block.substring(block.indexOf('\n'))));
    lab.allowOutboundTokens(account);

    assertEquals(
        OutboundTokenCallbackHandler.class.getName(),
        page.get("sasl.login.callback.handler.class"));
    JaasContext context =
        JaasContext.loadClientContext(
            Map.of("sasl.jaas.config", new Password(String.valueOf(page.get("sasl.jaas.config")))));
    handler.configure(
        Map.of(), String.valueOf(page.get("sasl.mechanism")), context.configurationEntries());

    assertEquals(
        List.of("https://confluent.cloud/oidc"),
        SignedJWT.parse(token().value()).getJWTClaimsSet().getAudience());
  }

  /** Kafka plans the next login by the end, and the broker judges the token by its own. */
  @Test
  void aTokenThatIsRenewedMeanwhileHasItsOwnEnd() {
    Instant end = Instant.parse("2026-12-01T00:05:00Z");
    Iterator<String> tokens = List.of("first", "second", "second").iterator();
    Iterator<Instant> ends = List.of(end, end.plusSeconds(300), end.plusSeconds(300)).iterator();

    assertEquals(
        Map.entry("second", end.plusSeconds(300)),
        OutboundTokenCallbackHandler.withItsEnd(tokens::next, ends::next));
  }

  @Test
  void eachLoginGetsTheSameTokenWhileItLasts() throws Exception {
    lab.allowOutboundTokens(account, AUDIENCE);
    configure(Map.of("audience", AUDIENCE));
    String first = token().value();

    for (int login = 0; login < 100; login++) {
      assertEquals(first, token().value());
    }
    assertEquals(1, lab.requests().count("GetWebIdentityToken"));
  }

  @ParameterizedTest
  @CsvSource({
    "duration, 300, audience: is not set",
    "aud, x, aud: is not an option",
    "duration, 59, duration: PT59S is not within",
    "audience, ' ', audience: is not set",
    "audience, 'a\nb', audience: \"a?b\" cannot be",
    "duration, an hour, duration: is not a number",
    "extension_logical-cluster, lkc-1, extension_logical-cluster: is not a name that Kafka sends",
    "extension_auth, x, extension_auth: is not a name that Kafka sends",
    "extension_, x, extension_: is not a name that Kafka sends",
    "extension_pool, '', extension_pool: is empty",
    "extension_pool, p\u00f6ol, extension_pool: has characters that Kafka does not send"
  })
  void aWrongOptionIsNamed(String name, String value, String found) {
    Map<String, String> options =
        found.startsWith("audience") ? Map.of(name, value) : Map.of(name, value, "audience", "a");

    var failure = assertThrows(MisconfiguredException.class, () -> configure(options));

    assertTrue(
        failure.getMessage().replace(" (from sasl.jaas.config)", "").contains("- " + found),
        failure::getMessage);
  }

  /** Kafka tries again after an IOException, and after nothing else. */
  @Test
  void aFailureIsOneThatKafkaTriesAgainAfter() {
    configure(Map.of("audience", AUDIENCE));

    var failure = assertThrows(IOException.class, this::token);

    assertInstanceOf(CredentialsException.class, failure.getCause());
    assertTrue(failure.getMessage().contains("sts:GetWebIdentityToken"), failure::getMessage);
  }

  @Test
  void anotherCallbackIsRefused() {
    configure(Map.of("audience", AUDIENCE));

    assertThrows(
        UnsupportedCallbackException.class,
        () -> handler.handle(new Callback[] {new NameCallback("name")}));
  }
}
