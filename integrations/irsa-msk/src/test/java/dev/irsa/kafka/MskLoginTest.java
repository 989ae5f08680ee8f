package dev.irsa.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.IrsaCredentials;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.kafka.MskLogin.Signature;
import dev.irsa.policy.TrustPolicy;
import dev.irsa.sdk.v2.IrsaCredentialsException;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.IrsaLabExtension;
import dev.irsa.testkit.PodEnvironment;
import dev.irsa.testkit.PodIdentity;
import dev.irsa.testkit.PodSystemProperties;
import dev.irsa.testkit.server.Fault;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.sasl.SaslException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerToken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The handlers in the classes of aws-msk-iam-auth and Kafka, configured by the pod's environment. A
 * broker of MSK is not emulated: what is checked is what it would get.
 */
@ExtendWith(IrsaLabExtension.class)
@PodSystemProperties
class MskLoginTest {

  private static final String IRSA = "AssumeRoleWithWebIdentity";

  @AfterEach
  void forget() {
    IrsaCredentials.discardAll();
  }

  /** Returns the principal of a signature, which is what MSK compares. */
  private static String principal(IrsaLab lab, Signature signature) {
    return lab.accessKeys().find(signature.accessKeyId()).orElseThrow().principal().arn();
  }

  @ParameterizedTest
  @EnumSource
  void theCurrentSessionSignsAndThePrincipalStays(MskLogin login, IrsaLab lab) throws Exception {
    int before = lab.requests().count(IRSA);
    AuthenticateCallbackHandler handler = login.configured(Map.of());
    Signature first = login.signature(handler, lab.region());
    Signature again = login.signature(handler, lab.region());
    try (IrsaCredentials sameSession = IrsaCredentials.fromEnvironment()) {
      assertTrue(sameSession.refresh());
      Signature rotated = login.signature(handler, lab.region());

      assertEquals(first.accessKeyId(), again.accessKeyId());
      assertNotEquals(first.accessKeyId(), rotated.accessKeyId());
      assertEquals(sameSession.credentials().accessKeyId(), rotated.accessKeyId());
      assertEquals(sameSession.credentials().sessionToken(), rotated.sessionToken());
      assertEquals(principal(lab, first), principal(lab, rotated));
      assertTrue(principal(lab, first).contains("/irsa-"), () -> principal(lab, first));
      assertEquals(lab.region() + "/kafka-cluster", rotated.scope());
      assertTrue(rotated.host().endsWith("kafka." + lab.region() + ".amazonaws.com"));
    }
    assertEquals(before + 2, lab.requests().count(IRSA));
    handler.close();
  }

  @ParameterizedTest
  @EnumSource
  void theSessionNameMayBeSetAsAnOption(MskLogin login, IrsaLab lab) throws Exception {
    AuthenticateCallbackHandler handler =
        login.configured(Map.of("role-session-name", "orders-consumer"));

    Signature signature = login.signature(handler, lab.region());

    assertTrue(principal(lab, signature).endsWith("/orders-consumer"));
    handler.close();
  }

  /**
   * The agent names each session anew, which MSK refuses in a re-authentication (aws/containers-
   * roadmap, issue 2362); a chained role has the same principal for ever.
   */
  @ParameterizedTest
  @EnumSource
  @PodIdentity
  void withPodIdentityAChainedRoleKeepsThePrincipal(MskLogin login, IrsaLab lab) throws Exception {
    String role = roleTrustingThePod(lab, "msk-" + login);
    AuthenticateCallbackHandler pod = login.configured(Map.of());
    AuthenticateCallbackHandler chained = login.configured(Map.of("chained-role-arn", role));
    Signature firstOfPod = login.signature(pod, lab.region());
    Signature first = login.signature(chained, lab.region());

    lab.agent().restart();
    IrsaCredentials.discardAll();
    Signature secondOfPod = login.signature(pod, lab.region());
    Signature second = login.signature(chained, lab.region());

    assertNotEquals(principal(lab, firstOfPod), principal(lab, secondOfPod));
    assertNotEquals(first.accessKeyId(), second.accessKeyId());
    assertEquals(principal(lab, first), principal(lab, second));
    assertTrue(principal(lab, second).contains(":assumed-role/msk-"));
    pod.close();
    chained.close();
  }

  private static String roleTrustingThePod(IrsaLab lab, String name) {
    String trust =
        """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
          "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
          "Action": ["sts:AssumeRole", "sts:TagSession"]}]}
        """;
    return lab.iam()
        .createRole(name, TrustPolicy.parse(trust), Duration.ofHours(1), List.of())
        .arn();
  }

  @ParameterizedTest
  @EnumSource
  void kafkaCreatesTheHandlerFromItsClassName(MskLogin login, IrsaLab lab) {
    int before = lab.requests().count(IRSA);
    try (Admin client = Admin.create(login.client())) {
      client.close(Duration.ZERO);
    }
    // Kafka logs in with OAUTHBEARER when a client is created, with AWS_MSK_IAM when it connects.
    int expected = login == MskLogin.OAUTHBEARER ? 1 : 0;
    assertEquals(before + expected, lab.requests().count(IRSA));

    Map<String, Object> chained = MskLogin.AWS_MSK_IAM.client();
    chained.putAll(MskLogin.page("chained-role-arn"));
    Admin.create(chained).close(Duration.ZERO);
    assertTrue(chained.get("sasl.jaas.config").toString().contains("chained-role-arn="));
  }

  @Test
  void aTokenIsSignedByASessionThatLastsAsLong(IrsaLab lab) throws Exception {
    AuthenticateCallbackHandler handler = MskLogin.OAUTHBEARER.configured(Map.of());
    lab.sts().faults().next(Fault.expiration(Instant.now().plusSeconds(90).toString()));
    try (IrsaCredentials sameSession = IrsaCredentials.fromEnvironment()) {
      String ending = sameSession.credentials().accessKeyId();

      OAuthBearerToken token = MskLogin.token(handler);

      assertNotEquals(ending, sameSession.credentials().accessKeyId());
      assertTrue(token.lifetimeMs() > System.currentTimeMillis() + 800_000);
    }
    handler.close();
  }

  /** Kafka logs in anew before a token ends, so that a later end would be an outage. */
  @Test
  void aTokenNeverLastsLongerThanItsSession(IrsaLab lab) throws Exception {
    AuthenticateCallbackHandler handler = MskLogin.OAUTHBEARER.configured(Map.of());
    lab.sts().faults().next(Fault.expiration(Instant.now().plusSeconds(90).toString()));
    try (IrsaCredentials sameSession = IrsaCredentials.fromEnvironment()) {
      Instant end = sameSession.credentials().expiration();
      lab.sts().faults().always(Fault.error("AccessDenied", 403, "no"));

      OAuthBearerToken token = MskLogin.token(handler);

      // The date of a response, by which the clocks are compared, has whole seconds.
      assertNear(end, token);
      assertFalse(token.toString().contains(token.value()), "the token is a secret");
      assertEquals("kafka-cluster", token.principalName());
    } finally {
      lab.sts().faults().clear();
      handler.close();
    }
  }

  private static void assertNear(Instant end, OAuthBearerToken token) {
    Duration apart = Duration.between(end, Instant.ofEpochMilli(token.lifetimeMs())).abs();
    assertTrue(apart.toSeconds() < 30, () -> token + " instead of " + end);
  }

  /** Kafka compares the end with the local clock when it plans the next login. */
  @Test
  void theEndIsToldByTheClockOfThePod(IrsaLab lab) throws Exception {
    AuthenticateCallbackHandler handler = MskLogin.OAUTHBEARER.configured(Map.of());
    Instant now = Instant.now();
    Instant ofSts = now.plus(Duration.ofHours(2));
    lab.sts()
        .faults()
        .always(Fault.date(ofSts).then(Fault.expiration(ofSts.plusSeconds(600).toString())));
    try {
      OAuthBearerToken token = MskLogin.token(handler);

      assertNear(now.plusSeconds(600), token);
    } finally {
      lab.sts().faults().clear();
      handler.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingSecretIsInAnyText(MskLogin login, IrsaLab lab, PodEnvironment pod) throws Exception {
    AuthenticateCallbackHandler handler = login.configured(Map.of());
    try (IrsaCredentials sameSession = IrsaCredentials.fromEnvironment()) {
      String token = Files.readString(pod.tokenFile());
      String sessionToken = login.signature(handler, lab.region()).sessionToken();
      SessionCredentials served = sameSession.credentials();
      assertEquals(served.sessionToken(), sessionToken);
      IrsaCredentials.discardAll();
      lab.sts().faults().always(Fault.error("AccessDenied", 403, "not " + token));
      StringWriter text = new StringWriter().append(handler.toString());
      assertThrows(Exception.class, () -> login.signature(handler, lab.region()))
          .printStackTrace(new PrintWriter(text));

      assertTrue(text.toString().contains("AccessDenied"), text::toString);
      for (String secret : List.of(token, served.secretAccessKey(), sessionToken)) {
        assertFalse(text.toString().contains(secret), text::toString);
      }
    } finally {
      lab.sts().faults().clear();
      handler.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWrongOptionEndsTheCreationOfTheClientTyped(MskLogin login) {
    KafkaException failure =
        assertThrows(
            KafkaException.class, () -> Admin.create(login.client(" role-arm=\"x\"")).close());

    Throwable cause = failure;
    while (!(cause instanceof MisconfiguredException)) {
      cause = cause.getCause();
    }
    assertTrue(cause.getMessage().contains("role-arm: is not a known setting"));
    assertTrue(((MisconfiguredException) cause).remedy().contains("role-session-name"));
  }

  @ParameterizedTest
  @EnumSource
  void whatKafkaGetsWrongIsAnError(MskLogin login) {
    MisconfiguredException module =
        assertThrows(
            MisconfiguredException.class, () -> login.configured(Map.of(), "com.example.Other"));
    assertTrue(module.getMessage().contains("LoginModule"), module::getMessage);
    assertThrows(
        Exception.class, () -> login.signature(login.handler(), "eu-west-1"), "not configured");
    login.handler().close();
    AuthenticateCallbackHandler handler = login.configured(Map.of());
    Callback[] unknown = {new NameCallback("name")};
    assertThrows(UnsupportedCallbackException.class, () -> handler.handle(unknown));
    handler.close();
  }

  @Test
  void aDenialIsTheCauseOfTheFailedLogin(IrsaLab lab, PodEnvironment pod) {
    pod.tokenVolume().corrupt(new byte[] {'x'});
    AuthenticateCallbackHandler handler = MskLogin.AWS_MSK_IAM.configured(Map.of());

    SaslException failure =
        assertThrows(
            SaslException.class, () -> MskLogin.AWS_MSK_IAM.signature(handler, lab.region()));

    assertInstanceOf(IrsaCredentialsException.class, failure.getCause());
    handler.close();
  }
}
