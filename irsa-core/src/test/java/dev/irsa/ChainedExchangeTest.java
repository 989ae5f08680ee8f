package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.internal.config.Configuration;
import dev.irsa.internal.config.Environment;
import dev.irsa.internal.config.Given;
import dev.irsa.internal.identity.Exchange;
import dev.irsa.internal.identity.ExchangeCall;
import dev.irsa.internal.identity.ExchangeResult;
import dev.irsa.internal.session.SessionRegistry;
import dev.irsa.simulation.Moments;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class ChainedExchangeTest {

  private static final String ROLE = "arn:aws:iam::111122223333:role/data";

  private static Configuration pod() {
    Map<String, String> variables =
        Map.of(
            "AWS_ROLE_ARN", TestPod.ROLE,
            "AWS_WEB_IDENTITY_TOKEN_FILE", "/token",
            "AWS_REGION", "eu-west-1");
    return Configuration.resolve(Environment.of(variables, Map.of()), Given.none()).valid();
  }

  /** An exchange that does not return until it is told to. */
  private static final class Hanging implements Exchange {
    final CountDownLatch end = new CountDownLatch(1);

    @Override
    public ExchangeResult run(ExchangeCall call) {
      try {
        end.await();
      } catch (InterruptedException ignored) {
        Thread.currentThread().interrupt();
      }
      throw new IllegalStateException("ended");
    }

    @Override
    public Duration longestLifetime() {
      return Duration.ofHours(1);
    }
  }

  /** Otherwise the attempts of many roles would take all workers from the one they wait for. */
  @Test
  void anExchangeDoesNotWaitForTheOneThatGetsItsSigner() {
    Configuration pod = pod();
    Hanging hanging = new Hanging();
    SessionRegistry.Terms signer = Moments.terms("pod", pod.subject(), () -> hanging);
    Exchange chained =
        new ChainedExchange(
            pod.with(Given.of(RoleRequest.of(ROLE), true)).valid(),
            SessionRegistry.shared(),
            signer);

    var failure =
        assertThrows(
            ExchangeUnavailableException.class,
            () -> chained.run(EnvironmentExchange.call(Duration.ofSeconds(30))));

    hanging.end.countDown();
    assertTrue(failure.summary().contains("has no valid credentials"), failure::summary);
    assertEquals(ROLE, failure.roleArn());
    assertEquals(ExchangeUnavailableException.Stage.WAITING, failure.stage(), "STS was not called");
  }
}
