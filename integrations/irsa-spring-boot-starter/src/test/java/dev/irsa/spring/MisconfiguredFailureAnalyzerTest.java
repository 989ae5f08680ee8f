package dev.irsa.spring;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.testkit.IrsaLabExtension;
import dev.irsa.testkit.PodSystemProperties;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;

/** What a start that fails says. */
@ExtendWith(IrsaLabExtension.class)
final class MisconfiguredFailureAnalyzerTest {

  private static FailureAnalysis analysisOfStart(String... properties) {
    List<FailureAnalysis> analyses = new ArrayList<>();
    new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(IrsaAutoConfiguration.class))
        .withPropertyValues(properties)
        .run(
            context -> {
              assertNotNull(context.getStartupFailure(), "started");
              // As Spring Boot does with the analyzers that are registered.
              SpringFactoriesLoader.forDefaultResourceLocation()
                  .load(
                      FailureAnalyzer.class,
                      ArgumentResolver.of(Environment.class, new StandardEnvironment()),
                      (type, name, failure) -> {})
                  .forEach(each -> analyses.add(each.analyze(context.getStartupFailure())));
            });
    return analyses.stream().filter(Objects::nonNull).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "irsa.session-duration, 5m, 900 to 43200",
    "irsa.deadline, 10m, 1 ms and 5 min",
    "irsa.advisory-window, -1s, positive and within the longest session",
    "irsa.static-stability, 13h, 0 and 12 h",
    "irsa.role-session-name, x, 2",
    "irsa.role-arn, cart, arn:",
    "irsa.region, Frankfurt, region"
  })
  @PodSystemProperties
  void aPropertyOutOfRangeIsNamedWithItsValueItsOriginAndTheRange(
      String property, String value, String range) {
    FailureAnalysis analysis = analysisOfStart(property + "=" + value);

    String text = analysis.getDescription() + analysis.getAction();
    assertTrue(text.contains("\n    " + property + ": "), text);
    assertTrue(text.contains("(from \"" + value + "\" in "), text);
    assertTrue(text.contains(range), text);
    assertTrue(analysis.getAction().contains("    " + property + ": "), text);
  }

  @Test
  @PodSystemProperties
  void anUnknownPropertyIsNamedWithThoseThatExist() {
    String text =
        analysisOfStart("irsa.role-arm=secret", "irsa.chained.role=x").getDescription()
            + analysisOfStart("irsa.role-arm=secret").getAction();

    assertTrue(text.contains("\n    irsa.chained.role: "), text);
    assertTrue(text.contains("\n    irsa.role-arm: "), text);
    assertTrue(text.contains("(from \"irsa.role-arm\" from "), text);
    assertTrue(text.contains("irsa.chained-role-arn"), text);
    assertFalse(text.contains("secret"), text);
  }

  /** A token in place of its path, or a key in place of any value. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "eyJhbGciOiJSUzI1NiJ9.eyJzdWIi.c2ln",
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "ASIAIOSFODNN7EXAMPLE"
      })
  @PodSystemProperties
  void aSecretInThePlaceOfAnotherValueIsNotShown(String secret) {
    for (RecordComponent each : IrsaProperties.class.getRecordComponents()) {
      String property = "irsa." + DataObjectPropertyName.toDashedForm(each.getName());
      // Each is shown with the problem of another one at least.
      FailureAnalysis analysis = analysisOfStart(property + "=" + secret, "irsa.unknown=x");

      String text = analysis.getDescription() + analysis.getAction() + analysis.getCause();
      for (String piece : secret.split("[./]", -1)) {
        assertFalse(text.contains(piece), property + " in " + text);
      }
    }
  }

  @Test
  @PodSystemProperties
  void problemsOfTypeRangeEnvironmentAndConflictAreListedTogether() {
    assertNotNull(System.clearProperty("aws.webIdentityTokenFile"));

    FailureAnalysis analysis =
        analysisOfStart(
            "irsa.deadline=soon",
            "irsa.session-duration=long",
            "irsa.static-stability=-1s",
            "irsa.role-arn=cart",
            "spring.cloud.aws.credentials.profile.name=reports");

    String text = analysis.getDescription();
    Stream.of(
            "irsa.deadline",
            "irsa.session-duration",
            "irsa.static-stability",
            "irsa.role-arn",
            "spring.cloud.aws.credentials.profile.name",
            "AWS_WEB_IDENTITY_TOKEN_FILE")
        .forEach(
            problem -> {
              assertTrue(text.contains("\n    " + problem + ": "), text);
              assertTrue(analysis.getAction().contains("\n    " + problem + ": "), problem);
            });
    assertTrue(text.contains("(from \"soon\" in "), text);
    assertTrue(text.contains("(from \"spring.cloud.aws.credentials.profile.name\" from "), text);
  }
}
