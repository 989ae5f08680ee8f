package dev.irsa.internal.config;

import static dev.irsa.internal.config.ContainerEnvironment.AGENT;
import static dev.irsa.internal.config.ContainerEnvironment.POD_IDENTITY;
import static dev.irsa.internal.config.ContainerEnvironment.TOKEN;
import static dev.irsa.internal.config.ContainerEnvironment.identity;
import static dev.irsa.internal.config.ContainerEnvironment.onlyProblem;
import static dev.irsa.internal.config.ContainerEnvironment.podIdentityAnd;
import static dev.irsa.internal.config.ContainerEnvironment.resolve;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.irsa.credentials.IdentitySource;
import dev.irsa.credentials.MisconfiguredException.Problem;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests which source is used if both are configured. */
final class IdentityChoiceTest {

  private static final String ROLE = "arn:aws:iam::111122223333:role/cart";
  private static final String[] BOTH =
      podIdentityAnd("AWS_ROLE_ARN", ROLE, "AWS_WEB_IDENTITY_TOKEN_FILE", "/irsa/token");

  private static final Overrides ROLE_IN_CODE =
      Overrides.none()
          .with(Setting.ROLE_ARN, ROLE)
          .with(Setting.WEB_IDENTITY_TOKEN_FILE, "/code/token");
  private static final Overrides URI_IN_CODE =
      Overrides.none()
          .with(Setting.CONTAINER_CREDENTIALS_FULL_URI, AGENT)
          .with(Setting.CONTAINER_AUTHORIZATION_TOKEN_FILE, "/code/authorization");

  private static IdentitySource source(Settings settings) {
    assertEquals(List.of(), settings.problems());
    return settings.identity().source();
  }

  @Test
  void irsaWinsInTheEnvironmentAndOneNoteSaysSo() {
    Settings settings = resolve(BOTH);

    assertEquals(IdentitySource.WEB_IDENTITY, source(settings));
    assertEquals(1, settings.notes().size(), () -> settings.notes().toString());
    assertTrue(settings.notes().get(0).contains("IRSA is used"), () -> settings.notes().get(0));
    assertTrue(
        settings.notes().get(0).contains("remove the annotation eks.amazonaws.com/role-arn"));
    assertEquals(List.of(), settings.warnings());
  }

  static Stream<Arguments> halves() {
    return Stream.of(
        arguments("AWS_ROLE_ARN", ROLE, "AWS_WEB_IDENTITY_TOKEN_FILE"),
        arguments("AWS_WEB_IDENTITY_TOKEN_FILE", "/irsa/token", "AWS_ROLE_ARN"));
  }

  @ParameterizedTest(name = "{0} alone")
  @MethodSource("halves")
  void halfOfIrsaBesideAWholePodIdentityIsAnErrorThatNamesTheOtherHalf(
      String variable, String value, String missing) {
    Settings settings = resolve(podIdentityAnd(variable, value));

    assertTrue(settings.configured());
    Problem problem = onlyProblem(settings);
    assertEquals(missing, problem.setting());
    assertTrue(problem.found().contains("although " + variable + " is"), problem::found);
    assertTrue(problem.fix().contains("To use Pod Identity"), problem::fix);
    assertTrue(problem.fix().contains("remove " + variable), problem::fix);
  }

  @ParameterizedTest(name = "{0} alone")
  @MethodSource("halves")
  void halfOfIrsaAloneDoesNotSpeakOfPodIdentity(String variable, String value, String missing) {
    Problem problem = onlyProblem(resolve(variable, value, "AWS_REGION", "eu-west-1"));

    assertEquals(missing, problem.setting());
    assertFalse(problem.toString().contains("Pod Identity"), problem::toString);
  }

  @Test
  void bothGivenInCodeAreAnError() {
    Problem problem =
        onlyProblem(
            resolve(
                ROLE_IN_CODE
                    .with(Setting.CONTAINER_CREDENTIALS_FULL_URI, AGENT)
                    .with(Setting.CONTAINER_AUTHORIZATION_TOKEN_FILE, "/code/authorization")));

    assertEquals("builder", problem.origin());
    assertTrue(problem.found().contains("together with a web identity"), problem::found);
    assertTrue(problem.fix().contains("not both"), problem::fix);
  }

  @Test
  void containerCredentialsGivenInCodeGoBeforeIrsaInTheEnvironment() {
    Settings settings = resolve(URI_IN_CODE, BOTH);

    assertEquals("/code/authorization", identity(settings).tokenFile().toString());
    assertEquals(List.of(), settings.notes());
  }

  @Test
  void aTokenGivenInCodeSelectsTheContainerCredentialsOfTheEnvironment() {
    Overrides token = Overrides.none().with(Setting.CONTAINER_AUTHORIZATION_TOKEN, "of-the-code");

    assertEquals(AGENT, identity(resolve(token, BOTH)).uri().toString());
  }

  @Test
  void aWebIdentityGivenInCodeGoesBeforeThePodsContainerCredentialsWithoutANote() {
    Settings settings = resolve(ROLE_IN_CODE, POD_IDENTITY);

    assertEquals(IdentitySource.WEB_IDENTITY, source(settings));
    assertEquals(List.of(), settings.notes(), "the annotation has no part in it");
  }

  @Test
  void theChosenSourceIsUsedAndTheSettingsOfTheOtherAreIgnored() {
    Settings container = resolve(Overrides.none().withSource(IdentitySource.CONTAINER), BOTH);
    Settings webIdentity = resolve(Overrides.none().withSource(IdentitySource.WEB_IDENTITY), BOTH);

    assertEquals(IdentitySource.CONTAINER, source(container));
    assertEquals(IdentitySource.WEB_IDENTITY, source(webIdentity));
    assertEquals(List.of(), container.notes());
    assertEquals(List.of(), webIdentity.notes());
  }

  @Test
  void withAWholeIdentityTheContainerCredentialsOfTheEnvironmentAreIgnored() {
    Settings settings =
        resolve(Overrides.none().withEnvironmentIdentity(false), podIdentityAnd(TOKEN, "x"));

    assertFalse(settings.configured());
  }
}
