package dev.irsa;

import dev.irsa.internal.config.Configuration;
import dev.irsa.internal.config.Environment;
import dev.irsa.internal.config.Given;
import dev.irsa.internal.config.Setting;
import dev.irsa.internal.identity.Exchange;
import dev.irsa.internal.session.Sessions;
import java.util.Map;
import java.util.function.Function;

/** Handles with sessions of other roles, for tests. */
final class ManyRoles {

  private ManyRoles() {}

  /** Returns exchanges for each role, none of which is chained. */
  static Function<Configuration, Exchange> exchanges(Function<String, Exchange> ofRole) {
    return configuration -> ofRole.apply(configuration.identity().roleArn());
  }

  /** Returns a handle whose sessions, and those of other roles, use these exchanges. */
  static IrsaCredentials parent(
      Sessions registry, String own, int mostRoles, Function<Configuration, Exchange> sources) {
    Map<String, String> variables =
        Map.of(
            "AWS_ROLE_ARN", own,
            "AWS_WEB_IDENTITY_TOKEN_FILE", "/var/run/token",
            "AWS_REGION", "eu-west-1");
    Given given =
        Given.none()
            .with(Setting.ENVIRONMENT, Environment.of(variables, Map.of()))
            .with(Setting.MAX_ROLES, mostRoles);
    return new IrsaCredentials(
        new SessionWiring(
            given, registry, (configuration, clocks) -> sources.apply(configuration)));
  }

  static String role(int number) {
    return "arn:aws:iam::111122223333:role/app-" + number;
  }
}
