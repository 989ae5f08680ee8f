package dev.irsa.internal.config;

import static dev.irsa.internal.config.ContainerEnvironment.FULL;
import static dev.irsa.internal.config.ContainerEnvironment.POD_IDENTITY;
import static dev.irsa.internal.config.ContainerEnvironment.TOKEN;
import static dev.irsa.internal.config.ContainerEnvironment.TOKEN_FILE;
import static dev.irsa.internal.config.ContainerEnvironment.identity;
import static dev.irsa.internal.config.ContainerEnvironment.onlyProblem;
import static dev.irsa.internal.config.ContainerEnvironment.resolve;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.irsa.credentials.MisconfiguredException;
import dev.irsa.credentials.MisconfiguredException.Problem;
import dev.irsa.fake.Secrets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the authorization token of container credentials, which is a secret. */
final class ContainerTokenTest {

  private static final String SECRET = "s3cr3t-authorization-token";
  private static final String URI = "http://127.0.0.1:1338/";

  static Stream<Arguments> refused() {
    return Stream.of(
        arguments("a line end", SECRET + "\r\nX-Injected: a"),
        arguments("a line feed", SECRET + "\nx"),
        arguments("a tab", SECRET + "\tx"),
        arguments("a NUL", SECRET + "\u0000x"),
        arguments("a DEL", SECRET + "\u007fx"),
        arguments("a NEL", SECRET + "\u0085x"),
        arguments("not ASCII", SECRET + "\u00e4"),
        arguments("a line separator", SECRET + "\u2028x"),
        arguments("an emoji", SECRET + "\ud83d\ude00"),
        arguments("20,001 characters", SECRET.repeat(800)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void isRefusedWithoutBeingShown(String row, String token) {
    Settings settings = resolve(FULL, URI, TOKEN, token);

    Problem problem = onlyProblem(settings);
    assertEquals(TOKEN, problem.setting());
    assertEquals(TOKEN, problem.origin());
    assertTrue(problem.found().contains("not shown"), problem::found);
    MisconfiguredException failure = new MisconfiguredException(true, settings.problems());
    Secrets.assertAbsent(settings + Secrets.allTextOf(failure), List.of(SECRET), 6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic abcd", "Bearer  two  spaces", "!", "~", "a:b=c,d;e\"f\"\\g"})
  void isAcceptedInAnyVisibleForm(String token) {
    assertEquals(token, identity(resolve(FULL, URI, TOKEN, token)).token().value());
  }

  @Test
  void givenInPlaceOfItsFileIsNotShown() {
    Problem problem = onlyProblem(resolve(FULL, URI, TOKEN_FILE, "eyJhbGci.eyJpc3Mi.c2ln"));

    assertTrue(problem.found().contains("looks like a token (not shown)"), problem::found);
    assertFalse(problem.toString().contains("eyJ"), problem::toString);
  }

  // Settings of a web identity that a container endpoint does not know.

  @Test
  void aSessionPolicyIsAnError() {
    Overrides inline = Overrides.none().with(Setting.SESSION_POLICY, "{}");
    Overrides managed =
        Overrides.none().withPolicyArns(List.of("arn:aws:iam::aws:policy/ReadOnlyAccess"));

    for (Overrides overrides : List.of(inline, managed)) {
      Problem problem = onlyProblem(resolve(overrides, POD_IDENTITY));
      assertEquals("builder", problem.origin());
      assertTrue(problem.found().contains("cannot apply it"), problem::found);
      assertTrue(problem.fix().contains("chainedRole"), problem::fix);
    }
  }

  static Stream<Arguments> ignored() {
    return Stream.of(
        arguments("IRSA_SESSION_DURATION_SECONDS", "900", Setting.SESSION_DURATION_SECONDS),
        arguments("AWS_ROLE_SESSION_NAME", "cart", Setting.ROLE_SESSION_NAME));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ignored")
  void settingsOfSessionsAreIgnoredWithANote(String variable, String value, Setting setting) {
    Settings byVariable = resolve(ContainerEnvironment.podIdentityAnd(variable, value));
    Settings byCode = resolve(Overrides.none().with(setting, value), POD_IDENTITY);

    for (Settings settings : List.of(byVariable, byCode)) {
      assertEquals(List.of(), settings.problems());
      assertEquals(1, settings.notes().size(), () -> settings.notes().toString());
      assertTrue(settings.notes().get(0).startsWith(variable + " is ignored"));
    }
  }
}
