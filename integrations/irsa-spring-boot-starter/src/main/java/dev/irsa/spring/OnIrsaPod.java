package dev.irsa.spring;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches if the credentials are this library's, see {@link KnownProperties#isPod}. */
final class OnIrsaPod extends SpringBootCondition {

  @Override
  public ConditionOutcome getMatchOutcome(
      ConditionContext context, AnnotatedTypeMetadata metadata) {
    boolean isPod = KnownProperties.of(context.getEnvironment()).isPod();
    return new ConditionOutcome(
        isPod,
        ConditionMessage.forCondition("IRSA or Pod Identity")
            .because(
                isPod
                    ? "this process is configured for it"
                    : "this process is not configured for it, or irsa.enabled is false"));
  }
}
