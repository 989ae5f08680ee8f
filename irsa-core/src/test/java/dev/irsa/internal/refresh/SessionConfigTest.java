package dev.irsa.internal.refresh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.simulation.SimulatedFailures;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionConfigTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "a role, arn:aws:iam::123456789012:role/app, 123456789012",
    "a path, arn:aws-cn:iam::123456789012:role/shop/app, 123456789012",
    "a colon in what follows, arn:aws:iam::123456789012:role:app, 123456789012",
    "no account, arn:aws:iam:eu:, arn:aws:iam:eu:",
    "no ARN, app, app"
  })
  void throttlingIsTrackedByTheAccountOfTheRole(String sentence, String roleArn, String account) {
    SessionConfig rules =
        new SessionConfig(
            roleArn,
            SimulatedFailures.ENDPOINT,
            RefreshPolicy.standard(),
            Duration.ofHours(1),
            Duration.ofDays(1));
    assertEquals(account, rules.account());
  }
}
