package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.irsa.internal.config.Configuration;
import dev.irsa.internal.config.Environment;
import dev.irsa.internal.config.GivenSettings;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.session.Sessions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests that a configuration is resolved again when anything that it depends on has changed. */
class SessionWiringTest {

  private static final String ROLE = "arn:aws:iam::111122223333:role/cart";
  private static final String OTHER = "arn:aws:iam::111122223333:role/other";

  private final Map<String, String> variables = new HashMap<>();
  private final Map<String, String> properties = new HashMap<>();
  private final Environment environment = new Environment(variables::get, properties::get);

  SessionWiringTest() {
    variables.put("AWS_ROLE_ARN", ROLE);
    variables.put("AWS_WEB_IDENTITY_TOKEN_FILE", "/var/run/token");
    variables.put("AWS_REGION", "eu-west-1");
  }

  private SessionWiring source() {
    return new SessionWiring(
        GivenSettings.none()
            .with(Setting.ENVIRONMENT, environment)
            .with(Setting.DEADLINE, Duration.ofSeconds(1)),
        Sessions.shared(),
        SessionWiring::exchange);
  }

  private Configuration resolved() {
    return source().get().configuration();
  }

  @Test
  void variablesAreReadAgainAfterAllIsDiscarded() {
    assertEquals(ROLE, resolved().identity().roleArn());
    variables.put("AWS_ROLE_ARN", OTHER);
    IrsaCredentials.discardAll();

    assertEquals(OTHER, resolved().identity().roleArn());
  }

  @Test
  void aPropertyThatAppearsOrDisappearsIsNoticed() {
    assertEquals("eu-west-1", resolved().region());
    properties.put("aws.region", "eu-north-1");
    assertEquals("eu-north-1", resolved().region());
    properties.clear();

    assertEquals("eu-west-1", resolved().region());
  }

  /** Otherwise it would share its session with a view of today, which has the same request. */
  @Test
  void aViewFollowsItsHandleAfterAClose() {
    try (IrsaCredentials handle = new IrsaCredentials(source())) {
      IrsaCredentials view = handle.forRole(OTHER);
      assertEquals("eu-west-1", view.status().region());
      handle.close();
      properties.put("aws.region", "eu-north-1");

      assertEquals("eu-north-1", view.status().region());
    }
  }
}
