package dev.irsa.spring;

import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.MisconfiguredException.Problem;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/** Explains why the configuration of the credentials failed the start, and how to fix it. */
final class MisconfiguredFailureAnalyzer extends AbstractFailureAnalyzer<MisconfiguredException> {

  private final Environment environment;

  MisconfiguredFailureAnalyzer(Environment environment) {
    this.environment = environment;
  }

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

  /** Returns the value of a property of ours and its origin, or where a setting was set. */
  private String where(Problem problem) {
    boolean isOurs = problem.setting().startsWith("irsa.");
    if (!isOurs && !problem.setting().startsWith("spring.")) {
      String origin = problem.origin();
      return origin == null || origin.equals(problem.setting()) ? "" : " (from " + origin + ")";
    }
    ConfigurationPropertyName name = ConfigurationPropertyName.of(problem.setting());
    for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
      ConfigurationProperty property = source.getConfigurationProperty(name);
      if (property != null) {
        // The value of a property that we do not know may be a secret.
        String value =
            isOurs && !problem.found().equals(ProviderFactory.UNKNOWN)
                ? "\"" + ProviderFactory.withoutTokens(property.getValue()) + "\" "
                : "";
        return " (" + value + "in " + property.getOrigin() + ")";
      }
    }
    return "";
  }
}
