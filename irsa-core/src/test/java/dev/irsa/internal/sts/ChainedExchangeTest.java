package dev.irsa.internal.sts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.ExchangeUnavailableException;
import dev.irsa.credentials.RoleRequest;
import dev.irsa.credentials.SessionCredentials;
import dev.irsa.internal.exchange.Exchange;
import dev.irsa.internal.exchange.RunningExchange;
import dev.irsa.internal.exchange.SigningSession;
import dev.irsa.internal.identity.ChainedIdentity;
import dev.irsa.internal.identity.RoleAndIssuer;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ChainedExchangeTest {

  private static final String ROLE = "arn:aws:iam::111122223333:role/data";

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
    URI endpoint = URI.create("https://sts.eu-west-1.amazonaws.com/");
    RoleAndIssuer pod = RoleAndIssuer.ofRole(StsRequests.IDENTITY.roleArn(), endpoint);
    Exchange chained =
        new ChainedExchange(
            new ChainedIdentity(ROLE, "irsa", RoleRequest.of(ROLE)),
            endpoint,
            StsRequests.direct(null),
            "eu-west-1",
            null,
            pod,
            pod,
            Clock.systemUTC());
    RunningExchange call =
        new RunningExchange(Duration.ofSeconds(30), System::nanoTime, new WithoutKeys());

    var failure = assertThrows(ExchangeUnavailableException.class, () -> chained.run(call));

    assertTrue(failure.summary().contains("has no valid credentials"), failure::summary);
    assertEquals(ROLE, failure.roleArn());
    assertEquals(ExchangeUnavailableException.Stage.WAITING, failure.stage(), "STS was not called");
  }
}
