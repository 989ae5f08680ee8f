package dev.irsa.spring;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches unless {@code irsa.enabled} is {@code false}, {@code off}, {@code no} or {@code 0}.
 * Spring Boot's own condition compares text, and knows only {@code false}.
 */
final class OnIrsaEnabled extends SpringBootCondition {

  @Override
  public ConditionOutcome getMatchOutcome(
      ConditionContext context, AnnotatedTypeMetadata metadata) {
    boolean isEnabled = KnownProperties.of(context.getEnvironment()).isEnabled();
    return new ConditionOutcome(
        isEnabled,
        ConditionMessage.forCondition("irsa.enabled")
            .because("irsa is " + (isEnabled ? "enabled" : "disabled")));
  }
}
