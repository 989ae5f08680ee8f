package dev.irsa.spring;

import dev.irsa.internal.config.Configuration;
import dev.irsa.internal.config.Environment;
import dev.irsa.internal.config.Given;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches if the process is configured for IRSA or EKS Pod Identity, even partly, such as by a role
 * in the properties: where the pod's variables were not injected, it must not become the node's. A
 * property that does not exist may be that role, misspelt.
 */
final class OnIrsaPod extends SpringBootCondition {

  private static final List<String> IDENTITY =
      List.of("irsa.role-arn", "irsa.web-identity-token-file", "irsa.chained-role-arn");

  @Override
  public ConditionOutcome getMatchOutcome(
      ConditionContext context, AnnotatedTypeMetadata metadata) {
    boolean isPod = isConfigured(KnownProperties.of(context.getEnvironment()));
    return new ConditionOutcome(
        isPod,
        ConditionMessage.forCondition("IRSA or Pod Identity")
            .because("this process is " + (isPod ? "" : "not ") + "configured for it"));
  }

  static boolean isConfigured(KnownProperties known) {
    return Configuration.resolve(Environment.system(), Given.none()).isConfigured()
        || IDENTITY.stream().anyMatch(key -> !known.text(key).isBlank())
        || !known.unknown().isEmpty();
  }
}
