package dev.irsa.internal.config;

import static dev.irsa.internal.config.ContainerEnvironment.AGENT;
import static dev.irsa.internal.config.ContainerEnvironment.FULL;
import static dev.irsa.internal.config.ContainerEnvironment.POD_IDENTITY;
import static dev.irsa.internal.config.ContainerEnvironment.PROJECTED;
import static dev.irsa.internal.config.ContainerEnvironment.RELATIVE;
import static dev.irsa.internal.config.ContainerEnvironment.TOKEN;
import static dev.irsa.internal.config.ContainerEnvironment.TOKEN_FILE;
import static dev.irsa.internal.config.ContainerEnvironment.identity;
import static dev.irsa.internal.config.ContainerEnvironment.onlyProblem;
import static dev.irsa.internal.config.ContainerEnvironment.resolve;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.irsa.credentials.MisconfiguredException.Problem;
import dev.irsa.internal.identity.ContainerIdentity;
import java.net.URI;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests container credentials that are configured only in part. */
final class ContainerHalvesTest {

  static Stream<Arguments> tokens() {
    return Stream.of(arguments(TOKEN_FILE, PROJECTED), arguments(TOKEN, "Basic abcd"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tokens")
  void aTokenAloneIsAnErrorThatNamesBothUris(String variable, String value) {
    Settings settings = resolve(variable, value);

    assertTrue(settings.configured());
    Problem problem = onlyProblem(settings);
    assertEquals(FULL + " or " + RELATIVE, problem.setting());
    assertTrue(problem.found().contains("although an authorization token"), problem::found);
    assertTrue(problem.fix().contains("containerCredentialsUri"), problem::fix);
    assertFalse(problem.toString().contains(value), problem::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        AGENT,
        "http://[fd00:ec2::23]/v1/credentials",
        "http://169.254.170.23:8080/",
        "http://[fd00:0ec2:0:0:0:0:0:0023]/"
      })
  void theAgentsUriWithoutATokenIsAnErrorThatNamesTheTokensFile(String uri) {
    Settings settings = resolve(FULL, uri);

    assertTrue(settings.configured());
    Problem problem = onlyProblem(settings);
    assertEquals(TOKEN_FILE, problem.setting());
    assertTrue(problem.found().contains("EKS Pod Identity agent"), problem::found);
    assertTrue(problem.fix().contains(PROJECTED), problem::fix);
  }

  @Test
  void theAgentsUriGivenInCodeNeedsATokenGivenInCode() {
    Overrides uri = Overrides.none().with(Setting.CONTAINER_CREDENTIALS_FULL_URI, AGENT);

    Problem problem = onlyProblem(resolve(uri, POD_IDENTITY));

    assertTrue(problem.found().contains("for a URI given in code"), problem::found);
    assertTrue(problem.fix().contains("containerAuthorizationTokenFile(...)"), problem::fix);
  }

  static Stream<Arguments> urisWithoutToken() {
    return Stream.of(
        arguments(RELATIVE, "/v2/credentials/4-2", "http://169.254.170.2/v2/credentials/4-2"),
        arguments(FULL, "http://169.254.170.2/get-credentials", null),
        arguments(FULL, "http://127.0.0.1:1338/creds", null),
        arguments(FULL, "http://[::1]:1338/creds", null),
        arguments(FULL, "http://localhost:1338/creds", null),
        arguments(FULL, "https://vault.example.test/creds", null));
  }

  @ParameterizedTest(name = "{0}={1}")
  @MethodSource("urisWithoutToken")
  void otherUrisAreAskedWithoutAToken(String variable, String value, String expected) {
    assertEquals(
        new ContainerIdentity(URI.create(expected == null ? value : expected), null, null),
        identity(resolve(variable, value)));
  }

  @Test
  void withoutAnySettingTheErrorNamesBothSourcesAndHowToGetThem() {
    Settings settings = resolve();

    assertFalse(settings.configured());
    Problem problem = settings.problems().get(0);
    assertTrue(problem.setting().contains("AWS_ROLE_ARN"), problem::setting);
    assertTrue(problem.setting().contains(FULL), problem::setting);
    assertTrue(problem.fix().contains("create-pod-identity-association"), problem::fix);
    assertNull(problem.origin());
  }
}
