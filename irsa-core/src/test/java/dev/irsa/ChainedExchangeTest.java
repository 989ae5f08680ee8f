package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.config.Configuration;
import dev.irsa.internal.config.Environment;
import dev.irsa.internal.config.Given;
import dev.irsa.internal.identity.Exchange;
import dev.irsa.internal.identity.ExchangeCall;
import dev.irsa.internal.identity.SigningSession;
import dev.irsa.internal.time.Clocks;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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

  /** The session of the pod, whose credentials have expired. */
  private static final class WithoutKeys implements SigningSession {
    @Override
    public @Nullable SessionCredentials credentials() {
      return null;
    }

    @Override
    public Duration clockOffset() {
      return Duration.ZERO;
    }

    @Override
    public void invalidate(String accessKeyId) {}
  }

  /** Otherwise the attempts of many roles would take the workers from the attempt they wait for. */
  @Test
  void anExchangeDoesNotWaitForTheOneThatGetsItsSigner() {
    Configuration pod = pod();
    Exchange chained =
        new ChainedExchange(
            pod.with(Given.of(RoleRequest.of(ROLE), true)).valid(), pod, Clocks.system());
    ExchangeCall call =
        new ExchangeCall(Duration.ofSeconds(30), System::nanoTime, new WithoutKeys());

    var failure = assertThrows(ExchangeUnavailableException.class, () -> chained.run(call));

    assertTrue(failure.summary().contains("has no valid credentials"), failure::summary);
    assertEquals(ROLE, failure.roleArn());
    assertEquals(ExchangeUnavailableException.Stage.WAITING, failure.stage(), "STS was not called");
  }
}
