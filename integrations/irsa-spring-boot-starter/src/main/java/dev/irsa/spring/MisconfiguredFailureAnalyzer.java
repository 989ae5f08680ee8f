package dev.irsa.spring;

import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.MisconfiguredException.Problem;
import java.util.stream.Collectors;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains why the configuration of the credentials failed the start, and how to fix it. A start
 * that fails while configuration is imported has no environment yet, so the problems themselves say
 * where a value was set.
 */
final class MisconfiguredFailureAnalyzer extends AbstractFailureAnalyzer<MisconfiguredException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, MisconfiguredException cause) {
    String found =
        cause.problems().stream()
            .map(problem -> "\n    " + problem.setting() + ": " + problem.found() + where(problem))
            .collect(Collectors.joining());
    String fixes =
        cause.problems().stream()
            .map(problem -> "\n    " + problem.setting() + ": " + problem.fix())
            .collect(Collectors.joining());
    return new FailureAnalysis(
        "The configuration of the pod's AWS credentials (irsa) is invalid:\n" + found,
        "Correct it:\n" + fixes,
        cause);
  }

  private static String where(Problem problem) {
    String origin = problem.origin();
    return origin == null || origin.equals(problem.setting()) ? "" : " (from " + origin + ")";
  }
}
