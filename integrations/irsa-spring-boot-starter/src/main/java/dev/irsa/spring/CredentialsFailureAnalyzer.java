package dev.irsa.spring;

import dev.irsa.sdk.v2.IrsaCredentialsException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Explains why a start that needs credentials did not get them. It comes first: Spring Boot says of
 * configuration that could not be imported that it does not exist.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class CredentialsFailureAnalyzer extends AbstractFailureAnalyzer<IrsaCredentialsException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, IrsaCredentialsException cause) {
    return new FailureAnalysis(
        "The start needs the pod's AWS credentials (irsa), which could not be obtained:\n\n    "
            + cause.getMessage(),
        cause.remedy(),
        cause);
  }
}
