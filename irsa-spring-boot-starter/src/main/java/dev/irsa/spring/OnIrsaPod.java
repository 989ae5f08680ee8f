package dev.irsa.spring;

import dev.irsa.IrsaCredentials;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches if the process is configured for IRSA or EKS Pod Identity, even partly. Does not match if
 * {@code irsa.enabled} is false, or if Spring Cloud AWS is configured with static keys, which take
 * precedence.
 */
final class OnIrsaPod extends SpringBootCondition {

  static final String STATIC_KEYS = "spring.cloud.aws.credentials.access-key";
  private static final String TOKEN_FILE = "irsa.web-identity-token-file";

  @Override
  public ConditionOutcome getMatchOutcome(
      ConditionContext context, AnnotatedTypeMetadata metadata) {
    ConditionMessage.Builder message = ConditionMessage.forCondition("IRSA or Pod Identity");
    Environment environment = context.getEnvironment();
    if (!environment.getProperty("irsa.enabled", Boolean.class, true)) {
      return ConditionOutcome.noMatch(message.because("irsa.enabled is false"));
    }
    if (!isPod() && !environment.containsProperty(TOKEN_FILE)) {
      return ConditionOutcome.noMatch(message.because("this process is not configured for it"));
    }
    return environment.containsProperty(STATIC_KEYS)
        ? ConditionOutcome.noMatch(message.because(STATIC_KEYS + " is set"))
        : ConditionOutcome.match(message.because("this process is configured for it"));
  }

  /** Returns whether this process is configured for IRSA or EKS Pod Identity, even partly. */
  static boolean isPod() {
    try (IrsaCredentials irsa = IrsaCredentials.fromEnvironment()) {
      return irsa.status().isIrsaPod();
    }
  }
}
