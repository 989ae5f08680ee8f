package dev.irsa.spring;

import dev.irsa.IrsaCredentials;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches if the process is configured for IRSA or EKS Pod Identity, even partly. */
final class OnIrsaPod extends SpringBootCondition {

  private static final String TOKEN_FILE = "irsa.web-identity-token-file";

  @Override
  public ConditionOutcome getMatchOutcome(
      ConditionContext context, AnnotatedTypeMetadata metadata) {
    boolean isPod = isPod() || !context.getEnvironment().getProperty(TOKEN_FILE, "").isBlank();
    return new ConditionOutcome(
        isPod,
        ConditionMessage.forCondition("IRSA or Pod Identity")
            .because("this process is " + (isPod ? "" : "not ") + "configured for it"));
  }

  private static boolean isPod() {
    try (IrsaCredentials irsa = IrsaCredentials.fromEnvironment()) {
      return irsa.status().isConfigured();
    }
  }
}
