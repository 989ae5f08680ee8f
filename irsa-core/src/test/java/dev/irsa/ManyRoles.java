package dev.irsa;

import dev.irsa.credentials.RefreshPolicy;
import dev.irsa.internal.config.Environment;
import dev.irsa.internal.config.Overrides;
import dev.irsa.internal.session.CredentialExchange;
import dev.irsa.internal.session.SessionRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Handles with sessions of other roles, for tests. */
final class ManyRoles {

  private ManyRoles() {}

  /** Returns exchanges for each role; that of a chained one does not use its signer. */
  static ClientSettings.Exchanges exchanges(Function<String, CredentialExchange> ofRole) {
    return new ClientSettings.Exchanges() {
      @Override
      public CredentialExchange create(ResolvedSettings configuration) {
        return ofRole.apply(configuration.identity().roleArn());
      }

      @Override
      public CredentialExchange createChained(
          ResolvedSettings configuration, SessionRegistry registry, SessionRegistry.Terms signer) {
        return create(configuration);
      }
    };
  }

  /** Returns a handle whose sessions, and those of other roles, use these exchanges. */
  static IrsaCredentials parent(
      SessionRegistry registry, String own, int mostRoles, ClientSettings.Exchanges sources) {
    Map<String, String> variables =
        Map.of(
            "AWS_ROLE_ARN", own,
            "AWS_WEB_IDENTITY_TOKEN_FILE", "/var/run/token",
            "AWS_REGION", "eu-west-1");
    var settings =
        new ClientSettings(
            Environment.of(variables, Map.of()),
            Overrides.none(),
            null,
            null,
            RefreshPolicy.standard(),
            mostRoles,
            sources);
    return new IrsaCredentials(settings, registry, List.of(), Duration.ofSeconds(20));
  }

  static String role(int number) {
    return "arn:aws:iam::111122223333:role/app-" + number;
  }
}
