package dev.irsa.spring;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches unless {@code irsa.enabled} is false. */
final class OnIrsaEnabled extends SpringBootCondition {

  @Override
  public ConditionOutcome getMatchOutcome(
      ConditionContext context, AnnotatedTypeMetadata metadata) {
    boolean isDisabled =
        "false".equalsIgnoreCase(PropertyText.of(context.getEnvironment(), "irsa.enabled"));
    return new ConditionOutcome(
        !isDisabled,
        ConditionMessage.forCondition("irsa.enabled").because(isDisabled ? "false" : "not false"));
  }
}
