package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.internal.config.CheckedRoleRequest;
import dev.irsa.internal.config.Environment;
import dev.irsa.internal.config.Overrides;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.session.CredentialExchange;
import dev.irsa.internal.session.SessionRegistry;
import dev.irsa.simulation.Moments;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ChainedExchangeTest {

  private static final String ROLE = "arn:aws:iam::111122223333:role/data";

  private static ResolvedSettings pod(Map<String, String> more) {
    Map<String, String> variables =
        new HashMap<>(
            Map.of(
                "AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/pod",
                "AWS_WEB_IDENTITY_TOKEN_FILE", "/token",
                "AWS_REGION", "eu-west-1"));
    variables.putAll(more);
    return ResolvedSettings.resolve(
        Environment.of(variables, Map.of()), Overrides.none(), null, null);
  }

  /** An exchange that does not return until it is told to. */
  private static final class Hanging implements CredentialExchange, CredentialExchange.Call {
    final CountDownLatch end = new CountDownLatch(1);

    @Override
    public Call call(Duration bound, Progress progress) {
      return this;
    }

    @Override
    public ExchangeResult run() {
      try {
        end.await();
      } catch (InterruptedException ignored) {
        Thread.currentThread().interrupt();
      }
      throw new IllegalStateException("ended");
    }

    @Override
    public void abort() {
      end.countDown();
    }

    @Override
    public Duration longestLifetime() {
      return Duration.ofHours(1);
    }
  }

  /** Otherwise the attempts of many roles would take all workers from the one they wait for. */
  @Test
  void anExchangeDoesNotWaitForTheOneThatGetsItsSigner() {
    ResolvedSettings pod = pod(Map.of());
    Hanging hanging = new Hanging();
    SessionRegistry.Terms signer = Moments.terms("pod", pod.subject(), () -> hanging);
    CredentialExchange chained =
        new ChainedExchange(
            pod.chainedRole(CheckedRoleRequest.chained(RoleRequest.of(ROLE))),
            SessionRegistry.shared(),
            signer);
    AtomicBoolean called = new AtomicBoolean();

    var failure =
        assertThrows(
            ExchangeUnavailableException.class,
            () -> chained.call(Duration.ofSeconds(30), () -> called.set(true)).run());

    hanging.end.countDown();
    assertTrue(failure.summary().contains("has no valid credentials"), failure::summary);
    assertEquals(ROLE, failure.roleArn());
    assertFalse(called.get(), "STS was not called");
  }

  @ParameterizedTest
  @CsvSource({
    "eu-west-1,    regional, https://sts.eu-west-1.amazonaws.com/, eu-west-1",
    "eu-west-1,    legacy,   https://sts.amazonaws.com/,           us-east-1",
    "ap-east-1,    legacy,   https://sts.ap-east-1.amazonaws.com/, ap-east-1",
    "aws-global,   regional, https://sts.amazonaws.com/,           us-east-1"
  })
  void theRegionOfTheSignatureIsThatOfTheEndpoint(
      String region, String kind, String endpoint, String signed) {
    ResolvedSettings chained =
        pod(Map.of("AWS_REGION", region, "AWS_STS_REGIONAL_ENDPOINTS", kind))
            .chainedRole(CheckedRoleRequest.chained(RoleRequest.of(ROLE)));

    assertEquals(endpoint, chained.endpoint().toString());
    assertEquals(signed, chained.signingRegion());
  }

  @Test
  void aRegionOfAnotherPartitionIsAnError() {
    RoleRequest request = RoleRequest.of(ROLE).withRegion("cn-north-1");

    var failure =
        assertThrows(
            MisconfiguredException.class,
            () -> pod(Map.of()).chainedRole(CheckedRoleRequest.chained(request)));

    assertTrue(failure.getMessage().contains("\"cn-north-1\" is a region of partition aws-cn"));
  }

  @Test
  void anotherParameterIsAnotherSession() {
    ResolvedSettings pod = pod(Map.of());
    RoleRequest request = RoleRequest.of(ROLE).withSessionTags(Map.of("tenant", "7"));

    assertEquals(
        pod.chainedRole(CheckedRoleRequest.chained(request)).key(),
        pod(Map.of()).chainedRole(CheckedRoleRequest.chained(request)).key());
    for (RoleRequest other :
        new RoleRequest[] {
          RoleRequest.of(ROLE),
          request.withSessionTags(Map.of("tenant", "8")),
          request.withExternalId("partner"),
          request.withSourceIdentity("alice"),
          request.withSessionPolicy("{}"),
          request.withRoleSessionName("other"),
          request.withRegion("eu-central-1")
        }) {
      assertFalse(
          pod.chainedRole(CheckedRoleRequest.chained(request))
              .key()
              .equals(pod.chainedRole(CheckedRoleRequest.chained(other)).key()));
    }
    ResolvedSettings behind =
        pod.chainedRole(CheckedRoleRequest.chained(request))
            .chainedRole(CheckedRoleRequest.chained(request));
    assertFalse(
        behind.key().equals(pod.chainedRole(CheckedRoleRequest.chained(request)).key()),
        "of another signer");
  }
}
